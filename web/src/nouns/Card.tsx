import type { ReactNode } from 'react';

interface CardProps {
  readonly title: ReactNode;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading, in a hairline frame. */
export function Card({ title, hint, actions, children }: CardProps) {
  return (
    <section className="min-w-0 rounded-md border bg-panel">
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b px-4 py-1.5">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2>{title}</h2>
          {hint === undefined ? null : <span className="text-xs text-muted">{hint}</span>}
        </div>
        {actions}
      </header>
      <div className="px-4 py-3">{children}</div>
    </section>
  );
}
