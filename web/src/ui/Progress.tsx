import { cx } from './class-names.ts';

interface ProgressProps {
  /** Read aloud. */
  readonly label: string;
  /** From 0 to 1; `null`: at work, and nobody knows how far. */
  readonly share: number | null;
  readonly className?: string;
}

export function Progress({ label, share, className }: ProgressProps) {
  const percent = share === null ? null : Math.round(Math.min(Math.max(share, 0), 1) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      className={cx('h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      {percent === null ? (
        <div className="pulse mx-auto h-full w-2/5 bg-accent" />
      ) : (
        <div className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      )}
    </div>
  );
}
