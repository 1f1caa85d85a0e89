import { announceInner } from '../inner.ts';
import { LAYER_VXLAN } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_ETHERNET, INNER_IP, INNER_NONE, type Packet, TUNNEL_VXLAN } from '../packet.ts';

const HEADER_BYTES = 8;
const FLAG_VNI = 0x08;

/** VXLAN (RFC 7348 §5) in the UDP payload. Without the VNI flag these bytes are something else: left alone. */
export function decodeVxlan(view: DataView, packet: Packet): Outcome {
  const at = packet.payloadAt;
  const next = at + HEADER_BYTES;
  if (next > packet.payloadEnd) {
    packet.layer = LAYER_VXLAN;
    return short(next, packet.payloadDeclaredEnd);
  }
  if ((view.getUint8(at) & FLAG_VNI) === 0) return OK;
  packet.layer = LAYER_VXLAN;
  announceInner(packet, INNER_ETHERNET, TUNNEL_VXLAN, next, packet.payloadEnd, packet.payloadDeclaredEnd);
  return OK;
}

/** What the next-protocol byte of VXLAN-GPE says is inside (draft-ietf-nvo3-vxlan-gpe §3.2); 0: not said. */
const GPE_INNER = [INNER_ETHERNET, INNER_IP, INNER_IP, INNER_ETHERNET];

/** VXLAN-GPE: the same header with a next-protocol byte. Some senders leave its flag (0x04) out: the byte counts. */
export function decodeVxlanGpe(view: DataView, packet: Packet): Outcome {
  const outcome = decodeVxlan(view, packet);
  if (packet.innerKind !== INNER_NONE) {
    packet.innerKind = GPE_INNER[view.getUint8(packet.payloadAt + 3)] ?? INNER_NONE;
  }
  return outcome;
}
