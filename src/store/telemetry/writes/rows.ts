/** Rows as ClickHouse's TabSeparated text, checked: what leaves here the engine can read. */
import { parseMac } from '../../../base/mac.ts';
import { formatMicros } from '../../../base/time.ts';
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';
import { TelemetryError } from '../errors.ts';

export type Target = 'conversations' | 'traffic';

export const COLUMNS: Readonly<Record<Target, readonly string[]>> = {
  conversations: [
    'org_id',
    'capture_id',
    'row',
    'first_seen',
    'last_seen',
    'protocol',
    'app_protocol',
    'server_name',
    'src_device',
    'dst_device',
    'src_mac',
    'dst_mac',
    'src_ip',
    'dst_ip',
    'src_port',
    'dst_port',
    'vlan',
    'outer_vlan',
    'packets',
    'bytes',
    'packets_back',
    'bytes_back',
    'min_bytes',
    'max_bytes',
    'tcp_flags',
    'tcp_flags_out',
    'tcp_flags_back',
    'tcp_syn',
    'tcp_rst',
    'tcp_fin',
    'tcp_retransmissions',
    'handshake_rtt_ms',
    'tunnel',
    'packet',
    'file',
  ],
  traffic: [
    'org_id',
    'minute',
    'capture_id',
    'conversation',
    'src_device',
    'dst_device',
    'protocol',
    'app_protocol',
    'vlan',
    'packets',
    'bytes',
    'packets_back',
    'bytes_back',
  ],
};

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

function text(value: string | null): string {
  if (value === null) return '';
  return /[\\\t\n\r\0]/.test(value) ? value.replace(/[\\\t\n\r\0]/g, (char) => ESCAPES[char]) : value;
}

/**
 * ISO 8601 to DateTime64, held to the years it has: hostile captures carry others.
 * `2026-11-20T11:09:59.000001Z` → `2026-11-20 11:09:59.000001`
 */
function instant(iso: string): string {
  if (iso.length !== 27 || iso < '1900') return iso.startsWith('+') ? LAST_INSTANT : FIRST_INSTANT;
  if (iso >= '2300') return LAST_INSTANT;
  return `${iso.slice(0, 10)} ${iso.slice(11, 26)}`;
}
const FIRST_INSTANT = '1900-01-01 00:00:00.000000';
const LAST_INSTANT = '2299-12-31 23:59:59.999999';

/** DateTime has 32 bits of seconds from 1970: until 2106. The last whole minute and hour of it. */
const LAST_MINUTE_US = 4_294_965_600e6;

function minuteText(at: number): string {
  const clamped = Math.max(0, Math.min(LAST_MINUTE_US, Math.floor(at / 60e6) * 60e6));
  const iso = formatMicros(clamped);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function whole(value: number, name: string): string {
  if (Number.isSafeInteger(value) && value >= 0) return String(value);
  throw new TelemetryError('invalid', `${name}: expected a whole number from 0, found ${value}`);
}

const orAbsent = (value: number | null): number => value ?? -1;
const mac = (value: string | null): number => (value === null ? -1 : (parseMac(value) ?? -1));

/** One line without its end. */
export function conversationLine(org: string, capture: string, it: ConversationRow): string {
  const { tcp } = it;
  return [
    org,
    capture,
    whole(it.row, 'row'),
    instant(it.firstSeen),
    instant(it.lastSeen),
    text(it.protocol),
    text(it.appProtocol),
    text(it.serverName),
    text(it.srcDevice),
    text(it.dstDevice),
    mac(it.src.mac),
    mac(it.dst.mac),
    it.src.ip ?? '\\N',
    it.dst.ip ?? '\\N',
    orAbsent(it.src.port),
    orAbsent(it.dst.port),
    orAbsent(it.vlan),
    orAbsent(it.outerVlan),
    whole(it.packets, 'packets'),
    whole(it.bytes, 'bytes'),
    whole(it.packetsBack, 'packetsBack'),
    whole(it.bytesBack, 'bytesBack'),
    whole(it.minBytes, 'minBytes'),
    whole(it.maxBytes, 'maxBytes'),
    orAbsent(it.tcpFlags),
    orAbsent(tcp?.flags ?? null),
    orAbsent(tcp?.flagsBack ?? null),
    tcp?.syn ?? 0,
    tcp?.rst ?? 0,
    tcp?.fin ?? 0,
    tcp?.retransmissions ?? 0,
    orAbsent(it.handshakeRttMs),
    text(it.tunnel),
    whole(it.packet, 'packet'),
    whole(it.file, 'file'),
  ].join('\t');
}

/** One line without its end. */
export function trafficLine(org: string, capture: string, it: TrafficRow): string {
  return [
    org,
    minuteText(it.minute),
    capture,
    whole(it.conversation, 'conversation'),
    text(it.srcDevice),
    text(it.dstDevice),
    text(it.protocol),
    text(it.appProtocol),
    orAbsent(it.vlan),
    whole(it.packets, 'packets'),
    whole(it.bytes, 'bytes'),
    whole(it.packetsBack, 'packetsBack'),
    whole(it.bytesBack, 'bytesBack'),
  ].join('\t');
}

/** Organisation and capture ids go into keys, tokens and lines: letters, digits, `_`, `.`, `:` and `-` only. */
export function checkId(kind: 'organisation' | 'capture', id: string): string {
  if (/^[\w.:-]{1,128}$/.test(id)) return id;
  throw new TelemetryError(
    'invalid',
    `${kind} id: expected 1 to 128 of A-Z a-z 0-9 _ . : -, found ${JSON.stringify(id)}`,
  );
}
