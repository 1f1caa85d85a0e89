import { announceInner } from '../inner.ts';
import { LAYER_GENEVE } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_ETHERNET, INNER_IP, INNER_NONE, type Packet, TUNNEL_GENEVE } from '../packet.ts';

const HEADER_BYTES = 8;

/** Geneve (RFC 8926 §3.4) in the UDP payload: version 2 bits, option length in words, protocol, VNI. */
export function decodeGeneve(view: DataView, packet: Packet): Outcome {
  const at = packet.payloadAt;
  const end = packet.payloadEnd;
  if (at + HEADER_BYTES > end) {
    packet.layer = LAYER_GENEVE;
    return short(at + HEADER_BYTES, packet.payloadDeclaredEnd);
  }
  const first = view.getUint8(at);
  if (first >> 6 !== 0) return OK; // another version, or another protocol on this port
  packet.layer = LAYER_GENEVE;
  const next = at + HEADER_BYTES + ((first & 0x3f) << 2);
  if (next > end) return short(next, packet.payloadDeclaredEnd);
  const type = view.getUint16(at + 2);
  const kind = type === 0x6558 ? INNER_ETHERNET : type === 0x0800 || type === 0x86dd ? INNER_IP : INNER_NONE;
  announceInner(packet, kind, TUNNEL_GENEVE, next, end, packet.payloadDeclaredEnd);
  return OK;
}
