import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import { hasPasskeys } from '../../data/session/passkeys.ts';
import { useSession } from '../../data/session/use-session.ts';
import { toast } from '../../data/toasts.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ConfirmDialog } from '../../nouns/accounts/ConfirmDialog.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { AddPasskey, RenamePasskey } from './PasskeyForms.tsx';
import { type Account, accountAgain, type Passkey } from './queries.ts';

export function PasskeysCard({ account: { passkeys } }: { readonly account: Account }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { passkeys: worksHere } = useSession();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const [renaming, setRenaming] = useState<Passkey | null>(null);
  const why = !worksHere
    ? t('accounts.own.passkeysNotHere')
    : hasPasskeys()
      ? null
      : t('accounts.own.passkeysNotBrowser');
  return (
    <Card title={t('accounts.own.passkeys')}>
      <div className="flex flex-col items-start gap-3">
        <p className="text-sm text-muted">{t('accounts.own.passkeysText')}</p>
        {passkeys.length === 0 ? (
          <p className="text-sm">{t('accounts.own.noPasskeys')}</p>
        ) : (
          <ul className="flex w-full flex-col">
            {passkeys.map((passkey) => (
              <li
                key={passkey.id}
                className="flex items-center justify-between gap-3 border-b py-2 text-sm last:border-b-0"
              >
                <span className="min-w-0">
                  <span className="block truncate">{passkey.name}</span>
                  <span className="text-xs text-muted">
                    {passkey.lastUsedAt === null
                      ? t('accounts.own.neverUsed')
                      : t('accounts.own.used', { when: format.relative(passkey.lastUsedAt, Date.now()) })}
                  </span>
                </span>
                <span className="flex shrink-0 gap-2">
                  <IconButton
                    size="small"
                    icon={Pencil}
                    label={t('accounts.own.renamePasskey', { name: passkey.name })}
                    onClick={() => setRenaming(passkey)}
                  />
                  <Button
                    size="small"
                    look="danger"
                    aria-label={t('accounts.own.removePasskey', { name: passkey.name })}
                    onClick={() => setRemoving(passkey)}
                  >
                    {t('accounts.own.remove')}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
        {why === null ? (
          <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
            {t('accounts.own.addPasskey')}
          </Button>
        ) : (
          <p className="text-xs text-muted">{why}</p>
        )}
      </div>
      {adding ? <AddPasskey onClose={() => setAdding(false)} /> : null}
      {renaming === null ? null : <RenamePasskey passkey={renaming} onClose={() => setRenaming(null)} />}
      {removing === null ? null : (
        <ConfirmDialog
          danger
          title={t('accounts.own.removePasskeyTitle', { name: removing.name })}
          text={t('accounts.own.removePasskeyText')}
          confirm={t('accounts.own.remove')}
          onClose={() => setRemoving(null)}
          run={async () => {
            await remove(`/account/passkeys/${encodeURIComponent(removing.id)}`);
            toast(t('accounts.own.passkeyRemoved', { name: removing.name }));
            await accountAgain();
          }}
        />
      )}
    </Card>
  );
}
