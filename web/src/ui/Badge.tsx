import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

const TONES = {
  neutral: 'border bg-raised text-muted',
  accent: 'border border-transparent bg-wash text-accent',
  good: 'border border-good/40 text-good',
  warning: 'border border-medium/50 text-medium',
  bad: 'border border-critical/50 text-critical',
} as const;

export type Tone = keyof typeof TONES;

/** A word about a thing: its state, a tag, where we know it from. */
export function Badge({
  tone = 'neutral',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-5 max-w-full items-center gap-1 truncate rounded-sm px-1.5 text-xs',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
