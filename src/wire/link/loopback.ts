import { LAYER_LOOPBACK } from '../layers.ts';
import { decodeIpv4 } from '../network/ipv4.ts';
import { decodeIpv6 } from '../network/ipv6.ts';
import { type Outcome, short, UNSUPPORTED } from '../outcome.ts';
import type { Packet } from '../packet.ts';

const HEADER_BYTES = 4;
const AF_INET = 2;
/** AF_INET6 differs: NetBSD and OpenBSD 24, FreeBSD 28, Darwin 30, Linux 10. */
const AF_INET6 = [10, 24, 28, 30];

/** LINKTYPE_NULL (the family in the capturing host's byte order) and LINKTYPE_LOOP (network order). */
export function decodeLoopback(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_LOOPBACK;
  const next = at + HEADER_BYTES;
  if (next > end) return short(next, declaredEnd);
  const big = view.getUint32(at);
  const family = big > 0xffff ? view.getUint32(at, true) : big;
  packet.payloadAt = next;
  if (family === AF_INET) return decodeIpv4(view, next, end, declaredEnd, packet);
  if (AF_INET6.includes(family)) return decodeIpv6(view, next, end, declaredEnd, packet);
  return UNSUPPORTED;
}
