/** Requests that were refused, by reason, since the start. The reasons are few and known, so this is bounded. */
export interface Refusals {
  count(reason: string): void;
  all(): ReadonlyMap<string, number>;
}

/** The names that `/metrics` shows from the start, at nought. */
const KNOWN = ['connection-not-allowed', 'address-not-allowed', 'wrong-host', 'wrong-origin'];

export function createRefusals(): Refusals {
  const counts = new Map(KNOWN.map((reason) => [reason, 0]));
  return {
    count: (reason) => void counts.set(reason, (counts.get(reason) ?? 0) + 1),
    all: () => counts,
  };
}
