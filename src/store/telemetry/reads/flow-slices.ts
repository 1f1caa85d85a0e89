/** What a page of flows is made of, and up to where it is found in which way. */
import type { QueryParameters } from '../engine.ts';
import { type Direction, orderBy, type SortColumn } from './flow-sorts.ts';

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

/** Both included, in the parameters `low` and `high`. */
export const between = ({ order, value }: SortColumn): string =>
  `${order} BETWEEN ${value('low')} AND ${value('high')}`;

export const withValues = (
  { from, parameters }: Source,
  condition: string,
  values: Readonly<Record<string, string | number>>,
): Source => ({ from: `${from} AND ${condition}`, parameters: { ...parameters, ...values } });

export const narrowSlice = (
  source: Source,
  { sort, direction }: Place,
  offset: number,
  count: number,
): Slice => {
  return { source, order: orderBy(sort.sql, direction), offset, count, isNarrow: true };
};

/** Rows of one value are in the order of the key, in which the table lies: the engine stops when it has them. */
export const tiedSlice = (
  source: Source,
  place: Place,
  value: string,
  offset: number,
  count: number,
): Slice => ({
  source: withValues(source, `${place.sort.order} = ${place.sort.value('cut')}`, { cut: value }),
  order: orderBy('first_seen', place.direction),
  ...{ offset, count, isNarrow: false },
});
