/**
 * Pages of many flows sorted by something else than time. To sort all of them, every column that breaks a tie would be
 * read for each; so the value at the page's place is found first, in one narrow column, and then only the rows around it.
 */
import { type Group, met, slicesOfGroups } from './flow-groups.ts';
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
import type { SortColumn } from './flow-sorts.ts';
import type { OrgReader } from './org-reader.ts';

/** Remembers what was read under a key, until something is written. */
export type Remember = <Value>(key: string, read: () => Promise<Value>) => Promise<Value>;

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

/** Eight bits of exponent and seven of what follows: classes of one per cent, whole numbers by themselves below 256. */
const classOf = (order: string): string =>
  `bitShiftRight(reinterpretAsUInt32(toFloat32(toFloat64(${order}) + 1)), 16)`;

/** By counting in classes, then in groups of the page's class. Both are remembered: the pages before and behind need them. */
async function farSlices(needs: PageNeeds, source: Source, place: Place): Promise<readonly Slice[] | null> {
  const { order } = place.sort;
  const rising = await needs.remember(JSON.stringify(['classes', order, source]), () =>
    needs.read<Group>(
      `SELECT toString(min(${order})) AS low, toString(max(${order})) AS high, count() AS rows
       FROM ${source.from} GROUP BY ${classOf(order)} ORDER BY min(${order})`,
      source.parameters,
    ),
  );
  const classes = met(rising, place);
  if (classes === null) return null;
  const groups: Group[] = [];
  for (const one of place.direction === 'ASC' ? classes.items : classes.items.toReversed()) {
    groups.push(...(await groupsOf(needs, source, place.sort, one)));
  }
  const inClasses = { ...place, from: place.from - classes.passed, to: place.to - classes.passed };
  return slicesOfGroups(source, inClasses, groups, needs.limits);
}

/** A class by itself, so that a page between two needs only the one that is not known yet. */
async function groupsOf(
  { read, remember, limits }: PageNeeds,
  source: Source,
  sort: SortColumn,
  one: Group,
): Promise<readonly Group[]> {
  const { low, high, rows } = one;
  if (rows <= 2 * limits.groupRows || low === high) return [one];
  const within = withValues(source, between(sort), { low, high });
  const size = Math.max(limits.groupRows, Math.ceil(rows / limits.groups));
  return remember(JSON.stringify(['groups', sort.order, within]), () =>
    read<Group>(
      `SELECT toString(min(v)) AS low, toString(max(v)) AS high, sum(n) AS rows FROM (
         SELECT v, n, sum(n) OVER (ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto
         FROM (SELECT ${sort.order} AS v, count() AS n FROM ${within.from} GROUP BY v))
       GROUP BY intDiv(upto - n, ${size}), n >= ${Math.max(size, limits.tiedRows)} ORDER BY min(v)`,
      within.parameters,
    ),
  );
}
