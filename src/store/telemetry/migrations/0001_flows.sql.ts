/**
 * Conversations, their volume by minute, and the roll-ups.
 *
 * - The organisation is first in every key. Absence is -1 in numbers and '' in names, as on the hot path: a NULL costs a
 *   second file per column. Addresses alone are nullable, for `::` is an address.
 * - The capture is in the key of every roll-up, so that deleting one takes its share out of the sums.
 * - DURABLE: an insert is acknowledged once its part and the folder that names it are synced; a merged part as well,
 *   before the parts that it replaces go. The window keeps the tokens of the last inserts: one sent again is dropped, in
 *   the table and in each roll-up by itself.
 * - Devices and addresses are looked for by four bytes of hash first, their text only where that fits; pairs are kept and
 *   summed by eight (names in device_names): several times faster than by name.
 * - Roll-ups by day are for long ranges: what has 10,000 devices and 30,000 pairs is read ten times as fast as by hour.
 * - A page of conversations is fifty rows from fifty places, with all columns: granules and compressed blocks are a
 *   quarter of the usual size, which halves what that costs, for a tenth more disk.
 * - Devices by minute are sorted by device within the hour, those by hour within the day: a device's curve reads a piece of
 *   each, a range of time still whole hours or days.
 * - A pair is written with the traffic that counts for it; the roll-up takes only that, under the VLAN of either side.
 * - flow_sides has each flow under each of its devices and addresses, in order of time: whose flows are asked for is in
 *   one piece there, and all over the place in conversations.
 */
const DURABLE = `SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, non_replicated_deduplication_window = 10000`;

const COUNTS = 'packets UInt64, bytes UInt64, packets_back UInt64, bytes_back UInt64';
const SUMS =
  'sum(packets) AS packets, sum(bytes) AS bytes, sum(packets_back) AS packets_back, sum(bytes_back) AS bytes_back';

const CONVERSATIONS = `CREATE TABLE vigie.conversations (
  org_id LowCardinality(String),
  capture_id LowCardinality(String),
  row UInt32 CODEC(Delta, ZSTD),
  first_seen DateTime64(6, 'UTC') CODEC(Delta, ZSTD),
  last_seen DateTime64(6, 'UTC') CODEC(Delta, ZSTD),
  protocol LowCardinality(String),
  app_protocol LowCardinality(String),
  server_name String CODEC(ZSTD),
  src_device LowCardinality(String),
  dst_device LowCardinality(String),
  src_routed UInt8 CODEC(T64, LZ4),
  dst_routed UInt8 CODEC(T64, LZ4),
  src_mac Int64 CODEC(ZSTD),
  dst_mac Int64 CODEC(ZSTD),
  src_ip Nullable(IPv6) CODEC(ZSTD),
  dst_ip Nullable(IPv6) CODEC(ZSTD),
  src_port Int32,
  dst_port Int32,
  vlan Int16,
  outer_vlan Int16,
  packets UInt64 CODEC(T64, LZ4),
  bytes UInt64 CODEC(T64, LZ4),
  packets_back UInt64 CODEC(T64, LZ4),
  bytes_back UInt64 CODEC(T64, LZ4),
  min_bytes UInt32 CODEC(T64, LZ4),
  max_bytes UInt32 CODEC(T64, LZ4),
  tcp_flags Int32 CODEC(T64, LZ4),
  tcp_flags_out Int32 CODEC(T64, LZ4),
  tcp_flags_back Int32 CODEC(T64, LZ4),
  tcp_syn UInt32 CODEC(T64, LZ4),
  tcp_rst UInt32 CODEC(T64, LZ4),
  tcp_fin UInt32 CODEC(T64, LZ4),
  tcp_retransmissions UInt32 CODEC(T64, LZ4),
  handshake_rtt_ms Float64 CODEC(ZSTD),
  tunnel LowCardinality(String),
  packet UInt64 CODEC(Delta, ZSTD),
  file UInt32 CODEC(T64, LZ4),
  volume UInt64 MATERIALIZED bytes + bytes_back CODEC(T64, LZ4),
  src_device_hash UInt32 MATERIALIZED toUInt32(cityHash64(src_device)),
  dst_device_hash UInt32 MATERIALIZED toUInt32(cityHash64(dst_device)),
  src_ip_hash UInt32 MATERIALIZED toUInt32(ifNull(cityHash64(src_ip), 0)),
  dst_ip_hash UInt32 MATERIALIZED toUInt32(ifNull(cityHash64(dst_ip), 0)),
  INDEX by_capture capture_id TYPE set(64) GRANULARITY 4,
  INDEX by_row row TYPE minmax GRANULARITY 1,
  INDEX by_last_seen last_seen TYPE minmax GRANULARITY 4,
  INDEX by_volume volume TYPE minmax GRANULARITY 1
) ENGINE = MergeTree ORDER BY (org_id, first_seen, capture_id, row) ${DURABLE},
  index_granularity = 2048, min_compress_block_size = 16384`;

const TRAFFIC = `CREATE TABLE vigie.traffic (
  org_id LowCardinality(String),
  minute DateTime('UTC') CODEC(Delta, ZSTD),
  capture_id LowCardinality(String),
  conversation UInt32 CODEC(Delta, ZSTD),
  src_device LowCardinality(String),
  dst_device LowCardinality(String),
  pair_src LowCardinality(String),
  pair_dst LowCardinality(String),
  pair_dst_vlan Int16,
  protocol LowCardinality(String),
  app_protocol LowCardinality(String),
  vlan Int16,
  ${COUNTS.replaceAll('UInt64', 'UInt64 CODEC(T64, LZ4)')}
) ENGINE = MergeTree ORDER BY (org_id, minute, capture_id, conversation) ${DURABLE}`;

/** Keys are cityHash64 of the device's id, or of the address as IPv6. */
const SIDES_OF_FLOWS = [
  `CREATE TABLE vigie.flow_sides (
  org_id LowCardinality(String),
  side UInt64,
  first_seen DateTime64(6, 'UTC') CODEC(Delta, ZSTD),
  capture_id LowCardinality(String),
  row UInt32 CODEC(ZSTD),
  last_seen DateTime64(6, 'UTC') CODEC(Delta, ZSTD),
  volume UInt64 CODEC(T64, LZ4)
) ENGINE = MergeTree ORDER BY (org_id, side, first_seen, capture_id, row) ${DURABLE}`,
  `CREATE MATERIALIZED VIEW vigie.to_flow_sides TO vigie.flow_sides AS
  SELECT org_id, arrayJoin(arrayDistinct(arrayConcat(
      if(src_device = '', [], [cityHash64(src_device)]), if(dst_device = '', [], [cityHash64(dst_device)]),
      if(src_ip IS NULL, [], [cityHash64(assumeNotNull(src_ip))]),
      if(dst_ip IS NULL, [], [cityHash64(assumeNotNull(dst_ip))])))) AS side,
    first_seen, capture_id, row, last_seen, bytes + bytes_back AS volume
  FROM vigie.conversations`,
];

interface RollUp {
  readonly name: string;
  readonly keys: string;
  /** Names of the keys, after org_id and at. */
  readonly order: string;
  readonly counts: string;
  readonly select: string;
  readonly from: string;
  /** Sorted by its keys within a longer time, by the time itself after them. */
  readonly byKey?: true;
}

/** Each side of a conversation counts: what the initiator sent, the other received. */
const SIDES = `(SELECT org_id, minute, capture_id, arrayJoin([
    (src_device, packets, bytes, packets_back, bytes_back),
    (dst_device, packets_back, bytes_back, packets, bytes)]) AS side FROM vigie.traffic)`;

const ROLL_UPS: readonly RollUp[] = [
  {
    name: 'device',
    keys: 'device LowCardinality(String)',
    order: 'device',
    counts: COUNTS,
    select: `side.1 AS device, sum(side.2) AS packets, sum(side.3) AS bytes,
      sum(side.4) AS packets_back, sum(side.5) AS bytes_back`,
    from: SIDES,
    byKey: true,
  },
  {
    name: 'pair',
    keys: 'src_vlan Int16, dst_vlan Int16, src_key UInt64, dst_key UInt64',
    order: 'src_vlan, dst_vlan, src_key, dst_key',
    counts: COUNTS,
    select: `vlan AS src_vlan, pair_dst_vlan AS dst_vlan, cityHash64(pair_src) AS src_key,
      cityHash64(pair_dst) AS dst_key, ${SUMS}`,
    from: "vigie.traffic WHERE pair_src != ''",
  },
  {
    name: 'protocol',
    keys: 'protocol LowCardinality(String), app_protocol LowCardinality(String)',
    order: 'protocol, app_protocol',
    counts: COUNTS,
    select: `protocol, app_protocol, ${SUMS}`,
    from: 'vigie.traffic',
  },
  {
    name: 'vlan',
    keys: 'vlan Int16',
    order: 'vlan',
    counts: COUNTS,
    select: `vlan, ${SUMS}`,
    from: 'vigie.traffic',
  },
];

const LONGER = { minute: 'toStartOfHour(at), ', hour: 'toStartOfDay(at), ', day: '' };

const table = ({ name, keys, order, counts, byKey }: RollUp, unit: 'minute' | 'hour' | 'day'): string =>
  `CREATE TABLE vigie.${name}_${unit} (
  org_id LowCardinality(String),
  at DateTime('UTC') CODEC(Delta, ZSTD),
  ${keys},
  capture_id LowCardinality(String),
  ${counts}
) ENGINE = SummingMergeTree ORDER BY (org_id, ${
    byKey ? `${LONGER[unit]}${order}, at` : `at, ${order}`
  }, capture_id) ${DURABLE}`;

function rollUp(it: RollUp, unit: 'minute' | 'hour'): string[] {
  const { name, order, select, from } = it;
  const at = unit === 'minute' ? 'minute' : 'toStartOfHour(minute)';
  return [
    table(it, unit),
    `CREATE MATERIALIZED VIEW vigie.to_${name}_${unit} TO vigie.${name}_${unit} AS
  SELECT org_id, ${at} AS at, capture_id, ${select}
  FROM ${from} GROUP BY org_id, at, ${order}, capture_id`,
  ];
}

/** From what was summed by hour: most of the work is done there. */
function daily(it: RollUp): string[] {
  const { name, order } = it;
  return [
    table(it, 'day'),
    `CREATE MATERIALIZED VIEW vigie.to_${name}_day TO vigie.${name}_day AS
  SELECT org_id, toStartOfDay(h.at) AS at, capture_id, ${order}, ${SUMS}
  FROM vigie.${name}_hour AS h GROUP BY org_id, at, ${order}, capture_id`,
  ];
}

/** The names behind the keys of pairs. */
const NAMES = [
  `CREATE TABLE vigie.device_names (
  org_id LowCardinality(String),
  key UInt64,
  capture_id LowCardinality(String),
  device String
) ENGINE = ReplacingMergeTree ORDER BY (org_id, key, capture_id) ${DURABLE}`,
  `CREATE MATERIALIZED VIEW vigie.to_device_names TO vigie.device_names AS
  SELECT org_id, cityHash64(name) AS key, capture_id, toString(name) AS device
  FROM (SELECT org_id, capture_id, arrayJoin([pair_src, pair_dst]) AS name FROM vigie.traffic WHERE pair_src != '')
  GROUP BY org_id, capture_id, name`,
];

/** Which batches are in for good, for longer than the window remembers; and which captures were deleted. */
const LEDGERS = [
  `CREATE TABLE vigie.batches (
  org_id LowCardinality(String),
  capture_id String,
  target LowCardinality(String),
  batch UInt32,
  rows UInt32
) ENGINE = MergeTree ORDER BY (org_id, capture_id, target, batch) ${DURABLE}`,
  `CREATE TABLE vigie.deletions (
  org_id LowCardinality(String),
  capture_id String,
  deleted_at DateTime64(6, 'UTC')
) ENGINE = MergeTree ORDER BY (org_id, capture_id) ${DURABLE}`,
];

export const statements: readonly string[] = [
  CONVERSATIONS,
  TRAFFIC,
  ...SIDES_OF_FLOWS,
  ...ROLL_UPS.flatMap((it) => [...rollUp(it, 'minute'), ...rollUp(it, 'hour'), ...daily(it)]),
  ...NAMES,
  ...LEDGERS,
];
