import { announceInner } from '../inner.ts';
import { LAYER_ICMP, LAYER_ICMPV6 } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_QUOTED, type Packet } from '../packet.ts';

/** Type, code, checksum, and four bytes whose meaning depends on the type; errors quote a packet behind. */
const HEADER_BYTES = 8;

/** ICMP (RFC 792): destination unreachable, source quench, redirect, time exceeded, parameter problem quote. */
export function decodeIcmp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_ICMP;
  if (at + 4 > end) return short(at + 4, declaredEnd);
  const type = view.getUint8(at);
  packet.icmpType = type;
  packet.icmpCode = view.getUint8(at + 1);
  packet.payloadAt = at;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  if (type === 3 || type === 4 || type === 5 || type === 11 || type === 12) {
    announceInner(packet, INNER_QUOTED, packet.tunnel, at + HEADER_BYTES, end, declaredEnd);
  }
  return OK;
}

/** ICMPv6 (RFC 4443): types 1–4 are errors and quote. Neighbour discovery is read by dissect/nd.ts. */
export function decodeIcmpv6(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_ICMPV6;
  if (at + 4 > end) return short(at + 4, declaredEnd);
  const type = view.getUint8(at);
  packet.icmpType = type;
  packet.icmpCode = view.getUint8(at + 1);
  packet.payloadAt = at;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  if (type >= 1 && type <= 4) {
    announceInner(packet, INNER_QUOTED, packet.tunnel, at + HEADER_BYTES, end, declaredEnd);
  }
  return OK;
}
