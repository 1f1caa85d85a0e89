import { LAYER_HDLC } from '../layers.ts';
import { type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeEtherType } from './ethertype.ts';

const HEADER_BYTES = 4;

/** Cisco HDLC: address, control, ethertype. */
export function decodeHdlc(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_HDLC;
  const next = at + HEADER_BYTES;
  if (next > end) return short(next, declaredEnd);
  return decodeEtherType(view, next, end, declaredEnd, view.getUint16(at + 2), packet);
}
