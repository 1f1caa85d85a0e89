/**
 * Pages of many flows sorted by something else than time. To sort all of them, every column that breaks a tie would be
 * read for each; so the value at the page's place is found first, in one narrow column, and then only the rows around it.
 */
import type { QueryParameters } from '../engine.ts';
import { type Direction, orderBy, type SortColumn } from './flow-sorts.ts';
import type { OrgReader } from './org-reader.ts';

/** Where flows are taken from: a table with its conditions, after FROM. */
export interface Source {
  readonly from: string;
  readonly parameters: QueryParameters;
}

/** A piece of a page. */
export interface Slice {
  readonly source: Source;
  /** After ORDER BY. */
  readonly order: string;
  readonly count: number;
  readonly offset: number;
  /** Few rows are left of many: they are read at once, and sorted then. */
  readonly isNarrow: boolean;
}

export interface Place {
  readonly sort: SortColumn;
  readonly direction: Direction;
  /** Ranks from here (included) to there (excluded); all exist. */
  readonly from: number;
  readonly to: number;
}

/** Remembers what was read under a key, until something is written. */
export type Remember = <Value>(key: string, read: () => Promise<Value>) => Promise<Value>;

/** Up to this rank the engine finds the value while it reads; further down its heaps take longer than counting. */
const MOST_RANKED = 5000;
/** So many rows of the page with one value: there may be any number of them. */
const MANY_TIES = 32;

/** Slices that are the page together, one after the other; `null`: it has to be sorted out of everything. */
export function slicesOf(
  read: OrgReader,
  remember: Remember,
  source: Source,
  place: Place,
): Promise<readonly Slice[] | null> {
  const { sort, direction } = place;
  // Falling, what is absent would come first: it is left out, and the page must be full without it.
  const present =
    sort.absent === undefined || direction === 'ASC' ? '' : ` AND ${sort.order} != ${sort.absent}`;
  const shown = { from: source.from + present, parameters: source.parameters };
  if (place.to <= MOST_RANKED) return nearSlices(read, shown, place);
  return sort.isNumber ? farSlices(read, remember, shown, place) : Promise.resolve(null);
}

/** By the value of the page's last row. */
async function nearSlices(read: OrgReader, source: Source, place: Place): Promise<readonly Slice[] | null> {
  const { sort, direction, from, to } = place;
  const opposite = direction === 'ASC' ? 'DESC' : 'ASC';
  const [cut] = await read<{ value: string; ties: number; found: number }>(
    `SELECT toString(o) AS value, count() AS ties, sum(count()) OVER () AS found
     FROM (SELECT ${sort.order} AS o FROM ${source.from} ORDER BY o ${direction} LIMIT ${to})
     GROUP BY o ORDER BY o ${opposite} LIMIT 1`,
    source.parameters,
  );
  if (cut === undefined || cut.found < to) return null;
  const { value, ties } = cut;
  const before = direction === 'ASC' ? '<' : '>';
  if (ties < MANY_TIES || !sort.isExact(value)) {
    const upTo = withValues(source, `${sort.order} ${before}= ${sort.value('cut')}`, { cut: value });
    return [narrowSlice(upTo, place, from, to - from)];
  }
  const better = to - ties;
  const slices: Slice[] = [];
  if (from < better) {
    const rows = withValues(source, `${sort.order} ${before} ${sort.value('cut')}`, { cut: value });
    slices.push(narrowSlice(rows, place, from, better - from));
  }
  const first = Math.max(from, better);
  slices.push(tiedSlice(source, place, value, first - better, to - first));
  return slices;
}

interface Class {
  readonly class: number;
  readonly rows: number;
}

/** Eight bits of exponent and seven of what follows: classes of one per cent, whole numbers by themselves below 256. */
const classOf = (order: string): string =>
  `bitShiftRight(reinterpretAsUInt32(toFloat32(toFloat64(${order}) + 1)), 16)`;

/** By counting in classes, which is remembered, then by counting the values of the page's class. */
async function farSlices(
  read: OrgReader,
  remember: Remember,
  source: Source,
  place: Place,
): Promise<readonly Slice[] | null> {
  const { sort, direction, from, to } = place;
  const key = JSON.stringify(['classes', sort.order, source]);
  const rising = await remember(key, () =>
    read<Class>(
      `SELECT ${classOf(sort.order)} AS class, count() AS rows FROM ${source.from} GROUP BY class ORDER BY class`,
      source.parameters,
    ),
  );
  let rank = 0;
  let above = 0;
  const met: number[] = [];
  for (const it of direction === 'ASC' ? rising : rising.toReversed()) {
    if (rank + it.rows <= from) above = rank + it.rows;
    else if (rank < to) met.push(it.class);
    rank += it.rows;
  }
  if (rank < to || met.length === 0) return null;
  const within = withValues(source, `${classOf(sort.order)} BETWEEN {least:UInt32} AND {most:UInt32}`, {
    least: Math.min(...met),
    most: Math.max(...met),
  });
  const [values] = await read<{ low: string; high: string; passed: number }>(
    `SELECT toString(min(v)) AS low, toString(max(v)) AS high, min(upto - n) AS passed FROM (
       SELECT v, n, sum(n) OVER (ORDER BY v ${direction} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto
       FROM (SELECT ${sort.order} AS v, count() AS n FROM ${within.from} GROUP BY v))
     WHERE upto > ${from - above} AND upto - n < ${to - above} HAVING count() > 0`,
    within.parameters,
  );
  if (values === undefined) return null;
  const { low, high, passed } = values;
  const offset = from - above - passed;
  if (low === high && sort.isExact(low)) return [tiedSlice(source, place, low, offset, to - from)];
  const range = `${sort.order} BETWEEN ${sort.value('low')} AND ${sort.value('high')}`;
  return [narrowSlice(withValues(source, range, { low, high }), place, offset, to - from)];
}

const withValues = (
  { from, parameters }: Source,
  condition: string,
  values: Readonly<Record<string, string | number>>,
): Source => ({ from: `${from} AND ${condition}`, parameters: { ...parameters, ...values } });

const narrowSlice = (source: Source, { sort, direction }: Place, offset: number, count: number): Slice => {
  return { source, order: orderBy(sort.sql, direction), offset, count, isNarrow: true };
};

/** Rows of one value are in the order of the key, in which the table lies: the engine stops when it has them. */
const tiedSlice = (source: Source, place: Place, value: string, offset: number, count: number): Slice => ({
  source: withValues(source, `${place.sort.order} = ${place.sort.value('cut')}`, { cut: value }),
  order: orderBy('first_seen', place.direction),
  ...{ offset, count, isNarrow: false },
});
