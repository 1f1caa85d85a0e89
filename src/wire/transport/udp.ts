import { LAYER_UDP } from '../layers.ts';
import { MALFORMED, OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeUdpTunnel, mayTunnel } from '../tunnel/udp-tunnels.ts';

const HEADER_BYTES = 8;

/** UDP (RFC 768). Ports are kept even of a header that is cut behind them. A length of 0 is a jumbogram's. */
export function decodeUdp(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_UDP;
  const next = at + HEADER_BYTES;
  if (next > end) {
    if (at + 4 <= end) {
      packet.srcPort = view.getUint16(at);
      packet.dstPort = view.getUint16(at + 2);
      packet.hasPorts = 1;
      packet.payloadAt = declaredEnd;
    }
    return short(next, declaredEnd);
  }
  packet.srcPort = view.getUint16(at);
  const dstPort = view.getUint16(at + 2);
  packet.dstPort = dstPort;
  packet.hasPorts = 1;
  const lengthBytes = view.getUint16(at + 4);
  packet.payloadAt = next;
  let outcome: Outcome = OK;
  if (lengthBytes !== 0) {
    const lengthEnd = at + lengthBytes;
    // The first fragment's length counts the fragments behind it too.
    if (lengthBytes < HEADER_BYTES || (lengthEnd > declaredEnd && packet.fragment === 0)) {
      outcome = MALFORMED;
    } else if (lengthEnd <= declaredEnd) {
      packet.payloadDeclaredEnd = lengthEnd;
      if (lengthEnd < end) packet.payloadEnd = lengthEnd;
    }
  }
  if (!mayTunnel(dstPort, packet.srcPort)) return outcome;
  const inner = decodeUdpTunnel(view, packet);
  return inner === OK ? outcome : inner;
}
