import { CircleCheck, CircleX, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { closeToast, useToasts } from '../data/toasts.ts';
import { IconButton } from '../ui/Button.tsx';

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useToasts();
  return (
    <ol
      aria-live="polite"
      aria-label={t('frame.notes')}
      className="pointer-events-none fixed top-14 right-3 z-50 flex w-[min(22rem,calc(100vw-1.5rem))] flex-col gap-2"
    >
      {toasts.map(({ id, tone, title, text }) => (
        <li
          key={id}
          className="appear pointer-events-auto flex items-start gap-2.5 rounded-md border bg-panel py-2 pr-2 pl-3 text-sm shadow-lg shadow-black/10"
        >
          {tone === 'good' ? (
            <CircleCheck size={16} aria-hidden className="mt-1 shrink-0 text-good" />
          ) : (
            <CircleX size={16} aria-hidden className="mt-1 shrink-0 text-critical" />
          )}
          <div className="min-w-0 grow py-0.5">
            <p className="font-medium">{title}</p>
            {text === null ? null : <p className="text-xs text-muted">{text}</p>}
          </div>
          <IconButton icon={X} size="small" label={t('ui.close')} onClick={() => closeToast(id)} />
        </li>
      ))}
    </ol>
  );
}
