import type { Mac } from '../base/mac.ts';
import type { Micros } from '../base/time.ts';

/**
 * One conversation as the flow table hands it out, turned so that `src` is the initiator.
 * The table fills one record again and again: read it at once, keep nothing of it.
 */
export class FlowView {
  slot = 0;
  /** -1 on links without MACs and inside IP tunnels. */
  srcMac: Mac = -1;
  dstMac: Mac = -1;
  /** Innermost and next outer VLAN id, -1 when absent. */
  vlan = -1;
  outerVlan = -1;
  /** Ethertype code (wire/ethertypes.ts). */
  etherType = 0;
  /** 4, 6, 0 without IP. */
  ipVersion = 0;
  /** -1 without IP. */
  ipProtocol = -1;
  /** int32 words as in wire/packet.ts; all 0 without IP. */
  src0 = 0;
  src1 = 0;
  src2 = 0;
  src3 = 0;
  dst0 = 0;
  dst1 = 0;
  dst2 = 0;
  dst3 = 0;
  /** 0 when hasPorts is 0. */
  srcPort = 0;
  dstPort = 0;
  hasPorts = 0;
  /** TUNNEL_* of wire/packet.ts: what this conversation ran inside; 0 outside tunnels. */
  tunnel = 0;
  /** src → dst, then back. Wire bytes. */
  packets = 0;
  bytes = 0;
  packetsBack = 0;
  bytesBack = 0;
  /** Of each direction; 0 where that direction has no packet. */
  firstSeen: Micros = 0;
  lastSeen: Micros = 0;
  firstSeenBack: Micros = 0;
  lastSeenBack: Micros = 0;
  /** Whether the initiator sent the first packet seen; 0 when a capture began mid-conversation. */
  initiatorFirst = 1;
  minBytes = 0;
  maxBytes = 0;
  minBytesBack = 0;
  maxBytesBack = 0;
  /** TCP control bits ORed, and counts per direction. 0 when not TCP. */
  tcpFlags = 0;
  tcpFlagsBack = 0;
  syn = 0;
  synBack = 0;
  rst = 0;
  rstBack = 0;
  fin = 0;
  finBack = 0;
  retransmissions = 0;
  retransmissionsBack = 0;
  /** TTL of the first packet of each direction, 0 where there is none. A routed packet's is decremented. */
  ttl = 0;
  ttlBack = 0;
  /** SYN → SYN/ACK → ACK, µs; -1 when not seen whole. */
  handshakeRtt: Micros = -1;
  /** Application protocol (Wireshark's filter name), `null` when not recognised. */
  app: string | null = null;
  /** TLS server name or HTTP Host. */
  serverName: string | null = null;
  /** 1-based number of the first packet over the whole input. */
  firstPacket = 0;
}

/** What was told before of a conversation that goes on; turned as the view beside it is. */
export interface Told {
  readonly packets: number;
  readonly bytes: number;
  readonly packetsBack: number;
  readonly bytesBack: number;
  readonly app: string | null;
}
