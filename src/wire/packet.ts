/**
 * The one record that decoding fills, again and again: no allocation per packet.
 * Every field is a small or 32-bit signed integer. Offsets are absolute in the DataView decoded from.
 */
export class Packet {
  /** Deepest layer entered (see layers.ts). Always valid. */
  layer = 0;
  /** 1 when both MACs are valid, 2 when only the source is (Linux cooked), 0 without MACs. */
  hasMac = 0;
  /** First two bytes of the MAC, uint16. Valid when hasMac, else 0. */
  srcMacHigh = 0;
  /** Last four bytes of the MAC, int32. Valid when hasMac, else 0. */
  srcMacLow = 0;
  dstMacHigh = 0;
  dstMacLow = 0;
  /** Innermost 802.1Q VLAN id (0…4095), -1 when untagged. Always valid. */
  vlan = -1;
  /** The tag outside it (802.1ad or Q-in-Q), -1 when there is none. Always valid. */
  outerVlan = -1;
  /** Priority code point of the innermost tag. Valid when vlan >= 0. */
  pcp = 0;
  /** Drop eligible indicator of the innermost tag. Valid when vlan >= 0. */
  dei = 0;
  /** The same of the tag outside it. Valid when outerVlan >= 0. */
  outerPcp = 0;
  outerDei = 0;
  /** Ethertype of what the link carries, or a code of ethertypes.ts for LLC and SNAP. 0: unknown. */
  etherType = 0;
  /** 4, 6, or 0 when there is no IP header. Always valid. */
  ipVersion = 0;
  /** Addresses as four int32 words; IPv4 in word 0. Valid when ipVersion is not 0; else all 0. */
  src0 = 0;
  src1 = 0;
  src2 = 0;
  src3 = 0;
  dst0 = 0;
  dst1 = 0;
  dst2 = 0;
  dst3 = 0;
  /** IP protocol number of the transport, after IPv6 extension headers. -1 without IP. */
  ipProtocol = -1;
  /** TTL or hop limit. Valid when ipVersion is not 0. */
  ttl = 0;
  /** 0 whole datagram, 1 first fragment, 2 later fragment (no ports). Valid when ipVersion is not 0. */
  fragment = 0;
  /** IP identification. Valid when fragment is not 0. */
  fragmentId = 0;
  /** UDP, TCP, SCTP ports; for ICMP and the rest 0. Valid when hasPorts. */
  srcPort = 0;
  dstPort = 0;
  hasPorts = 0;
  /** TCP flag byte (CWR…FIN). Valid when ipProtocol is 6 and hasPorts; else 0. */
  tcpFlags = 0;
  tcpSeq = 0;
  tcpAck = 0;
  tcpWindow = 0;
  /** Type of ICMP, ICMPv6 and IGMP, code of the first two. -1 when there is none. */
  icmpType = -1;
  icmpCode = -1;
  /** What the deepest decoded header carries: first byte, captured end, declared end. */
  payloadAt = 0;
  payloadEnd = 0;
  payloadDeclaredEnd = 0;
  /** Another packet inside this one (tunnels, quoted ICMP): what it is (INNER_*), and where. */
  innerKind = 0;
  /** TUNNEL_* that leads there. Valid when innerKind is not 0. */
  innerTunnel = 0;
  innerAt = 0;
  innerEnd = 0;
  innerDeclaredEnd = 0;
  /** 1 after a frame that usual-frame.ts read: what such frames have in common need not be written again. */
  usual = 0;
  /** TUNNEL_*: what this packet itself was found inside; 0 for the frame as captured. Always valid. */
  tunnel = 0;
}

/** Nothing inside. */
export const INNER_NONE = 0;
/** An Ethernet frame (VXLAN, Geneve, GRE bridging, ERSPAN, 802.1ah, pseudo-wire). */
export const INNER_ETHERNET = 1;
/** An IP packet (IP-in-IP, GRE, 6in4). */
export const INNER_IP = 2;
/** A PPP frame (GRE enhanced, PPTP). */
export const INNER_PPP = 3;
/** The beginning of an IP packet quoted by an ICMP error: it was not sent here, it is no flow. */
export const INNER_QUOTED = 4;
/** MPLS label stack (MPLS over GRE or UDP). */
export const INNER_MPLS = 5;

/** Names of tunnels by TUNNEL_* value, as Wireshark's filters write them. */
export const TUNNEL_NAMES = [
  '',
  'gre',
  'ip',
  'vxlan',
  'geneve',
  'ieee8021ah',
  'mpls',
  'erspan',
  'etherip',
  'cfp',
  'gtp',
  'teredo',
] as const;
export const TUNNEL_GRE = 1;
export const TUNNEL_IP = 2;
export const TUNNEL_VXLAN = 3;
export const TUNNEL_GENEVE = 4;
export const TUNNEL_PBB = 5;
export const TUNNEL_MPLS = 6;
export const TUNNEL_ERSPAN = 7;
export const TUNNEL_ETHERIP = 8;
export const TUNNEL_FABRIC_PATH = 9;
export const TUNNEL_GTP = 10;
export const TUNNEL_TEREDO = 11;

/** Forgets the frame before. Fields that are only valid under another one are left as they are. */
export function resetPacket(packet: Packet): void {
  packet.hasMac = 0;
  packet.srcMacHigh = 0;
  packet.srcMacLow = 0;
  packet.dstMacHigh = 0;
  packet.dstMacLow = 0;
  packet.vlan = -1;
  packet.outerVlan = -1;
  packet.etherType = 0;
  packet.ipVersion = 0;
  packet.src0 = 0;
  packet.src1 = 0;
  packet.src2 = 0;
  packet.src3 = 0;
  packet.dst0 = 0;
  packet.dst1 = 0;
  packet.dst2 = 0;
  packet.dst3 = 0;
  packet.ipProtocol = -1;
  packet.fragment = 0;
  packet.srcPort = 0;
  packet.dstPort = 0;
  packet.hasPorts = 0;
  packet.tcpFlags = 0;
  packet.icmpType = -1;
  packet.icmpCode = -1;
  packet.innerKind = 0;
  packet.usual = 0;
}
