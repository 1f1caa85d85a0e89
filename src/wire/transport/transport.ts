import { announceInner } from '../inner.ts';
import { LAYER_IP_PROTOCOL } from '../layers.ts';
import { ipProtocolName } from '../names.ts';
import { decodeIcmp, decodeIcmpv6 } from '../network/icmp.ts';
import { decodeIgmp } from '../network/igmp.ts';
import { OK, type Outcome, short, UNSUPPORTED } from '../outcome.ts';
import {
  INNER_ETHERNET,
  INNER_IP,
  INNER_MPLS,
  type Packet,
  TUNNEL_ETHERIP,
  TUNNEL_IP,
  TUNNEL_MPLS,
} from '../packet.ts';
import { decodeGre } from '../tunnel/gre.ts';
import { decodePortsOnly, decodeSctp } from './sctp.ts';
import { decodeTcp } from './tcp.ts';
import { decodeUdp } from './udp.ts';

/** IP protocol numbers that decode reads further (IANA protocol-numbers). */
export const IP_PROTOCOL = {
  icmp: 1,
  igmp: 2,
  ipv4: 4,
  tcp: 6,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  none: 59,
  etherip: 97,
  sctp: 132,
  udplite: 136,
  mpls: 137,
} as const;

const AH_FIXED_BYTES = 12;
const ETHERIP_BYTES = 2;

/** What an IP packet carries. `[at, end)` is its captured payload. A later fragment has no header to read. */
export function decodeTransport(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  protocol: number,
  packet: Packet,
): Outcome {
  packet.payloadAt = at;
  packet.payloadEnd = end;
  packet.payloadDeclaredEnd = declaredEnd;
  if (packet.fragment === 2) return OK;
  if (protocol === IP_PROTOCOL.tcp) return decodeTcp(view, at, end, declaredEnd, packet);
  if (protocol === IP_PROTOCOL.udp) return decodeUdp(view, at, end, declaredEnd, packet);
  switch (protocol) {
    case IP_PROTOCOL.icmp:
      return decodeIcmp(view, at, end, declaredEnd, packet);
    case IP_PROTOCOL.icmpv6:
      return decodeIcmpv6(view, at, end, declaredEnd, packet);
    case IP_PROTOCOL.igmp:
      return decodeIgmp(view, at, end, declaredEnd, packet);
    case IP_PROTOCOL.sctp:
      return decodeSctp(view, at, end, declaredEnd, packet);
    case IP_PROTOCOL.dccp:
    case IP_PROTOCOL.udplite:
      return decodePortsOnly(view, at, end, declaredEnd, packet);
    case IP_PROTOCOL.gre:
      return decodeGre(view, at, end, declaredEnd, packet);
    case IP_PROTOCOL.ipv4:
    case IP_PROTOCOL.ipv6:
      announceInner(packet, INNER_IP, TUNNEL_IP, at, end, declaredEnd);
      return OK;
    case IP_PROTOCOL.mpls:
      announceInner(packet, INNER_MPLS, TUNNEL_MPLS, at, end, declaredEnd);
      return OK;
    case IP_PROTOCOL.etherip:
      announceInner(packet, INNER_ETHERNET, TUNNEL_ETHERIP, at + ETHERIP_BYTES, end, declaredEnd);
      return OK;
    case IP_PROTOCOL.ah:
      return decodeAh(view, at, end, declaredEnd, packet);
  }
  packet.layer = LAYER_IP_PROTOCOL;
  return ipProtocolName(protocol) === null ? UNSUPPORTED : OK;
}

/**
 * Authentication headers (RFC 4302): next header, length in words minus 2; what they protect is in clear. One packet may
 * hold thousands of them: they are walked in a loop.
 */
function decodeAh(view: DataView, at: number, end: number, declaredEnd: number, packet: Packet): Outcome {
  packet.layer = LAYER_IP_PROTOCOL;
  let next = at;
  while (packet.ipProtocol === IP_PROTOCOL.ah) {
    if (next + AH_FIXED_BYTES > end) return short(next + AH_FIXED_BYTES, declaredEnd);
    const after = next + ((view.getUint8(next + 1) + 2) << 2);
    if (after > end) return short(after, declaredEnd);
    packet.ipProtocol = view.getUint8(next);
    next = after;
  }
  return decodeTransport(view, next, end, declaredEnd, packet.ipProtocol, packet);
}
