import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Text with a button that copies it; the button shows when pointed at, over what follows, and takes no room. */
export function Copyable({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <span className="group/copy relative inline-flex max-w-full min-w-0 items-center">
      <span className="min-w-0 truncate">
        {children ?? <code className="font-mono text-xs">{text}</code>}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t(copied ? 'ui.copied' : 'ui.copy', { text })}
        title={t(copied ? 'ui.copied' : 'ui.copy', { text })}
        onClick={(event) => {
          event.stopPropagation();
          copy();
        }}
        className="pointer-events-none absolute top-1/2 left-full z-10 -translate-y-1/2 rounded-sm border bg-panel p-0.5 text-muted opacity-0 group-hover/copy:pointer-events-auto group-hover/copy:opacity-100 hover:text-ink"
      >
        {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
      </button>
    </span>
  );
}
