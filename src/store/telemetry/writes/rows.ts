/** Rows as ClickHouse's TabSeparated text, checked: what leaves here the engine can read. */
import { parseMac } from '../../../base/mac.ts';
import { formatMicros } from '../../../base/time.ts';
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';
import { TelemetryError } from '../errors.ts';
import { ESCAPES, RowBytes } from './row-bytes.ts';

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
    'src_routed',
    'dst_routed',
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
    'pair_src',
    'pair_dst',
    'pair_dst_vlan',
    'protocol',
    'app_protocol',
    'vlan',
    'packets',
    'bytes',
    'packets_back',
    'bytes_back',
  ],
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
const ip = (value: string | null): string => value ?? '\\N';

/** `00:11:22:33:44:55` as the number it is. */
function mac(value: string | null): number {
  if (value === null) return -1;
  if (value.length !== 17) return parseMac(value) ?? -1;
  let number = 0;
  for (let i = 0; i < 17; i += 3) number = number * 256 + digit(value, i) * 16 + digit(value, i + 1);
  return Number.isNaN(number) ? -1 : number;
}

function digit(value: string, at: number): number {
  const code = value.charCodeAt(at) | 32;
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : Number.NaN;
}

/** One line without its end. */
export function conversationLine(org: string, capture: string, it: ConversationRow): string {
  const { tcp } = it;
  // A template: twice as fast as joining a list.
  return `${org}\t${capture}\t${whole(it.row, 'row')}\t${instant(it.firstSeen)}\t${instant(it.lastSeen)}\t${text(it.protocol)}\t${text(it.appProtocol)}\t${text(it.serverName)}\t${text(it.srcDevice)}\t${text(it.dstDevice)}\t${it.srcRouted ? 1 : 0}\t${it.dstRouted ? 1 : 0}\t${mac(it.src.mac)}\t${mac(it.dst.mac)}\t${ip(it.src.ip)}\t${ip(it.dst.ip)}\t${orAbsent(it.src.port)}\t${orAbsent(it.dst.port)}\t${orAbsent(it.vlan)}\t${orAbsent(it.outerVlan)}\t${whole(it.packets, 'packets')}\t${whole(it.bytes, 'bytes')}\t${whole(it.packetsBack, 'packetsBack')}\t${whole(it.bytesBack, 'bytesBack')}\t${whole(it.minBytes, 'minBytes')}\t${whole(it.maxBytes, 'maxBytes')}\t${orAbsent(it.tcpFlags)}\t${orAbsent(tcp?.flags ?? null)}\t${orAbsent(tcp?.flagsBack ?? null)}\t${tcp?.syn ?? 0}\t${tcp?.rst ?? 0}\t${tcp?.fin ?? 0}\t${tcp?.retransmissions ?? 0}\t${orAbsent(it.handshakeRttMs)}\t${text(it.tunnel)}\t${whole(it.packet, 'packet')}\t${whole(it.file, 'file')}`;
}

/** One line without its end. */
export function trafficLine(org: string, capture: string, it: TrafficRow): string {
  // A template: twice as fast as joining a list.
  return `${org}\t${minuteText(it.minute)}\t${capture}\t${whole(it.conversation, 'conversation')}\t${text(it.srcDevice)}\t${text(it.dstDevice)}\t${text(it.pairSrc)}\t${text(it.pairDst)}\t${orAbsent(it.pairDstVlan)}\t${text(it.protocol)}\t${text(it.appProtocol)}\t${orAbsent(it.vlan)}\t${whole(it.packets, 'packets')}\t${whole(it.bytes, 'bytes')}\t${whole(it.packetsBack, 'packetsBack')}\t${whole(it.bytesBack, 'bytesBack')}`;
}

/** Lines of all rows in one body. */
export function encodeLines<Row>(rows: readonly Row[], line: (row: Row) => string): Uint8Array<ArrayBuffer> {
  const lines = new RowBytes(rows.length * 256);
  for (const row of rows) lines.add(line(row));
  return lines.take();
}

/** Organisation and capture ids go into keys, tokens and lines: letters, digits, `_`, `.`, `:` and `-` only. */
export function checkId(kind: 'organisation' | 'capture', id: string): string {
  if (/^[\w.:-]{1,128}$/.test(id)) return id;
  throw new TelemetryError(
    'invalid',
    `${kind} id: expected 1 to 128 of A-Z a-z 0-9 _ . : -, found ${JSON.stringify(id)}`,
  );
}
