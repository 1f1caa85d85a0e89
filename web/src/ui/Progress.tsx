import { cx } from './class-names.ts';

interface ProgressProps {
  /** Read aloud. */
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly className?: string;
}

export function Progress({ label, share, className }: ProgressProps) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cx('h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      <div className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
    </div>
  );
}
