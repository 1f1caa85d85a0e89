/**
 * Time ranges over the roll-ups: whole hours come from the hourly table, what is left at both ends from the one by
 * minute. So a month costs 720 buckets, not 43,200, and the sums are still those of the minutes asked for.
 */
import type { Micros } from '../../../base/time.ts';
import { TelemetryError } from '../errors.ts';
import { ofOrg } from './org-reader.ts';

/** From (included) to (excluded), µs since 1970; `null` is open. Roll-ups widen it to whole minutes. */
export interface TimeRange {
  readonly from: Micros | null;
  readonly to: Micros | null;
}

/** Asked of every read. */
export interface Scope {
  readonly range?: TimeRange;
  /** Only this capture. */
  readonly capture?: string;
}

export const EVER: TimeRange = { from: null, to: null };
const MINUTE = 60;
const HOUR = 3600;
/** DateTime ends in 2106. */
const LAST_SECOND = 4_294_967_295;

/** Seconds of the range, widened to multiples of `step`. */
export function seconds({ from, to }: TimeRange, step: number): { from: number | null; to: number | null } {
  if (from !== null && to !== null && from > to) {
    throw new TelemetryError('invalid', `time range: expected from ≤ to, found ${from} > ${to}`);
  }
  const clamp = (value: number): number => Math.max(0, Math.min(LAST_SECOND, value));
  return {
    from: from === null ? null : clamp(Math.floor(from / 1e6 / step) * step),
    to: to === null ? null : clamp(Math.ceil(to / 1e6 / step) * step),
  };
}

function between(from: number | null, to: number | null): string {
  const after = from === null ? '' : ` AND at >= toDateTime(${from}, 'UTC')`;
  return to === null ? after : `${after} AND at < toDateTime(${to}, 'UTC')`;
}

export type RollUpName = 'device' | 'pair' | 'protocol' | 'vlan';

/**
 * `(SELECT … UNION ALL …)` over a roll-up. `columns` and `where` (beginning with AND) are ours, never the caller's text;
 * `where` names its values as parameters.
 */
export function volumes(name: RollUpName, columns: string, range: TimeRange, where: string): string {
  const { from, to } = seconds(range, MINUTE);
  const part = (unit: 'minute' | 'hour', a: number | null, b: number | null): string =>
    `SELECT ${columns} FROM ${ofOrg(`${name}_${unit}`)}${between(a, b)}${where}`;
  const firstHour = from === null ? null : Math.ceil(from / HOUR) * HOUR;
  const lastHour = to === null ? null : Math.floor(to / HOUR) * HOUR;
  if (firstHour !== null && lastHour !== null && firstHour >= lastHour)
    return `(${part('minute', from, to)})`;
  const parts = [part('hour', firstHour, lastHour)];
  if (from !== firstHour) parts.push(part('minute', from, firstHour));
  if (to !== lastHour) parts.push(part('minute', lastHour, to));
  return `(${parts.join(' UNION ALL ')})`;
}

export const ofCapture = ({ capture }: Scope): string =>
  capture === undefined ? '' : ' AND capture_id = {capture:String}';

export const captureParameter = ({ capture }: Scope): Readonly<Record<string, string>> =>
  capture === undefined ? {} : { capture };

/** A whole number within its limits, or `invalid` with its name. */
export function limit(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TelemetryError(
    'invalid',
    `${name}: expected a whole number from ${least} to ${most}, found ${value}`,
  );
}
