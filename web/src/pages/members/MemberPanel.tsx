import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, remove } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Role } from '../../data/session/session.ts';
import { useMay, useSession } from '../../data/session/use-session.ts';
import { toast } from '../../data/toasts.ts';
import { ConfirmDialog } from '../../nouns/accounts/ConfirmDialog.tsx';
import { RoleChoice } from '../../nouns/accounts/RoleChoice.tsx';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type Member, membersQuery } from './queries.ts';

const again = () => queryClient.invalidateQueries({ queryKey: membersQuery.queryKey });

interface MemberPanelProps {
  readonly member: Member | undefined;
  readonly onGone: () => void;
}

export function MemberPanel({ member, onGone }: MemberPanelProps) {
  const { t } = useTranslation();
  const mayChange = useMay('members:write');
  const { user, organisation } = useSession();
  const [removing, setRemoving] = useState(false);
  if (member === undefined) return <RowPending lines={6} />;
  const { userId, name, email, role, hasTwoFactor, isDisabled, createdAt } = member;
  const isSelf = userId === user.id;
  return (
    <div className="flex flex-col gap-5">
      <Facts
        facts={[
          [t('accounts.people.members.email'), email],
          mayChange && !isSelf ? null : [t('accounts.people.members.role'), t(`frame.roles.${role}`)],
          [t('accounts.people.members.second'), t(hasTwoFactor ? 'ui.yes' : 'ui.no')],
          [
            t('accounts.people.members.state'),
            t(isDisabled ? 'accounts.people.members.disabled' : 'accounts.people.members.active'),
          ],
          [t('accounts.people.members.since'), <Time key="since" at={createdAt} exact />],
        ]}
      />
      {mayChange && isSelf ? <p className="text-sm text-muted">{t('accounts.people.members.self')}</p> : null}
      {mayChange && !isSelf ? (
        <>
          <ChangeRole key={`${userId} ${role}`} member={member} />
          <div>
            <Button size="small" look="danger" icon={UserMinus} onClick={() => setRemoving(true)}>
              {t('accounts.people.members.remove')}
            </Button>
          </div>
        </>
      ) : null}
      {removing ? (
        <ConfirmDialog
          danger
          title={t('accounts.people.members.removeTitle', { name, organisation: organisation?.name ?? '' })}
          text={t('accounts.people.members.removeText')}
          confirm={t('accounts.people.members.removeConfirm')}
          onClose={() => setRemoving(false)}
          run={async () => {
            await remove(`/members/${encodeURIComponent(userId)}`);
            onGone();
            toast(t('accounts.people.members.removed', { name }));
            await again();
          }}
        />
      ) : null}
    </div>
  );
}

function ChangeRole({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const act = useAct();
  const [role, setRole] = useState<Role>(member.role);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const { userId, version, name } = member;
    const done = t('accounts.people.members.changed', { name, role: t(`frame.roles.${role}`) });
    await act(() => patch(`/members/${encodeURIComponent(userId)}`, { role }, { version }), done);
    await again();
    setBusy(false);
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <RoleChoice label={t('accounts.people.members.role')} value={role} onChange={setRole} />
      <Button size="small" look="primary" disabled={busy || role === member.role} onClick={() => void save()}>
        {t('accounts.people.members.change')}
      </Button>
    </div>
  );
}
