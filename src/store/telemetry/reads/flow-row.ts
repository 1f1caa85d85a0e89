/** A row of `conversations` as it was handed in. */
import { formatIpv6, parseIpv6 } from '../../../base/ip.ts';
import { formatMac } from '../../../base/mac.ts';
import type { ConversationRow } from '../../../model/traffic.ts';
import { COLUMNS } from '../writes/rows.ts';

export interface StoredFlow extends ConversationRow {
  readonly capture: string;
}

/** Everything but the organisation. */
export const FLOW_COLUMNS = COLUMNS.conversations.slice(1).join(', ');

/** Columns as JSONEachRow gives them. */
export interface FlowRecord {
  readonly capture_id: string;
  readonly row: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly protocol: string;
  readonly app_protocol: string;
  readonly server_name: string;
  readonly src_device: string;
  readonly dst_device: string;
  readonly src_routed: number;
  readonly dst_routed: number;
  readonly src_mac: number;
  readonly dst_mac: number;
  readonly src_ip: string | null;
  readonly dst_ip: string | null;
  readonly src_port: number;
  readonly dst_port: number;
  readonly vlan: number;
  readonly outer_vlan: number;
  readonly packets: number;
  readonly bytes: number;
  readonly packets_back: number;
  readonly bytes_back: number;
  readonly min_bytes: number;
  readonly max_bytes: number;
  readonly tcp_flags: number;
  readonly tcp_flags_out: number;
  readonly tcp_flags_back: number;
  readonly tcp_syn: number;
  readonly tcp_rst: number;
  readonly tcp_fin: number;
  readonly tcp_retransmissions: number;
  readonly handshake_rtt_ms: number;
  readonly tunnel: string;
  readonly packet: number;
  readonly file: number;
}

const number = (value: number): number | null => (value < 0 ? null : value);
const text = (value: string): string | null => (value === '' ? null : value);
const mac = (value: number): string | null => (value < 0 ? null : formatMac(value));
const iso = (at: string): string => `${at.replace(' ', 'T')}Z`;

/** IPv4 lies in the column as ::ffff:0:0/96; a mapped address in a packet is shown as the IPv4 it stands for. */
function address(value: string | null): string | null {
  if (value === null) return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(value);
  if (mapped !== null) return mapped[1];
  if (!value.includes('.')) return value;
  // ClickHouse writes ::192.0.2.1; our form of it is ::c000:201.
  const g = parseIpv6(value);
  if (g === null) return value;
  const word = (i: number): number => g[i] * 65536 + g[i + 1];
  return formatIpv6(word(0), word(2), word(4), word(6));
}

export function toFlow(it: FlowRecord): StoredFlow {
  return {
    capture: it.capture_id,
    row: it.row,
    protocol: it.protocol,
    src: { mac: mac(it.src_mac), ip: address(it.src_ip), port: number(it.src_port) },
    dst: { mac: mac(it.dst_mac), ip: address(it.dst_ip), port: number(it.dst_port) },
    srcDevice: text(it.src_device),
    dstDevice: text(it.dst_device),
    srcRouted: it.src_routed === 1,
    dstRouted: it.dst_routed === 1,
    vlan: number(it.vlan),
    outerVlan: number(it.outer_vlan),
    appProtocol: text(it.app_protocol),
    serverName: text(it.server_name),
    packets: it.packets,
    bytes: it.bytes,
    packetsBack: it.packets_back,
    bytesBack: it.bytes_back,
    firstSeen: iso(it.first_seen),
    lastSeen: iso(it.last_seen),
    tcpFlags: number(it.tcp_flags),
    tcp:
      it.tcp_flags_out < 0
        ? null
        : {
            flags: it.tcp_flags_out,
            flagsBack: it.tcp_flags_back,
            syn: it.tcp_syn,
            rst: it.tcp_rst,
            fin: it.tcp_fin,
            retransmissions: it.tcp_retransmissions,
          },
    minBytes: it.min_bytes,
    maxBytes: it.max_bytes,
    handshakeRttMs: number(it.handshake_rtt_ms),
    tunnel: text(it.tunnel),
    packet: it.packet,
    file: it.file,
  };
}
