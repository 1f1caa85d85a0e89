import type { ReactNode } from 'react';

interface FactsProps {
  /** Name and value; what is `null` is left out. */
  readonly facts: readonly (readonly [string, ReactNode] | null)[];
}

/** What is known of a thing, one under the other. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm">
      {facts.map((fact) =>
        fact === null ? null : (
          <div key={fact[0]} className="contents">
            <dt className="min-w-24 text-muted">{fact[0]}</dt>
            <dd className="min-w-0 wrap-anywhere">{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
