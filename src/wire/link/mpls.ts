import { announceInner } from '../inner.ts';
import { LAYER_MPLS } from '../layers.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { decodeIpv6 } from '../network/ipv6.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_ETHERNET, type Packet, TUNNEL_MPLS } from '../packet.ts';

const LABEL_BYTES = 4;
const BOTTOM_OF_STACK = 0x100;
const CONTROL_WORD_BYTES = 4;
const ETHERNET_BYTES = 14;

/**
 * MPLS label stack (RFC 3032). What follows has no type field: its first nibble tells IPv4, IPv6, or a
 * pseudo-wire's control word (RFC 4385), behind which Ethernet is announced.
 */
export function decodeMpls(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  let next = at;
  for (;;) {
    packet.layer = LAYER_MPLS;
    if (next + LABEL_BYTES > end) return short(next + LABEL_BYTES, declaredEnd);
    const entry = view.getInt32(next);
    next += LABEL_BYTES;
    if ((entry & BOTTOM_OF_STACK) !== 0) break;
  }
  packet.payloadAt = next;
  if (next >= end) return short(next + 1, declaredEnd);
  const nibble = view.getUint8(next) >> 4;
  if (nibble === 4) return decodeIpv4(view, next, end, declaredEnd, packet);
  if (nibble === 6) return decodeIpv6(view, next, end, declaredEnd, packet);
  if (nibble === 0 && end - next >= CONTROL_WORD_BYTES + ETHERNET_BYTES) {
    announceInner(packet, INNER_ETHERNET, TUNNEL_MPLS, next + CONTROL_WORD_BYTES, end, declaredEnd);
  }
  return OK;
}
