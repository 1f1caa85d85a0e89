/**
 * What was counted under a filter, remembered until something is written or deleted in the organisation: paging through a
 * list counts once. Only where this process is the only one that writes.
 */
export interface Totals {
  /** What is remembered under `key`, else what `read` finds. */
  of<Value>(org: string, key: string, read: () => Promise<Value>): Promise<Value>;
  /** Before and after each write. */
  forget(org: string): void;
}

const MOST_FILTERS = 100;

interface Remembered {
  /** Changes with every write: what was counted across one is not kept. */
  version: number;
  readonly totals: Map<string, unknown>;
}

export function createTotals(): Totals {
  const orgs = new Map<string, Remembered>();
  const at = (org: string): Remembered => {
    const known = orgs.get(org) ?? { version: 0, totals: new Map() };
    orgs.set(org, known);
    return known;
  };
  return {
    async of<Value>(org: string, key: string, read: () => Promise<Value>): Promise<Value> {
      const known = at(org);
      // What is under a key was put there by the same question.
      if (known.totals.has(key)) return known.totals.get(key) as Value;
      const { version } = known;
      const counted = await read();
      if (known.version === version) {
        if (known.totals.size >= MOST_FILTERS) known.totals.clear();
        known.totals.set(key, counted);
      }
      return counted;
    },
    forget(org) {
      const known = at(org);
      known.version++;
      known.totals.clear();
    },
  };
}

/** Counts every time: other processes may write as well. */
export const NO_TOTALS: Totals = { of: (_org, _key, read) => read(), forget: () => {} };
