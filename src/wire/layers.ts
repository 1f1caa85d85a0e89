/** Layers that decoding passes through, for counting where it stopped. Index = number in Packet.layer. */
export const LAYER_NAMES = [
  'link',
  'ethernet',
  'vlan',
  'llc',
  'linux-cooked',
  'loopback',
  'ppp',
  'pppoe',
  'mpls',
  'arp',
  'ipv4',
  'ipv6',
  'ipv6-extension',
  'tcp',
  'udp',
  'icmp',
  'icmpv6',
  'sctp',
  'gre',
  'erspan',
  'vxlan',
  'geneve',
  'ip-protocol',
  'ethertype',
  'hdlc',
  'frame-relay',
  'igmp',
] as const;

export const LAYER_LINK = 0;
export const LAYER_ETHERNET = 1;
export const LAYER_VLAN = 2;
export const LAYER_LLC = 3;
export const LAYER_COOKED = 4;
export const LAYER_LOOPBACK = 5;
export const LAYER_PPP = 6;
export const LAYER_PPPOE = 7;
export const LAYER_MPLS = 8;
export const LAYER_ARP = 9;
export const LAYER_IPV4 = 10;
export const LAYER_IPV6 = 11;
export const LAYER_IPV6_EXTENSION = 12;
export const LAYER_TCP = 13;
export const LAYER_UDP = 14;
export const LAYER_ICMP = 15;
export const LAYER_ICMPV6 = 16;
export const LAYER_SCTP = 17;
export const LAYER_GRE = 18;
export const LAYER_ERSPAN = 19;
export const LAYER_VXLAN = 20;
export const LAYER_GENEVE = 21;
export const LAYER_IP_PROTOCOL = 22;
export const LAYER_ETHERTYPE = 23;
export const LAYER_HDLC = 24;
export const LAYER_FRAME_RELAY = 25;
export const LAYER_IGMP = 26;
