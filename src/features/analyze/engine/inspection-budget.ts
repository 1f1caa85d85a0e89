import { INSPECT_ALWAYS } from '../../../flows/layout.ts';
import type { Packet } from '../../../wire/packet.ts';
import { IP_PROTOCOL } from '../../../wire/transport/transport.ts';

/**
 * Packets with payload of an ordinary conversation that dissectors look at. A datagram says at once what it is; a
 * stream may begin with a greeting, a proxy's header, a hello over several segments.
 */
const FIRST_DATAGRAMS = 2;
const FIRST_SEGMENTS = 4;

/** DNS, DHCP, NetBIOS, mDNS, LLMNR. */
const IDENTITY_PORTS = new Set([53, 67, 68, 137, 138, 5353, 5355]);

/** Whether each packet of the conversation may tell of somebody new: no IP, ICMPv6, name and address services. */
function isIdentity(packet: Packet): boolean {
  if (packet.ipVersion === 0 || packet.ipProtocol === IP_PROTOCOL.icmpv6) return true;
  if (packet.ipProtocol !== IP_PROTOCOL.udp) return false;
  return IDENTITY_PORTS.has(packet.dstPort) || IDENTITY_PORTS.has(packet.srcPort);
}

/** How many packets with payload of the conversation that `packet` opens are worth a look. */
export function inspectionBudget(packet: Packet): number {
  if (isIdentity(packet)) return INSPECT_ALWAYS;
  if (packet.ipProtocol === IP_PROTOCOL.udp) return FIRST_DATAGRAMS;
  return packet.ipProtocol === IP_PROTOCOL.tcp ? FIRST_SEGMENTS : 0;
}
