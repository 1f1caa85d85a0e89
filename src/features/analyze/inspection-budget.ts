import { INSPECT_ALWAYS } from '../../flows/layout.ts';
import type { Packet } from '../../wire/packet.ts';
import { IP_PROTOCOL } from '../../wire/transport/transport.ts';

/**
 * Packets with payload of an ordinary conversation that dissectors look at. A datagram says at once what it is; a
 * stream may begin with a greeting, a proxy's header, a hello over several segments.
 */
const FIRST_DATAGRAMS = 2;
const FIRST_SEGMENTS = 4;
/** Name and address services: each packet may tell of somebody new. */
const IDENTITY_PORTS = new Set([53, 67, 68, 137, 138, 5353, 5355]);

/** How many packets with payload of the conversation that `packet` opens are worth a look. */
export function inspectionBudget(packet: Packet): number {
  if (packet.ipVersion === 0) return INSPECT_ALWAYS;
  switch (packet.ipProtocol) {
    case IP_PROTOCOL.icmpv6:
      return INSPECT_ALWAYS;
    case IP_PROTOCOL.udp:
      return IDENTITY_PORTS.has(packet.dstPort) || IDENTITY_PORTS.has(packet.srcPort)
        ? INSPECT_ALWAYS
        : FIRST_DATAGRAMS;
    case IP_PROTOCOL.tcp:
      return FIRST_SEGMENTS;
    default:
      return 0;
  }
}
