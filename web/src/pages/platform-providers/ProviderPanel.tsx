import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import { toast } from '../../data/toasts.ts';
import { ConfirmDialog } from '../../nouns/accounts/ConfirmDialog.tsx';
import { CopyBlock } from '../../nouns/CopyBlock.tsx';
import { Button } from '../../ui/Button.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../../ui/use-act.ts';
import { ProviderForm } from './ProviderForm.tsx';
import { changeProvider, type Provider, pathOf, providersAgain } from './queries.ts';
import { ProviderState, useNewcomers } from './use-provider-columns.tsx';

interface ProviderPanelProps {
  readonly provider: Provider | undefined;
  readonly onGone: () => void;
}

export function ProviderPanel({ provider, onGone }: ProviderPanelProps) {
  const { t } = useTranslation();
  const act = useAct();
  const newcomers = useNewcomers();
  const [asked, setAsked] = useState<'edit' | 'remove' | null>(null);
  if (provider === undefined) return <RowPending lines={8} />;
  const { id, name, issuer, clientId, hasClientSecret, isEnabled, trustsEmail, redirectUri } = provider;
  const close = () => setAsked(null);
  const code = (key: string, text: string) => (
    <code key={key} className="font-mono text-xs wrap-anywhere">
      {text}
    </code>
  );
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5">
        <CopyBlock title={t('accounts.providers.redirectUri')} text={redirectUri} />
        <p className="text-xs text-muted">{t('accounts.providers.redirectUriHint')}</p>
      </div>
      <Facts
        facts={[
          [t('accounts.providers.state'), <ProviderState key="state" provider={provider} />],
          [t('accounts.providers.issuer'), code('issuer', issuer)],
          [t('accounts.providers.clientId'), code('client', clientId)],
          [
            t('accounts.providers.clientSecret'),
            t(hasClientSecret ? 'accounts.providers.secretSet' : 'accounts.providers.secretNone'),
          ],
          [t('accounts.providers.newcomers'), newcomers(provider)],
          [
            t('accounts.providers.knownEmail'),
            t(trustsEmail ? 'accounts.providers.emailTrusted' : 'accounts.providers.emailNotTrusted'),
          ],
          [t('accounts.providers.id'), code('id', id)],
          [t('accounts.people.tokens.created'), <Time key="at" at={provider.createdAt} exact />],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={Pencil} onClick={() => setAsked('edit')}>
          {t('accounts.providers.edit')}
        </Button>
        <Button
          size="small"
          icon={Power}
          onClick={() =>
            void act(
              () => changeProvider(id, { isEnabled: !isEnabled }),
              t(isEnabled ? 'accounts.providers.disabled' : 'accounts.providers.enabled', { name }),
            )
          }
        >
          {t(isEnabled ? 'accounts.providers.disable' : 'accounts.providers.enable')}
        </Button>
        <Button size="small" look="danger" icon={Trash2} onClick={() => setAsked('remove')}>
          {t('accounts.providers.remove')}
        </Button>
      </div>
      {asked === 'edit' ? <ProviderForm provider={provider} onClose={close} /> : null}
      {asked === 'remove' ? (
        <ConfirmDialog
          danger
          title={t('accounts.providers.removeTitle', { name })}
          text={t('accounts.providers.removeText')}
          confirm={t('accounts.providers.removeConfirm')}
          onClose={close}
          run={async () => {
            await remove(pathOf(id));
            onGone();
            toast(t('accounts.providers.removed', { name }));
            await providersAgain();
          }}
        />
      ) : null}
    </div>
  );
}
