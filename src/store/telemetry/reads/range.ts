/**
 * Time ranges over the roll-ups: whole days come from the daily table, what is left at both ends from the hourly one, and
 * what is left of that from the one by minute. So a month costs some 80 buckets, not 43,200, and the sums are still those
 * of the minutes asked for.
 */
import type { Micros } from '../../../base/time.ts';
import type { QueryParameters } from '../engine.ts';
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
  /** Only these: none at all when it is empty. */
  readonly captures?: readonly string[];
  /** Not known here: a site is asked for by its captures. */
  readonly site?: never;
}

export const EVER: TimeRange = { from: null, to: null };
const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
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

type Unit = 'minute' | 'hour' | 'day';
/** With the next finer one, which takes the ends. */
const FINER: Readonly<Record<Unit, readonly [seconds: number, finer: Unit | null]>> = {
  day: [DAY, 'hour'],
  hour: [HOUR, 'minute'],
  minute: [MINUTE, null],
};

interface Part {
  readonly unit: Unit;
  readonly from: number | null;
  readonly to: number | null;
}

/** What covers the range exactly, from tables of this unit and of finer ones. Ends are whole minutes, or open. */
function partsOf(unit: Unit, from: number | null, to: number | null): Part[] {
  const [step, finer] = FINER[unit];
  if (finer === null) return [{ unit, from, to }];
  const first = from === null ? null : Math.ceil(from / step) * step;
  const last = to === null ? null : Math.floor(to / step) * step;
  if (first !== null && last !== null && first >= last) return partsOf(finer, from, to);
  return [
    { unit, from: first, to: last },
    ...(from === first ? [] : partsOf(finer, from, first)),
    ...(to === last ? [] : partsOf(finer, last, to)),
  ];
}

/**
 * `(SELECT … UNION ALL …)` over a roll-up. `columns` and `where` (beginning with AND) are ours, never the caller's text;
 * `where` names its values as parameters. `coarsest`: who needs to know when takes nothing coarser than its steps.
 */
export function volumes(
  name: RollUpName,
  columns: string,
  range: TimeRange,
  where: string,
  coarsest: Unit = 'day',
): string {
  const { from, to } = seconds(range, MINUTE);
  const parts = partsOf(coarsest, from, to).map(
    (part) => `SELECT ${columns} FROM ${ofOrg(`${name}_${part.unit}`)}${between(part.from, part.to)}${where}`,
  );
  return `(${parts.join(' UNION ALL ')})`;
}

export const ofCapture = ({ capture, captures }: Scope): string =>
  (capture === undefined ? '' : ' AND capture_id = {capture:String}') +
  (captures === undefined ? '' : ' AND capture_id IN {amongCaptures:Array(String)}');

export const captureParameter = ({ capture, captures }: Scope): QueryParameters => ({
  ...(capture === undefined ? {} : { capture }),
  ...(captures === undefined ? {} : { amongCaptures: captures }),
});

/** A whole number within its limits, or `invalid` with its name. */
export function limit(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TelemetryError(
    'invalid',
    `${name}: expected a whole number from ${least} to ${most}, found ${value}`,
  );
}
