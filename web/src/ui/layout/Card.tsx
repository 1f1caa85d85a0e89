import { type ReactNode, useId } from 'react';
import { cx } from '../class-names.ts';

interface CardProps {
  readonly title: string;
  /** A few words beside the title. */
  readonly hint?: string;
  /** Beside the title: a link to everything, a switch. */
  readonly actions?: ReactNode;
  /** Its content goes to the edges: lists. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a page, under its heading. */
export function Card({ title, hint, actions, flush = false, className, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cx('flex min-w-0 flex-col rounded-md border bg-panel', className)}
    >
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 px-4 pt-2">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 id={id}>{title}</h2>
          {hint === undefined ? null : <span className="text-xs text-muted">{hint}</span>}
        </div>
        {actions}
      </header>
      <div className={cx('min-w-0 grow', flush ? 'pt-1 pb-1' : 'px-4 pt-1 pb-4')}>{children}</div>
    </section>
  );
}
