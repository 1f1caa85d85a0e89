import { CircleUserRound, LogOut, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../data/session/session.ts';
import { useSession } from '../../data/session/use-session.ts';
import { IconButton } from '../../ui/Button.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useAct } from '../../ui/use-act.ts';

const ITEM = 'flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-raised';

/** Who is signed in, their account, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { user, organisation } = useSession();
  const act = useAct();
  const [open, setOpen] = useState(false);
  const label = t('ui.pair', { name: t('frame.account.label'), value: user.name });
  return (
    <Popover
      label={t('frame.account.label')}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-64"
      trigger={<IconButton icon={CircleUserRound} label={label} />}
    >
      <div className="border-b px-3 pt-1 pb-2">
        <p className="truncate font-medium">{user.name}</p>
        {user.name === user.email ? null : <p className="truncate text-xs text-muted">{user.email}</p>}
        {organisation === null ? null : (
          <p className="truncate text-xs text-muted">
            {t('frame.account.role', {
              role: t(`frame.roles.${organisation.role}`),
              organisation: organisation.name,
            })}
          </p>
        )}
      </div>
      <ul className="pt-1">
        <li>
          <PageLink to="/account" className={ITEM} onClick={() => setOpen(false)}>
            <UserRound size={16} aria-hidden className="text-muted" />
            {t('frame.yourAccount')}
          </PageLink>
        </li>
        <li>
          <button type="button" className={ITEM} onClick={() => void act(signOut)}>
            <LogOut size={16} aria-hidden className="text-muted" />
            {t('frame.account.signOut')}
          </button>
        </li>
      </ul>
    </Popover>
  );
}
