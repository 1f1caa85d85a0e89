import { LAYER_PPPOE } from '../layers.ts';
import { MALFORMED, OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodePpp } from './ppp.ts';

const HEADER_BYTES = 6;

/** PPPoE session stage (RFC 2516 §4): version and type 1, code 0, session id, length, then PPP. */
export function decodePppoe(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_PPPOE;
  const next = at + HEADER_BYTES;
  if (next > end) return short(next, declaredEnd);
  if (view.getUint8(at) !== 0x11) return MALFORMED;
  const lengthEnd = next + view.getUint16(at + 4);
  const outcome = decodePpp(view, next, Math.min(end, lengthEnd), Math.min(declaredEnd, lengthEnd), packet);
  return outcome === OK && lengthEnd > declaredEnd ? MALFORMED : outcome;
}
