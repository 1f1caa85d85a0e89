/** Instants are microseconds since 1970-01-01 UTC in a double: exact until the year 2255. */
export type Micros = number;

/** Years of four digits, as RFC 3339 has them, in µs. Damaged captures carry later ones, up to the year 586,524. */
const FIRST_US = -62_135_596_800e6;
const LAST_US = 253_402_300_799e6;
const MINUTE_US = 60e6;
const DIGITS3 = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));
const SECONDS = DIGITS3.slice(0, 60).map((digits) => `${digits.slice(1)}.`);

/** Minutes written of late, by their last bits: those of half a day. `Date` takes several times as long. */
const MINUTES_KEPT = 1024;
const keptMinutes = new Float64Array(MINUTES_KEPT).fill(Number.NaN);
const keptTexts: string[] = new Array(MINUTES_KEPT).fill('');

function minuteText(minute: number): string {
  const at = minute & (MINUTES_KEPT - 1);
  if (keptMinutes[at] !== minute) {
    keptMinutes[at] = minute;
    keptTexts[at] = new Date(minute * 60_000).toISOString().slice(0, -'00.000Z'.length);
  }
  return keptTexts[at];
}

/** ISO 8601 UTC with six decimals, `2026-11-20T11:09:59.000001Z`, years 1 to 9999; `null` where there is none. */
export function formatMicros(at: Micros): string;
export function formatMicros(at: Micros | null): string | null;
export function formatMicros(at: Micros | null): string | null {
  if (at === null || !Number.isFinite(at)) return null;
  const clamped = Math.max(FIRST_US, Math.min(LAST_US, at));
  const minute = Math.floor(clamped / MINUTE_US);
  const micros = Math.floor(clamped - minute * MINUTE_US);
  const second = Math.floor(micros / 1_000_000);
  const milli = Math.floor(micros / 1000) % 1000;
  // Joined first, the short end is copied: V8 then keeps one pair of parts, not one for each part (64 bytes, not 160).
  const rest = `${SECONDS[second]}${DIGITS3[milli]}${DIGITS3[micros % 1000]}Z`;
  return minuteText(minute) + rest;
}
