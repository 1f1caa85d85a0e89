import { type LucideIcon, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button.tsx';
import { useProblemText } from './use-problem-text.ts';

interface EmptyProps {
  readonly icon?: LucideIcon;
  readonly title: string;
  /** What to do. */
  readonly children?: ReactNode;
  /** The button that does it. */
  readonly action?: ReactNode;
}

/** There is nothing; it says what to do and offers the button. */
export function Empty({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      {Icon === undefined ? null : <Icon size={28} strokeWidth={1.5} aria-hidden className="text-muted" />}
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="max-w-prose text-sm text-muted">{children}</div>}
      {action === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What happened, what was kept, what to do. */
export function Problem({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  const text = useProblemText()(error);
  return (
    <div
      role="alert"
      className="flex flex-col gap-1 rounded-md border border-critical/40 bg-panel p-4 text-sm"
    >
      <p className="font-medium text-critical">{text.what}</p>
      <p>{text.kept}</p>
      <p>{text.todo}</p>
      {text.detail === null ? null : (
        <p className="mt-1 font-mono text-xs break-words text-muted">{text.detail}</p>
      )}
      {onRetry === undefined ? null : (
        <div className="mt-2">
          <Button size="small" icon={RotateCw} onClick={onRetry}>
            {t('ui.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}
