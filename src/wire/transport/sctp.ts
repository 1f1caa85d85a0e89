import { LAYER_IP_PROTOCOL, LAYER_SCTP } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';

const HEADER_BYTES = 12;

/** SCTP common header (RFC 9260 §3.1): ports, verification tag, checksum; chunks follow. */
export function decodeSctp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  const outcome = decodePortsOnly(view, at, end, declaredEnd, packet);
  packet.layer = LAYER_SCTP;
  if (outcome !== OK) return outcome;
  if (at + HEADER_BYTES > end) return short(at + HEADER_BYTES, declaredEnd);
  packet.payloadAt = at + HEADER_BYTES;
  return OK;
}

/** Transports that begin with two ports like UDP's and are not read further: DCCP, UDP-Lite. */
export function decodePortsOnly(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_IP_PROTOCOL;
  if (at + 4 > end) return short(at + 4, declaredEnd);
  packet.srcPort = view.getUint16(at);
  packet.dstPort = view.getUint16(at + 2);
  packet.hasPorts = 1;
  return OK;
}
