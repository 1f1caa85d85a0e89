import type { Micros } from '../../base/time.ts';

/** The instant of an analysis (ISO 8601 UTC, six decimals) in µs; `null` for `null` and for what is no instant. */
export function parseInstant(text: string | null): Micros | null {
  if (text === null) return null;
  const match = /^(.*:\d\d\.\d{3})(\d{3})Z$/.exec(text);
  const millis = Date.parse(match === null ? text : `${match[1]}Z`);
  return Number.isNaN(millis) ? null : millis * 1000 + Number(match?.[2] ?? 0);
}
