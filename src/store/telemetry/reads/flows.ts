/** The list of flows, one flow, and all of them as a stream. */
import { type Condition, type FlowFilter, flowCondition, sideCondition } from './flow-filter.ts';
import { type Remember, slicesOf } from './flow-pages.ts';
import { FLOW_COLUMNS, type FlowRecord, type StoredFlow, toFlow } from './flow-row.ts';
import { PAGE_LIMITS, type PageLimits, type Slice, type Source } from './flow-slices.ts';
import { FLOW_SORTS, type FlowSort, orderBy, SIDE_SORTS, SORTS, type SortColumn } from './flow-sorts.ts';
import { type OrgReader, ofOrg } from './org-reader.ts';
import { limit } from './range.ts';

export { FLOW_SORTS, type FlowSort };

export interface FlowQuery extends FlowFilter {
  /** Default `firstSeen`. */
  readonly sort?: FlowSort;
  /** Default `desc`. */
  readonly order?: 'asc' | 'desc';
  /** Rows to pass over, up to a million; default 0. */
  readonly offset?: number;
  /** 1 to 1,000; default 50. */
  readonly limit?: number;
}

export interface FlowPage {
  readonly flows: readonly StoredFlow[];
  /** Of all pages. */
  readonly total: number;
}

const EXPORT_PAGE = 10_000;

/** Up to this many flows of a device are looked up by their keys; more of them are found faster by reading everything. */
const MOST_KEYS = 20_000;

/** A page of flows and how many there are. Throws `invalid` for a filter that cannot be. */
export async function listFlows(
  read: OrgReader,
  query: FlowQuery,
  remember: Remember,
  limits: PageLimits = PAGE_LIMITS,
): Promise<FlowPage> {
  const sortedBy = query.sort !== undefined && query.sort in SORTS ? query.sort : 'firstSeen';
  const sort: SortColumn = SORTS[sortedBy];
  const direction = query.order === 'asc' ? 'ASC' : 'DESC';
  const order = orderBy(sort.sql, direction);
  const count = limit('limit', query.limit ?? 50, 1, 1000);
  const offset = limit('offset', query.offset ?? 0, 0, 1_000_000);
  const all = flowCondition(query);
  const totalOf = ({ from, parameters }: Source): Promise<number> =>
    remember(JSON.stringify([from, parameters]), async () => {
      const [found] = await read<{ total: number }>(`SELECT count() AS total FROM ${from}`, parameters);
      return found?.total ?? 0;
    });
  const rowsOf = async (source: Source, total: number): Promise<StoredFlow[]> => {
    if (offset >= total) return [];
    const few = total <= limits.few;
    const whole: Slice = { source, order, count, offset, isNarrow: few };
    const place = { sort, direction, from: offset, to: Math.min(total, offset + count) } as const;
    const isInOrder = few || sortedBy === 'firstSeen';
    const slices = isInOrder ? null : await slicesOf({ read, remember, limits }, source, place);
    const pieces: StoredFlow[][] = [];
    for (const slice of slices ?? [whole]) pieces.push(await rowsOfSlice(read, slice, limits.lazy));
    return pieces.flat();
  };
  // The number first: it is remembered, the engine remembers which parts it found it in, and none needs no page.
  const pageOf = async (source: Source): Promise<FlowPage> => {
    const total = await totalOf(source);
    return { flows: await rowsOf(source, total), total };
  };

  const side = sideCondition(query);
  if (side === null) return pageOf(plain(all));
  const ofSide = { from: `${ofOrg('flow_sides')}${side.sql}`, parameters: side.parameters };
  const most = await totalOf(ofSide);
  if (most === 0) return { flows: [], total: 0 };
  const sideSort = SIDE_SORTS[sortedBy];
  if (side.isAll && sideSort !== undefined) {
    const slice = { source: ofSide, order: orderBy(sideSort, direction), count, offset, isNarrow: false };
    return { flows: await flowsByKey(read, await keysOf(read, slice), order), total: most };
  }
  const source = most <= MOST_KEYS ? amongKeys(all, ofSide) : plain(all);
  return side.isAll ? { flows: await rowsOf(source, most), total: most } : pageOf(source);
}

/** Nothing is known of rows that are gone by the next: what is left of many is read at once, then sorted. */
const NARROW = {
  ...{ optimize_read_in_order: 0, use_top_k_dynamic_filtering: 0 },
  // Otherwise the engine does not remember in which parts it found them.
  use_skip_indexes_for_top_k: 0,
};

const pageOfSlice = ({ order, count, offset }: Slice): string =>
  `ORDER BY ${order} LIMIT ${count} OFFSET ${offset}`;

const keysOf = (read: OrgReader, slice: Slice): Promise<FlowKey[]> =>
  read(
    `SELECT toString(first_seen) AS at, capture_id AS capture, row FROM ${slice.source.from} ${pageOfSlice(slice)}`,
    slice.source.parameters,
    slice.isNarrow ? NARROW : {},
  );

async function rowsOfSlice(read: OrgReader, slice: Slice, mostLazy: number): Promise<StoredFlow[]> {
  const { source, order, count, offset, isNarrow } = slice;
  if (offset + count > mostLazy) return flowsByKey(read, await keysOf(read, slice), order);
  const sql = `SELECT ${FLOW_COLUMNS} FROM ${source.from} ${pageOfSlice(slice)}`;
  // What does not sort is read of the page alone.
  const lazy = { query_plan_max_limit_for_lazy_materialization: mostLazy };
  const settings = isNarrow ? { ...lazy, ...NARROW } : lazy;
  return (await read<FlowRecord>(sql, source.parameters, settings)).map(toFlow);
}

const plain = ({ sql, parameters }: Condition): Source => ({
  from: `${ofOrg('conversations')}${sql}`,
  parameters,
});

const amongKeys = ({ sql, parameters }: Condition, side: Source): Source => ({
  from: `${ofOrg('conversations')} AND (first_seen, capture_id, row) IN
    (SELECT first_seen, capture_id, row FROM ${side.from})${sql}`,
  parameters: { ...side.parameters, ...parameters },
});

interface FlowKey {
  readonly at: string;
  readonly capture: string;
  readonly row: number;
}

/** By the number within the capture first: it is cheap to compare, and leaves few rows to look up by the whole key. */
async function flowsByKey(read: OrgReader, keys: readonly FlowKey[], order: string): Promise<StoredFlow[]> {
  if (keys.length === 0) return [];
  const records = await read<FlowRecord>(
    `SELECT ${FLOW_COLUMNS} FROM ${ofOrg('conversations')}
     AND row IN (SELECT toUInt32(arrayJoin({rows:Array(String)})))
     AND (first_seen, capture_id, row) IN (
       SELECT toDateTime64(key.1, 6, 'UTC'), key.2, toUInt32(key.3)
       FROM (SELECT arrayJoin(arrayZip({at:Array(String)}, {captures:Array(String)}, {rows:Array(String)})) AS key))
     ORDER BY ${order} LIMIT ${keys.length}`,
    {
      at: keys.map(({ at }) => at),
      captures: keys.map(({ capture }) => capture),
      rows: keys.map(({ row }) => String(row)),
    },
  );
  return records.map(toFlow);
}

/** One flow, or `null`. */
export async function oneFlow(read: OrgReader, capture: string, row: number): Promise<StoredFlow | null> {
  const where = 'AND capture_id = {capture:String} AND row = {row:UInt32}';
  const parameters = { capture, row: limit('row', row, 0, 2 ** 32 - 1) };
  const [record] = await read<FlowRecord>(
    `SELECT ${FLOW_COLUMNS} FROM ${ofOrg('conversations')} ${where} LIMIT 1`,
    parameters,
  );
  return record === undefined ? null : toFlow(record);
}

/**
 * All flows of a filter, oldest first, a page at a time in memory. Each page begins after the last row of the one before,
 * so that what arrives meanwhile moves nothing.
 */
export async function* exportFlows(read: OrgReader, filter: FlowFilter): AsyncGenerator<StoredFlow> {
  const { sql, parameters } = flowCondition(filter);
  let last: FlowRecord | null = null;
  for (;;) {
    const after: string =
      last === null
        ? ''
        : ` AND (first_seen, capture_id, row) >
            (toDateTime64({lastSeenAt:String}, 6, 'UTC'), {lastCapture:String}, {lastRow:UInt32})
            AND first_seen >= toDateTime64({lastSeenAt:String}, 6, 'UTC')`;
    const position: Record<string, string | number> =
      last === null ? {} : { lastSeenAt: last.first_seen, lastCapture: last.capture_id, lastRow: last.row };
    const records: FlowRecord[] = await read<FlowRecord>(
      `SELECT ${FLOW_COLUMNS} FROM ${ofOrg('conversations')}${sql}${after}
       ORDER BY first_seen, capture_id, row LIMIT ${EXPORT_PAGE}`,
      { ...parameters, ...position },
    );
    for (const record of records) yield toFlow(record);
    if (records.length < EXPORT_PAGE) return;
    last = records[records.length - 1];
  }
}
