import { LAYER_IPV6, LAYER_IPV6_EXTENSION } from '../layers.ts';
import { MALFORMED, OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeTransport } from '../transport/transport.ts';

const HEADER_BYTES = 40;
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;
const JUMBO_OPTION = 0xc2;

/**
 * IPv6 and its extension headers (RFC 8200). A payload length of 0 is a jumbogram (RFC 2675) or what
 * segmentation offload leaves: the packet then reaches to the end of the frame.
 */
export function decodeIpv6(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_IPV6;
  packet.etherType = 0x86dd;
  const next = at + HEADER_BYTES;
  if (next > end) return short(next, declaredEnd);
  if (view.getUint8(at) >> 4 !== 6) return MALFORMED;
  packet.ipVersion = 6;
  packet.src0 = view.getInt32(at + 8);
  packet.src1 = view.getInt32(at + 12);
  packet.src2 = view.getInt32(at + 16);
  packet.src3 = view.getInt32(at + 20);
  packet.dst0 = view.getInt32(at + 24);
  packet.dst1 = view.getInt32(at + 28);
  packet.dst2 = view.getInt32(at + 32);
  packet.dst3 = view.getInt32(at + 36);
  packet.ttl = view.getUint8(at + 7);
  const protocol = view.getUint8(at + 6);
  packet.ipProtocol = protocol;
  const payloadBytes = view.getUint16(at + 4);

  let packetDeclaredEnd = declaredEnd;
  let outcome: Outcome = OK;
  if (payloadBytes !== 0) {
    const lengthEnd = next + payloadBytes;
    if (lengthEnd > declaredEnd) outcome = MALFORMED;
    else packetDeclaredEnd = lengthEnd;
  } else if (protocol === HOP_BY_HOP) {
    const jumboBytes = jumboLength(view, next, end);
    if (jumboBytes > 0 && next + jumboBytes < declaredEnd) packetDeclaredEnd = next + jumboBytes;
  }
  const packetEnd = Math.min(packetDeclaredEnd, end);
  const inner = decodeExtensions(view, next, packetEnd, packetDeclaredEnd, protocol, packet);
  return inner === OK ? outcome : inner;
}

/** Skips extension headers. Each is at least 8 bytes, so the chain is bounded by the packet. */
function decodeExtensions(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  protocol: number,
  packet: Packet,
): Outcome {
  let next = at;
  let header = protocol;
  for (;;) {
    switch (header) {
      case HOP_BY_HOP:
      case ROUTING:
      case DESTINATION:
      case MOBILITY:
      case HIP:
      case SHIM6: {
        packet.layer = LAYER_IPV6_EXTENSION;
        packet.ipProtocol = header;
        if (next + 2 > end) return short(next + 8, declaredEnd);
        const after = next + ((view.getUint8(next + 1) + 1) << 3);
        if (after > end) return short(after, declaredEnd);
        header = view.getUint8(next);
        next = after;
        break;
      }
      case FRAGMENT: {
        packet.layer = LAYER_IPV6_EXTENSION;
        packet.ipProtocol = header;
        if (next + 8 > end) return short(next + 8, declaredEnd);
        const field = view.getUint16(next + 2);
        // An "atomic" fragment (offset 0, no more) is a whole packet (RFC 6946).
        if ((field & 0xfff9) !== 0) {
          packet.fragment = field >> 3 === 0 ? 1 : 2;
          packet.fragmentId = view.getInt32(next + 4);
        }
        header = view.getUint8(next);
        next += 8;
        if (packet.fragment === 2) {
          packet.ipProtocol = header;
          packet.payloadAt = next;
          packet.payloadEnd = end;
          packet.payloadDeclaredEnd = declaredEnd;
          return OK;
        }
        break;
      }
      default:
        packet.ipProtocol = header;
        return decodeTransport(view, next, end, declaredEnd, header, packet);
    }
  }
}

/** Jumbo payload length of a hop-by-hop header at `at`, 0 when there is none. */
function jumboLength(view: DataView, at: number, end: number): number {
  if (at + 8 > end || view.getUint8(at + 2) !== JUMBO_OPTION) return 0;
  return view.getUint32(at + 4);
}
