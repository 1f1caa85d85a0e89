/** Fills both stores: captures of a made-up network, one after the other, over some days. */
import { join } from 'node:path';
import type { Micros } from '../../src/base/time.ts';
import { open as openState } from '../../src/store/state/open.ts';
import { openEmbedded } from '../../src/store/telemetry/engine.ts';
import { migrate } from '../../src/store/telemetry/migrate.ts';
import type { Telemetry } from '../../src/store/telemetry/store.ts';
import { madeUp, START, trafficOf } from '../fixtures/telemetry.ts';
import { contentsOf, FIRST_MAC, halfOf } from './made-up-network.ts';

export interface Filling {
  readonly org: string;
  readonly devices: number;
  readonly flows: number;
  readonly captures: number;
  readonly days: number;
}

const DAY_US = 86_400e6;

/** End of the last capture. */
export const endOf = ({ days }: Pick<Filling, 'days'>): Micros => START + days * DAY_US;

/**
 * Devices go through the state store; flows are made by the engine itself, into the same tables and through the same
 * views: how fast the store takes them from outside is what telemetry.bench.ts measures.
 */
export async function fill(dataFolder: string, it: Filling): Promise<void> {
  const state = await openState({ dataFolder });
  const engine = await openEmbedded(join(dataFolder, 'clickhouse'));
  await migrate(engine);
  await state.organisations.ensure(it.org, 'Bench');
  const { captures } = state.forOrg(it.org);
  const spanUs = (it.days * DAY_US) / it.captures;
  for (let index = 0; index < it.captures; index++) {
    const name = `capture-${index}.pcap`;
    const sha256 = index.toString(16).padStart(64, '0');
    const { capture } = await captures.begin({ name, kind: 'file', sha256, sizeBytes: 1e9 });
    if (it.flows > 0) {
      await engine.command(conversationsSql(it, capture.id, index));
      await engine.command(trafficSql(it, capture.id, index));
    }
    const begin = START + index * spanUs;
    await captures.finish(capture.id, contentsOf(halfOf(it.devices, index), name, begin, begin + spanUs));
    process.stderr.write(`\r${index + 1} of ${it.captures} captures`);
  }
  process.stderr.write('\r');
  await engine.close();
  await state.close();
}

/** Every device has three peers: two of 21 servers, and one of its own. */
function madeUpSql(it: Filling, index: number): string {
  const rows = it.flows / it.captures;
  const at = `fromUnixTimestamp64Micro(toInt64(${START} + n * ${(it.days * DAY_US) / it.flows}), 'UTC')`;
  const device = (n: string) => `concat('mac-', leftPad(lower(hex(${FIRST_MAC} + ${n})), 12, '0'))`;
  const apps = "['tls', 'http', 'dns', 'modbus', 's7comm', 'ntp', 'smb2', '']";
  return `WITH ${index * rows} + number AS n, toUInt32(n * 2654435761) AS mix, mix % ${it.devices} AS client,
    intDiv(mix, 256) % 3 AS kind,
    if(kind = 2, (client * 7919 + 1) % ${it.devices}, client % 7 * 13 + kind * ${it.devices / 10}) AS server,
    ${at} AS first, ${device('client')} AS src_name, ${device('server')} AS dst_name,
    if(n % 5 = 0, 'udp', 'tcp') AS transport, ${apps}[server % 8 + 1] AS app,
    if(client % 8 = 0, -1, client % 8 * 10) AS tag,
    1 + mix % 100 AS p, 60 + mix % 100000 AS b, mix % 90 AS p2, intDiv(mix, 16) % 1000000 AS b2`;
}

const SETTINGS = 'SETTINGS max_insert_threads = 1, max_threads = 1, max_block_size = 100000';
const address = (n: string) =>
  `toIPv6(concat('198.18.', toString(intDiv(${n}, 256)), '.', toString(${n} % 256)))`;

function conversationsSql(it: Filling, capture: string, index: number): string {
  return `INSERT INTO vigie.conversations (org_id, capture_id, row, first_seen, last_seen, protocol, app_protocol,
    server_name, src_device, dst_device, src_mac, dst_mac, src_ip, dst_ip, src_port, dst_port, vlan, outer_vlan, packets,
    bytes, packets_back, bytes_back, min_bytes, max_bytes, tcp_flags, tcp_flags_out, tcp_flags_back, tcp_syn, tcp_rst,
    tcp_fin, tcp_retransmissions, handshake_rtt_ms, tunnel, packet, file)
  ${madeUpSql(it, index)}
  SELECT '${it.org}', '${capture}', number, first, first + mix % 30, transport, app,
    if(app = 'tls', concat('host-', toString(server), '.example.org'), ''), src_name, dst_name, ${FIRST_MAC} + client,
    ${FIRST_MAC} + server, ${address('client')}, ${address('server')}, 1024 + mix % 60000, 1 + server % 1000, tag, -1,
    p, b, p2, b2, 60, 1514, if(n % 5 = 0, -1, 27), if(n % 5 = 0, -1, 27), if(n % 5 = 0, -1, 19), 1, 0, 2, mix % 3,
    if(n % 5 = 0, -1, mix % 1000 / 16), '', number + 1, 0
  FROM numbers(${it.flows / it.captures}) ${SETTINGS}`;
}

function trafficSql(it: Filling, capture: string, index: number): string {
  return `INSERT INTO vigie.traffic (org_id, minute, capture_id, conversation, src_device, dst_device, pair_src, pair_dst,
    pair_dst_vlan, protocol, app_protocol, vlan, packets, bytes, packets_back, bytes_back)
  ${madeUpSql(it, index)}
  SELECT '${it.org}', toStartOfMinute(first), '${capture}', number, src_name, dst_name, src_name, dst_name, tag,
    transport, app, tag, p, b, p2, b2
  FROM numbers(${it.flows / it.captures}) ${SETTINGS}`;
}

const BATCH = 25_000;

/** Flows of one more capture as an import writes them: two batches are always under way. */
export async function writeFlows(telemetry: Telemetry, it: Filling, capture: string, count: number) {
  const org = telemetry.forOrg(it.org);
  const of = { rows: count, spanUs: DAY_US };
  for (let at = 0; at < count; at += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - at) }, (_, i) =>
      madeUp(at + i, it.devices, of),
    );
    const traffic = rows.map((row) => trafficOf(row));
    const how = await Promise.all([
      org.writeConversations(capture, at / BATCH, rows),
      org.writeTraffic(capture, at / BATCH, traffic),
    ]);
    if (how.some((it) => it !== 'written'))
      throw new Error(`flows: ${how} ${telemetry.counters().lastError}`);
  }
}
