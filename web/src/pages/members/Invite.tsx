import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { invitationList, madeInvitation } from '../../../../src/api/invitations/schemas.ts';
import { get, post, remove } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Role } from '../../data/session/session.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { isEmail } from '../../nouns/accounts/check-email.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { RoleChoice } from '../../nouns/accounts/RoleChoice.tsx';
import { Secret } from '../../nouns/accounts/Secret.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { useAct } from '../../ui/use-act.ts';

type Made = z.input<typeof madeInvitation>;

const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) =>
    (await get<z.input<typeof invitationList>>('/invitations', {}, signal)).items,
});
const again = () => queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });

/** Those that nobody has accepted yet; nothing when there are none. */
export function PendingInvitations() {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useAct();
  const mayChange = useMay('members:write');
  const { data = [] } = useQuery(invitationsQuery);
  if (data.length === 0) return null;
  const withdraw = async (id: string, email: string) => {
    const done = t('accounts.people.invitations.withdrawn', { email });
    await act(() => remove(`/invitations/${encodeURIComponent(id)}`), done);
    await again();
  };
  return (
    <Card title={t('accounts.people.invitations.title')} className="shrink-0">
      <ul className="max-h-48 overflow-y-auto">
        {data.map(({ id, email, role, expiresAt }) => (
          <li
            key={id}
            className="flex items-center justify-between gap-3 border-b py-1.5 text-sm last:border-b-0"
          >
            <span className="min-w-0">
              <span className="block truncate">{email}</span>
              <span className="text-xs text-muted">
                {t('accounts.people.invitations.asUntil', {
                  role: t(`frame.roles.${role}`),
                  when: format.relative(expiresAt, Date.now()),
                })}
              </span>
            </span>
            {mayChange ? (
              <Button
                size="small"
                aria-label={`${t('accounts.people.invitations.withdraw')} ${email}`}
                onClick={() => void withdraw(id, email)}
              >
                {t('accounts.people.invitations.withdraw')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Asks whom and as what, then says the link once. */
export function Invite({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [made, setMade] = useState<Made | null>(null);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [tried, setTried] = useState(false);
  if (made !== null) {
    const { invitation, link } = made;
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('accounts.people.invitations.madeTitle', { email: invitation.email })}
        actions={
          <Button look="primary" onClick={onClose}>
            {t('accounts.people.invitations.done')}
          </Button>
        }
      >
        <Secret
          title={t('accounts.people.invitations.link')}
          text={link}
          note={t('accounts.people.invitations.madeText', {
            when: format.relative(invitation.expiresAt, Date.now()),
            role: t(`frame.roles.${invitation.role}`),
          })}
        />
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={t('accounts.people.invitations.dialogTitle')}
      text={t('accounts.people.invitations.text')}
      confirm={t('accounts.people.invitations.create')}
      check={() => {
        setTried(true);
        return isEmail(email);
      }}
      run={async () => {
        setMade(await post<Made>('/invitations', { email: email.trim(), role }));
        await again();
      }}
      onDone={() => undefined}
      onClose={onClose}
    >
      <Field
        label={t('accounts.people.invitations.email')}
        type="email"
        autoComplete="off"
        problem={tried && !isEmail(email) ? t('accounts.entrance.fields.email') : null}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <RoleChoice label={t('accounts.people.members.role')} value={role} onChange={setRole} />
    </FormDialog>
  );
}
