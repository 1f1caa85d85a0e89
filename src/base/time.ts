/** Instants are microseconds since 1970-01-01 UTC in a double: exact until the year 2255. */
export type Micros = number;

/** The last instant `Date` can write, in µs. Hostile captures carry later ones. */
const LIMIT_US = 8.64e18;
const MINUTE_US = 60e6;
const DIGITS3 = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

/** The minute written last: instants come in order or nearly so, and `Date` takes four times as long. */
const lastMinute = Number.NaN;
const lastText = '';

/** From 1970 to 2112 microseconds and seconds are exact in a double with room to spare: no rounding to think of. */
const PLAIN_BEFORE_US = 2 ** 52;

/** The second that was written last and its text up to the decimals: what is written together often shares it. */
let cachedSecond = -1;
let cachedText = '';

/** ISO 8601 UTC with six decimals, `2026-11-20T11:09:59.000001Z`; `null` where there is none. */
export function formatMicros(at: Micros): string;
export function formatMicros(at: Micros | null): string | null;
export function formatMicros(at: Micros | null): string | null {
  if (at === null || !Number.isFinite(at)) return null;
  if (at < 0 || at >= PLAIN_BEFORE_US) return formatFarMicros(at);
  const second = Math.floor(at / 1e6);
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedText = new Date(second * 1000).toISOString().slice(0, -4);
  }
  // The 1 in front keeps the leading zeros.
  return `${cachedText}${String(1_000_000 + Math.floor(at - second * 1e6)).slice(1)}Z`;
}

/** Instants that only damaged and hostile captures carry. */
function formatFarMicros(at: Micros): string {
  const clamped = Math.max(-LIMIT_US, Math.min(LIMIT_US, at));
  const millis = Math.floor(clamped / 1000);
  const rest = Math.floor(clamped - millis * 1000);
  return `${new Date(millis).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
