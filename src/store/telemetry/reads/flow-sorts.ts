/** What the list of flows can be sorted by. */
import { NO_IP_ORDER } from '../migrations/0002_orders.sql.ts';

export interface SortColumn {
  /** What rows are sorted by. */
  readonly sql: string;
  /** What never falls while `sql` grows, and is cheaper to read where there is a column for it. */
  readonly order: string;
  /** A value of `order`, given as text in the parameter `name`. */
  readonly value: (name: string) => string;
  /** True when all rows with this value of `order` have the same of `sql`. */
  readonly isExact: (value: string) => boolean;
  /** Numbers, from -1, can be counted in classes; names repeat. */
  readonly kind: 'number' | 'name' | 'instant';
  /** The `order` of rows that have nothing to sort by: they are the last, whichever way. */
  readonly absent?: string;
}

const always = () => true;
const typed = (type: string) => (name: string) => `{${name}:${type}}`;
const number = (sql: string): SortColumn => {
  return { sql, order: sql, value: typed('Int64'), isExact: always, kind: 'number' };
};
const name = (sql: string): SortColumn => {
  return { sql, order: sql, value: typed('String'), isExact: always, kind: 'name' };
};
const instant = (sql: string): SortColumn => {
  const value = (name: string) => `toDateTime64({${name}:String}, 6, 'UTC')`;
  return { sql, order: sql, value, isExact: always, kind: 'instant' };
};
/** Orders of 0002_orders: exact below 2^31. */
const narrow = (sql: string, order: string): SortColumn => {
  const isExact = (value: string) => Number(value) > 0 && Number(value) < 2 ** 31;
  return { sql, order, value: typed('UInt32'), isExact, kind: 'number' };
};
const address = (side: string): SortColumn => ({
  sql: `${side}_ip`,
  order: `${side}_ip_order`,
  value: typed('UInt64'),
  // IPv4, or none.
  isExact: (value) => value === NO_IP_ORDER || (Number(value) > 0 && Number(value) <= 2 ** 32),
  kind: 'number',
  absent: NO_IP_ORDER,
});

export const SORTS = {
  firstSeen: instant('first_seen'),
  lastSeen: instant('last_seen'),
  duration: narrow('last_seen - first_seen', 'duration_order'),
  protocol: name('protocol'),
  appProtocol: name('app_protocol'),
  serverName: name('server_name'),
  srcDevice: name('src_device'),
  dstDevice: name('dst_device'),
  srcIp: address('src'),
  dstIp: address('dst'),
  srcPort: number('src_port'),
  dstPort: number('dst_port'),
  vlan: number('vlan'),
  packets: number('packets + packets_back'),
  bytes: narrow('bytes + bytes_back', 'volume_order'),
  packetsOut: number('packets'),
  packetsBack: number('packets_back'),
  bytesOut: number('bytes'),
  bytesBack: number('bytes_back'),
  handshakeRtt: {
    sql: 'handshake_rtt_ms',
    // The bits of a float that is not negative grow with it.
    order: 'reinterpretAsUInt32(toFloat32(greatest(handshake_rtt_ms, -1) + 1))',
    value: typed('UInt32'),
    isExact: (value) => value === '0',
    kind: 'number',
  },
  tcpFlags: number('tcp_flags'),
  retransmissions: number('tcp_retransmissions'),
} as const satisfies Readonly<Record<string, SortColumn>>;

export type FlowSort = keyof typeof SORTS;
export const FLOW_SORTS = Object.keys(SORTS) as readonly FlowSort[];

/** Of the sorts that flow_sides has the columns for, what they are there. */
export const SIDE_SORTS: Readonly<Partial<Record<FlowSort, string>>> = {
  firstSeen: 'first_seen',
  lastSeen: 'last_seen',
  duration: 'last_seen - first_seen',
  bytes: 'volume',
};

export type Direction = 'ASC' | 'DESC';

/** Ties in the order of the key: pages neither repeat nor leave out a row. */
export function orderBy(sql: string, direction: Direction): string {
  const first = sql === 'first_seen' ? '' : `${sql} ${direction}, `;
  return `${first}first_seen ${direction}, capture_id ${direction}, row ${direction}`;
}
