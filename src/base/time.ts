/** Instants are microseconds since 1970-01-01 UTC in a double: exact until the year 2255. */
export type Micros = number;

/** The last instant `Date` can write, in µs. Hostile captures carry later ones. */
const LIMIT_US = 8.64e18;

/** ISO 8601 UTC with six decimals, `2026-11-20T11:09:59.000001Z`; `null` where there is none. */
export function formatMicros(at: Micros): string;
export function formatMicros(at: Micros | null): string | null;
export function formatMicros(at: Micros | null): string | null {
  if (at === null || !Number.isFinite(at)) return null;
  const clamped = Math.max(-LIMIT_US, Math.min(LIMIT_US, at));
  const millis = Math.floor(clamped / 1000);
  const rest = Math.floor(clamped - millis * 1000);
  return `${new Date(millis).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
