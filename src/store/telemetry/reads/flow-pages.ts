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

/** Where one way of finding a page gives way to another: the pages are the same. */
export interface PageLimits {
  /** Up to this many flows are sorted whole. */
  readonly few: number;
  /** Up to this rank the engine finds the value while it reads; further down its heaps take longer than counting. */
  readonly ranked: number;
  /** So many rows of the page with one value: there may be any number of them. */
  readonly manyTies: number;
  /** Names that are remembered with their numbers. */
  readonly names: number;
  /** What a page far down sorts, at least; and groups of a class, at most twice as many. */
  readonly groupRows: number;
  readonly groups: number;
  /** From so many rows with one value on, the engine soon has a page of them in the order in which they lie. */
  readonly tiedRows: number;
  /** A page of more groups is read as one. */
  readonly slices: number;
  /** Down to this rank the engine remembers where rows lie; further down keys are read, and rows by them. */
  readonly lazy: number;
}
export const PAGE_LIMITS: PageLimits = {
  few: 20_000,
  ranked: 5000,
  manyTies: 32,
  names: 2048,
  groupRows: 64,
  groups: 2000,
  tiedRows: 256,
  slices: 4,
  lazy: 100_000,
};

export interface PageNeeds {
  readonly read: OrgReader;
  readonly remember: Remember;
  readonly limits: PageLimits;
}

/** Slices that are the page together, one after the other; `null`: it has to be sorted out of everything. */
export async function slicesOf(
  needs: PageNeeds,
  source: Source,
  place: Place,
): Promise<readonly Slice[] | null> {
  const { sort, direction } = place;
  // Falling, what is absent would come first: it is left out, and the page must be full without it.
  const present =
    sort.absent === undefined || direction === 'ASC' ? '' : ` AND ${sort.order} != ${sort.absent}`;
  const shown = { from: source.from + present, parameters: source.parameters };
  if (sort.kind === 'name') {
    const slices = await slicesOfNames(needs, shown, place);
    if (slices !== null) return slices;
  }
  if (place.to <= needs.limits.ranked) return nearSlices(needs, shown, place);
  return sort.kind === 'number' ? farSlices(needs, shown, place) : null;
}

/** By counting the flows of every name, where there are not too many. */
async function slicesOfNames(
  { read, remember, limits }: PageNeeds,
  source: Source,
  place: Place,
): Promise<readonly Slice[] | null> {
  const { order } = place.sort;
  const names = await remember(JSON.stringify(['names', order, source]), () =>
    read<Group>(
      `SELECT toString(${order}) AS low, low AS high, count() AS rows FROM ${source.from}
       GROUP BY ${order} ORDER BY ${order} LIMIT ${limits.names + 1}`,
      source.parameters,
    ),
  );
  return names.length > limits.names ? null : slicesOfGroups(source, place, names, limits);
}

/** By default the engine does not skip by names. They are small here: the different ones of a part. */
const FIRST_OF_NAMES = { use_top_k_dynamic_filtering_for_variable_length_types: 1 };

/** By the value of the page's last row. */
async function nearSlices(
  { read, limits }: PageNeeds,
  source: Source,
  place: Place,
): Promise<readonly Slice[] | null> {
  const { sort, direction, from, to } = place;
  const opposite = direction === 'ASC' ? 'DESC' : 'ASC';
  const [cut] = await read<{ value: string; ties: number; found: number }>(
    `SELECT toString(o) AS value, count() AS ties, sum(count()) OVER () AS found
     FROM (SELECT ${sort.order} AS o FROM ${source.from} ORDER BY o ${direction} LIMIT ${to})
     GROUP BY o ORDER BY o ${opposite} LIMIT 1`,
    source.parameters,
    FIRST_OF_NAMES,
  );
  if (cut === undefined || cut.found < to) return null;
  const { value, ties } = cut;
  const before = direction === 'ASC' ? '<' : '>';
  if (ties < limits.manyTies || !sort.isExact(value)) {
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

/** Rows with values next to each other, or with one value that many have. */
interface Group {
  readonly low: string;
  readonly high: string;
  readonly rows: number;
}

/** Eight bits of exponent and seven of what follows: classes of one per cent, whole numbers by themselves below 256. */
const classOf = (order: string): string =>
  `bitShiftRight(reinterpretAsUInt32(toFloat32(toFloat64(${order}) + 1)), 16)`;

/** By counting in classes, then in groups of the page's class. Both are remembered: the pages before and behind need them. */
async function farSlices(
  { read, remember, limits }: PageNeeds,
  source: Source,
  place: Place,
): Promise<readonly Slice[] | null> {
  const { order } = place.sort;
  const { from, parameters } = source;
  const rising = await remember(JSON.stringify(['classes', order, source]), () =>
    read<Class>(
      `SELECT ${classOf(order)} AS class, count() AS rows FROM ${from} GROUP BY class ORDER BY class`,
      parameters,
    ),
  );
  const classes = met(rising, place);
  if (classes === null) return null;
  const numbers = classes.items.map((it) => it.class);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const within = withValues(source, `${classOf(order)} BETWEEN {least:UInt32} AND {most:UInt32}`, {
    least,
    most,
  });
  const size = Math.max(
    limits.groupRows,
    Math.ceil(classes.items.reduce((sum, { rows }) => sum + rows, 0) / limits.groups),
  );
  const all = await remember(JSON.stringify(['groups', order, within]), () =>
    read<Group>(
      `SELECT toString(min(v)) AS low, toString(max(v)) AS high, sum(n) AS rows FROM (
         SELECT v, n, sum(n) OVER (ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto
         FROM (SELECT ${order} AS v, count() AS n FROM ${within.from} GROUP BY v))
       GROUP BY intDiv(upto - n, ${size}), n >= ${Math.max(size, limits.tiedRows)} ORDER BY min(v)`,
      within.parameters,
    ),
  );
  const inClasses = { ...place, from: place.from - classes.passed, to: place.to - classes.passed };
  return slicesOfGroups(source, inClasses, all, limits);
}

/** The page out of groups in order. Neighbours are read together, but for those of one value. */
function slicesOfGroups(
  source: Source,
  place: Place,
  rising: readonly Group[],
  limits: PageLimits,
): readonly Slice[] | null {
  const { sort, from, to } = place;
  const groups = met(rising, place);
  if (groups === null) return null;
  const isTied = ({ low, high, rows }: Group) => rows >= limits.tiedRows && low === high && sort.isExact(low);
  const pieces: Group[] = [];
  const isOne = groups.items.length > limits.slices;
  for (const group of groups.items) {
    const last = pieces.at(-1);
    if (last === undefined || (!isOne && (isTied(last) || isTied(group)))) pieces.push(group);
    else pieces[pieces.length - 1] = joined(last, group, place.direction);
  }
  let rank = groups.passed;
  return pieces.map((piece) => {
    const { low, high, rows } = piece;
    const offset = Math.max(0, from - rank);
    const count = Math.min(rows, to - rank) - offset;
    rank += rows;
    if (isTied(piece)) return tiedSlice(source, place, low, offset, count);
    const between = `${sort.order} BETWEEN ${sort.value('low')} AND ${sort.value('high')}`;
    const isExact = sort.isExact(low) && sort.isExact(high) && (low === high || high !== sort.absent);
    const slice = narrowSlice(withValues(source, between, { low, high }), place, offset, count);
    // Columns that are read for every row of the groups cost more than all that is read of the page.
    return isExact ? { ...slice, order: orderBy(sort.order, place.direction) } : slice;
  });
}

/** Of two neighbours, `b` after `a` in the direction of the page. */
const joined = (a: Group, b: Group, direction: Direction): Group => {
  const [lower, higher] = direction === 'ASC' ? [a, b] : [b, a];
  return { low: lower.low, high: higher.high, rows: a.rows + b.rows };
};

/** Those that the page has rows of, in its direction, and how many rows come before them; `null` when there are too few. */
function met<Item extends { readonly rows: number }>(
  rising: readonly Item[],
  { direction, from, to }: Place,
): { readonly items: readonly Item[]; readonly passed: number } | null {
  let rank = 0;
  let passed = 0;
  const items: Item[] = [];
  for (const item of direction === 'ASC' ? rising : rising.toReversed()) {
    if (rank >= to) break;
    if (rank + item.rows > from) items.push(item);
    else passed += item.rows;
    rank += item.rows;
  }
  return rank < to ? null : { items, passed };
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
