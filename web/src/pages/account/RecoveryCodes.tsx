import { Check, Copy, Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

/** Shown once: copied, downloaded, printed, or lost. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const text = `Vigie ${location.host}\n${codes.join('\n')}\n`;
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'vigie-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('accounts.own.codesTitle')}
      description={t('accounts.own.codesText')}
      actions={
        <Button look="primary" onClick={onClose}>
          {t('accounts.own.kept')}
        </Button>
      }
    >
      <ol
        aria-label={t('accounts.own.codesTitle')}
        className="print-alone mt-3 grid grid-cols-1 gap-x-6 gap-y-1 rounded-md border bg-raised p-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2 pt-3">
        <Button
          size="small"
          icon={copied ? Check : Copy}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {t(copied ? 'accounts.own.copied' : 'accounts.own.copy')}
        </Button>
        <Button size="small" icon={Download} onClick={download}>
          {t('accounts.own.download')}
        </Button>
        <Button size="small" icon={Printer} onClick={() => print()}>
          {t('accounts.own.print')}
        </Button>
      </div>
    </Dialog>
  );
}
