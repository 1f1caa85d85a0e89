import { LAYER_IPV4 } from '../layers.ts';
import { MALFORMED, OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeTransport } from '../transport/transport.ts';

const MIN_HEADER_BYTES = 20;
const OFFSET_MASK = 0x1fff;
const MORE_FRAGMENTS = 0x2000;

/**
 * IPv4 (RFC 791). Bytes after the total length (Ethernet padding) are left out. A total length of 0 is what
 * segmentation offload leaves in captures: the packet then reaches to the end of the frame.
 */
export function decodeIpv4(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_IPV4;
  packet.etherType = 0x0800;
  if (at + MIN_HEADER_BYTES > end) return short(at + MIN_HEADER_BYTES, declaredEnd);
  const first = view.getUint8(at);
  const headerBytes = (first & 15) << 2;
  const totalBytes = view.getUint16(at + 2);
  if (first >> 4 !== 4 || headerBytes < MIN_HEADER_BYTES) return MALFORMED;
  if (totalBytes < headerBytes && totalBytes !== 0) return MALFORMED;
  packet.ipVersion = 4;
  packet.src0 = view.getInt32(at + 12);
  packet.dst0 = view.getInt32(at + 16);
  packet.ttl = view.getUint8(at + 8);
  const protocol = view.getUint8(at + 9);
  packet.ipProtocol = protocol;
  const next = at + headerBytes;
  if (next > end) return short(next, declaredEnd);

  let packetDeclaredEnd = declaredEnd;
  let packetEnd = end;
  let outcome: Outcome = OK;
  if (totalBytes !== 0) {
    const lengthEnd = at + totalBytes;
    if (lengthEnd > declaredEnd) outcome = MALFORMED;
    else {
      packetDeclaredEnd = lengthEnd;
      if (lengthEnd < end) packetEnd = lengthEnd;
    }
  }
  const fragmentField = view.getUint16(at + 6);
  if ((fragmentField & (OFFSET_MASK | MORE_FRAGMENTS)) !== 0) {
    packet.fragmentId = view.getUint16(at + 4);
    packet.fragment = (fragmentField & OFFSET_MASK) === 0 ? 1 : 2;
  }
  const inner = decodeTransport(view, next, packetEnd, packetDeclaredEnd, protocol, packet);
  return inner === OK ? outcome : inner;
}
