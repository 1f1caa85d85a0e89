import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';

/** Text that is too long for a line, with a button that copies it. */
export function CopyBlock({ title, text }: { readonly title: string; readonly text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-xs text-muted">{title}</span>
      <div className="flex items-start gap-1 rounded-md border bg-raised py-1 pr-1 pl-2.5">
        <code className="min-w-0 grow self-center font-mono text-xs wrap-anywhere">{text}</code>
        <IconButton
          icon={copied ? Check : Copy}
          size="small"
          label={copied ? t('ui.copied') : t('ui.copy', { text: title })}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        />
      </div>
    </div>
  );
}
