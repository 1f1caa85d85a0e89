import { type ReactNode, useEffect } from 'react';
import { cx } from '../../ui/class-names.ts';
import { Brand } from '../Brand.tsx';
import { LanguageMenu } from '../top-bar/LanguageMenu.tsx';
import { ThemeMenu } from '../top-bar/ThemeMenu.tsx';

interface BareFrameProps {
  readonly title: string;
  /** Under the heading. */
  readonly text?: ReactNode;
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

/** Around pages that need nobody: one column, with the brand, the language and the theme. */
export function BareFrame({ title, text, wide = false, children }: BareFrameProps) {
  useEffect(() => {
    document.title = `${title} · Vigie`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center justify-between px-4">
        <Brand />
        <span className="flex items-center">
          <LanguageMenu />
          <ThemeMenu />
        </span>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={cx(
          'mx-auto flex w-full grow flex-col gap-5 px-4 pt-[max(1.5rem,9vh)] pb-10 outline-none',
          wide ? 'max-w-2xl' : 'max-w-sm',
        )}
      >
        <div className="flex flex-col gap-1">
          <h1>{title}</h1>
          {text === undefined ? null : <div className="text-sm text-muted">{text}</div>}
        </div>
        {children}
      </main>
    </div>
  );
}
