import { LAYER_IGMP } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';

/** Type, maximum response time, checksum, group: what all versions begin with. */
const HEADER_BYTES = 8;

/** IGMP (RFC 1112, 2236, 9776): 11 query, 12, 16, 22 report of version 1, 2, 3, 17 leave. */
export function decodeIgmp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_IGMP;
  if (at < end) packet.icmpType = view.getUint8(at);
  return at + HEADER_BYTES > end ? short(at + HEADER_BYTES, declaredEnd) : OK;
}
