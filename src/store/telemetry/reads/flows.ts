/** The list of flows, one flow, and all of them as a stream. */
import { type FlowFilter, flowCondition } from './flow-filter.ts';
import { FLOW_COLUMNS, type FlowRecord, type StoredFlow, toFlow } from './flow-row.ts';
import { type OrgReader, ofOrg } from './org-reader.ts';
import { limit } from './range.ts';

/** What the list can be sorted by, and the expression. */
const SORTS = {
  firstSeen: 'first_seen',
  lastSeen: 'last_seen',
  duration: 'last_seen - first_seen',
  protocol: 'protocol',
  appProtocol: 'app_protocol',
  serverName: 'server_name',
  srcDevice: 'src_device',
  dstDevice: 'dst_device',
  srcIp: 'src_ip',
  dstIp: 'dst_ip',
  srcPort: 'src_port',
  dstPort: 'dst_port',
  vlan: 'vlan',
  packets: 'packets + packets_back',
  bytes: 'bytes + bytes_back',
  packetsOut: 'packets',
  packetsBack: 'packets_back',
  bytesOut: 'bytes',
  bytesBack: 'bytes_back',
  handshakeRtt: 'handshake_rtt_ms',
  tcpFlags: 'tcp_flags',
  retransmissions: 'tcp_retransmissions',
} as const;
export type FlowSort = keyof typeof SORTS;
export const FLOW_SORTS = Object.keys(SORTS) as readonly FlowSort[];

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

/** A page of flows and how many there are. Throws `invalid` for a filter that cannot be. */
export async function listFlows(read: OrgReader, query: FlowQuery): Promise<FlowPage> {
  const { sql, parameters } = flowCondition(query);
  const sort = SORTS[query.sort ?? 'firstSeen'] ?? SORTS.firstSeen;
  const direction = query.order === 'asc' ? 'ASC' : 'DESC';
  // Ties in the order of the key: pages neither repeat nor leave out a row.
  const ties = sort === 'first_seen' ? '' : `, first_seen ${direction}`;
  const order = `${sort} ${direction}${ties}, capture_id ${direction}, row ${direction}`;
  const count = limit('limit', query.limit ?? 50, 1, 1000);
  const offset = limit('offset', query.offset ?? 0, 0, 1_000_000);
  const from = `FROM ${ofOrg('conversations')}${sql}`;
  const [records, totals] = [
    await read<FlowRecord>(
      `SELECT ${FLOW_COLUMNS} ${from} ORDER BY ${order} LIMIT ${count} OFFSET ${offset}`,
      parameters,
    ),
    await read<{ total: number }>(`SELECT count() AS total ${from}`, parameters),
  ];
  return { flows: records.map(toFlow), total: totals[0]?.total ?? 0 };
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
