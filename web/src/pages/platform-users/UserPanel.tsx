import { KeyRound, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../data/api.ts';
import { useSession } from '../../data/session/use-session.ts';
import { toast } from '../../data/toasts.ts';
import { ConfirmDialog } from '../../nouns/accounts/ConfirmDialog.tsx';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type PlatformPerson, usersAgain } from './queries.ts';
import { SetPassword } from './SetPassword.tsx';
import { PersonState } from './use-user-columns.tsx';

const change = async (person: PlatformPerson, to: { isDisabled?: boolean; isPlatformAdmin?: boolean }) => {
  await patch(`/platform/users/${encodeURIComponent(person.id)}`, to);
  await usersAgain();
};

export function UserPanel({ person }: { readonly person: PlatformPerson | undefined }) {
  const { t } = useTranslation();
  const act = useAct();
  const { user } = useSession();
  const [asked, setAsked] = useState<'disable' | 'admin' | 'password' | null>(null);
  if (person === undefined) return <RowPending lines={6} />;
  const { id, name, email, isPlatformAdmin, isDisabled, memberships, createdAt } = person;
  const close = () => setAsked(null);
  return (
    <div className="flex flex-col gap-5">
      <Facts
        facts={[
          [t('accounts.people.platform.email'), email],
          [t('accounts.people.platform.state'), <PersonState key="state" person={person} />],
          [t('accounts.people.platform.adminShort'), t(isPlatformAdmin ? 'ui.yes' : 'ui.no')],
          [
            t('accounts.people.platform.memberships'),
            memberships.length === 0 ? (
              t('accounts.people.platform.none')
            ) : (
              <ul key="memberships">
                {memberships.map(({ orgId, orgName, role }) => (
                  <li key={orgId}>{t('ui.pair', { name: orgName, value: t(`frame.roles.${role}`) })}</li>
                ))}
              </ul>
            ),
          ],
          [t('accounts.people.tokens.created'), <Time key="at" at={createdAt} exact />],
        ]}
      />
      {id === user.id ? null : (
        <div className="flex flex-wrap gap-2">
          <Button size="small" icon={KeyRound} onClick={() => setAsked('password')}>
            {t('accounts.people.platform.reset')}
          </Button>
          <Button size="small" onClick={() => setAsked('admin')}>
            {t(isPlatformAdmin ? 'accounts.people.platform.demote' : 'accounts.people.platform.promote')}
          </Button>
          {isDisabled ? (
            <Button
              size="small"
              icon={UserCheck}
              onClick={() =>
                void act(
                  () => change(person, { isDisabled: false }),
                  t('accounts.people.platform.enabled', { name }),
                )
              }
            >
              {t('accounts.people.platform.enable')}
            </Button>
          ) : (
            <Button size="small" look="danger" icon={UserX} onClick={() => setAsked('disable')}>
              {t('accounts.people.platform.disable')}
            </Button>
          )}
        </div>
      )}
      {asked === 'disable' ? (
        <ConfirmDialog
          danger
          title={t('accounts.people.platform.disableTitle', { name })}
          text={t('accounts.people.platform.disableText')}
          confirm={t('accounts.people.platform.disableConfirm')}
          onClose={close}
          run={async () => {
            await change(person, { isDisabled: true });
            toast(t('accounts.people.platform.disabled', { name }));
          }}
        />
      ) : null}
      {asked === 'admin' ? (
        <ConfirmDialog
          danger={isPlatformAdmin}
          title={t(
            isPlatformAdmin
              ? 'accounts.people.platform.demoteTitle'
              : 'accounts.people.platform.promoteTitle',
            { name },
          )}
          text={t(
            isPlatformAdmin ? 'accounts.people.platform.demoteText' : 'accounts.people.platform.adminHint',
          )}
          confirm={t('ui.save')}
          onClose={close}
          run={async () => {
            await change(person, { isPlatformAdmin: !isPlatformAdmin });
            toast(t('accounts.people.platform.changed', { name }));
          }}
        />
      ) : null}
      {asked === 'password' ? <SetPassword person={person} onClose={close} /> : null}
    </div>
  );
}
