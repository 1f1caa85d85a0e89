import { announceInner } from '../inner.ts';
import { LAYER_VXLAN } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import { INNER_ETHERNET, type Packet, TUNNEL_VXLAN } from '../packet.ts';

export const VXLAN_PORT = 4789;
/** What Linux used before IANA assigned 4789. */
export const VXLAN_LINUX_PORT = 8472;
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
