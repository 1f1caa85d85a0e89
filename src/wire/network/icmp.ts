import { announceInner } from '../inner.ts';
import { LAYER_ICMP, LAYER_ICMPV6 } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_QUOTED, type Packet } from '../packet.ts';

/** Type, code, checksum, and four bytes whose meaning depends on the type; errors quote a packet behind. */
const HEADER_BYTES = 8;
const TYPE_CODE_CHECKSUM_BYTES = 4;

/** ICMP (RFC 792): destination unreachable, source quench, redirect, time exceeded, parameter problem quote. */
export function decodeIcmp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_ICMP;
  const outcome = readTypeAndCode(view, at, end, declaredEnd, packet);
  const type = packet.icmpType;
  if (type === 3 || type === 4 || type === 5 || type === 11 || type === 12)
    quote(at, end, declaredEnd, packet);
  return outcome;
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
  const outcome = readTypeAndCode(view, at, end, declaredEnd, packet);
  if (packet.icmpType >= 1 && packet.icmpType <= 4) quote(at, end, declaredEnd, packet);
  return outcome;
}

function readTypeAndCode(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  const need = at + TYPE_CODE_CHECKSUM_BYTES;
  if (need > end) return short(need, declaredEnd);
  packet.icmpType = view.getUint8(at);
  packet.icmpCode = view.getUint8(at + 1);
  packet.payloadAt = at;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  return OK;
}

function quote(at: number, end: number, declaredEnd: number, packet: Packet): void {
  announceInner(packet, INNER_QUOTED, packet.tunnel, at + HEADER_BYTES, end, declaredEnd);
}
