/** Flows counted in groups, in order of a column: the page is in one of them, or in a few. */
import {
  between,
  narrowSlice,
  type PageLimits,
  type Place,
  type Slice,
  type Source,
  tiedSlice,
  withValues,
} from './flow-slices.ts';
import { type Direction, orderBy } from './flow-sorts.ts';

/** Rows with values next to each other, or with one value that many have. */
export interface Group {
  readonly low: string;
  readonly high: string;
  readonly rows: number;
}

/** The page out of groups in order. Neighbours are read together, but for those of one value. */
export function slicesOfGroups(
  source: Source,
  place: Place,
  rising: readonly Group[],
  limits: PageLimits,
): readonly Slice[] | null {
  const { sort, direction, from, to } = place;
  const groups = met(rising, place);
  if (groups === null) return null;
  const isTied = ({ low, high, rows }: Group) => rows >= limits.tiedRows && low === high && sort.isExact(low);
  const join = (a: Group, b: Group): Group => joined(a, b, direction);
  const apart: Group[] = [];
  for (const group of groups.items) {
    const last = apart.at(-1);
    if (last === undefined || isTied(last) || isTied(group)) apart.push(group);
    else apart[apart.length - 1] = join(last, group);
  }
  const pieces = apart.length > limits.slices ? [apart.reduce(join)] : apart;
  let rank = groups.passed;
  return pieces.map((piece) => {
    const { low, high, rows } = piece;
    const offset = Math.max(0, from - rank);
    const count = Math.min(rows, to - rank) - offset;
    rank += rows;
    if (isTied(piece)) return tiedSlice(source, place, low, offset, count);
    const isExact = sort.isExact(low) && sort.isExact(high) && (low === high || high !== sort.absent);
    const slice = narrowSlice(withValues(source, between(sort), { low, high }), place, offset, count);
    // Columns that are read for every row of the groups cost more than all that is read of the page.
    return isExact ? { ...slice, order: orderBy(sort.order, direction) } : slice;
  });
}

/** Of two neighbours, `b` after `a` in the direction of the page. */
const joined = (a: Group, b: Group, direction: Direction): Group => {
  const [lower, higher] = direction === 'ASC' ? [a, b] : [b, a];
  return { low: lower.low, high: higher.high, rows: a.rows + b.rows };
};

/** Those that the page has rows of, in its direction, and how many rows come before them; `null` when there are too few. */
export function met<Item extends { readonly rows: number }>(
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
