import { LAYER_LINK } from '../layers.ts';
import { MALFORMED, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeIpv4 } from './ipv4.ts';
import { decodeIpv6 } from './ipv6.ts';

/** An IP packet whose version only its own first nibble tells. */
export function decodeIp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_LINK;
  if (at >= end) return short(at + 1, declaredEnd);
  const version = view.getUint8(at) >> 4;
  if (version === 4) return decodeIpv4(view, at, end, declaredEnd, packet);
  if (version === 6) return decodeIpv6(view, at, end, declaredEnd, packet);
  return MALFORMED;
}
