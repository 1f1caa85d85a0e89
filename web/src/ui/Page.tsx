import { type ReactNode, useEffect } from 'react';

interface PageProps {
  /** The heading of the page, and the first words of the window's title. */
  readonly title: string;
  /** Beside the heading: buttons. */
  readonly actions?: ReactNode;
  /** Fills the height of the window and scrolls inside: tables, topology. */
  readonly fill?: boolean;
  readonly children?: ReactNode;
}

/** The outside of every page: one h1, its actions, its content. */
export function Page({ title, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Vigie`;
  }, [title]);
  return (
    <div className={`flex flex-col gap-4 px-4 py-4 md:px-6 ${fill ? 'h-full min-h-0' : 'pb-10'}`}>
      <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1>{title}</h1>
        {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
