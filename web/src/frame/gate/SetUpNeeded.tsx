import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CopyBlock } from '../../nouns/CopyBlock.tsx';
import { Button } from '../../ui/Button.tsx';
import { BareFrame } from './BareFrame.tsx';

const COMMAND =
  'vigie user add --email ada@example.org --role admin --org default --password-stdin --data FOLDER';

/** Nobody has an account, and this browser has no set-up link. */
export default function SetUpNeeded({ onLook }: { readonly onLook: () => void }) {
  const { t } = useTranslation();
  return (
    <BareFrame wide title={t('accounts.entrance.needed.title')} text={t('accounts.entrance.needed.text')}>
      <pre className="overflow-x-auto rounded-md border bg-panel px-4 py-3 font-mono text-xs leading-5">
        <span className="text-muted">$ vigie server{'\n'}</span>
        {`set up: ${location.origin}/setup#…`}
      </pre>
      <CopyBlock title={t('accounts.entrance.needed.service')} text="journalctl -u vigie | grep 'set up:'" />
      <CopyBlock title={t('accounts.entrance.needed.orCommand')} text={COMMAND} />
      <p className="text-sm text-muted">{t('accounts.entrance.needed.restart')}</p>
      <div>
        <Button icon={RotateCw} onClick={onLook}>
          {t('accounts.entrance.needed.again')}
        </Button>
      </div>
    </BareFrame>
  );
}
