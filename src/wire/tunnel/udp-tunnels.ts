import { announceInner } from '../inner.ts';
import { OK, type Outcome } from '../outcome.ts';
import { INNER_MPLS, type Packet, TUNNEL_MPLS } from '../packet.ts';
import { decodeGeneve } from './geneve.ts';
import { decodeGtp } from './gtp.ts';
import { decodeTeredo } from './teredo.ts';
import { decodeVxlan, decodeVxlanGpe } from './vxlan.ts';

const GTP_PORT = 2152;
const TEREDO_PORT = 3544;
const VXLAN_PORT = 4789;
const VXLAN_GPE_PORT = 4790;
const GENEVE_PORT = 6081;
/** RFC 7510. */
const MPLS_PORT = 6635;
/** What Linux used before IANA assigned 4789. */
const VXLAN_LINUX_PORT = 8472;

/** Whether a datagram between these ports may hold another packet: one cheap test for all that do not. */
export function mayTunnel(dstPort: number, srcPort: number): boolean {
  return (dstPort >= GTP_PORT && dstPort <= VXLAN_LINUX_PORT) || srcPort === TEREDO_PORT;
}

/** Looks for the packet inside the datagram that `packet` describes. */
export function decodeUdpTunnel(view: DataView, packet: Packet): Outcome {
  switch (packet.dstPort) {
    case VXLAN_PORT:
    case VXLAN_LINUX_PORT:
      return decodeVxlan(view, packet);
    case VXLAN_GPE_PORT:
      return decodeVxlanGpe(view, packet);
    case GENEVE_PORT:
      return decodeGeneve(view, packet);
    case GTP_PORT:
      return decodeGtp(view, packet);
    case TEREDO_PORT:
      return decodeTeredo(view, packet);
    case MPLS_PORT:
      announceInner(
        packet,
        INNER_MPLS,
        TUNNEL_MPLS,
        packet.payloadAt,
        packet.payloadEnd,
        packet.payloadDeclaredEnd,
      );
      return OK;
  }
  return packet.srcPort === TEREDO_PORT ? decodeTeredo(view, packet) : OK;
}
