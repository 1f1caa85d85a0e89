import { LAYER_TCP, LAYER_UDP } from './layers.ts';
import type { Packet } from './packet.ts';
import { mayTunnel } from './tunnel/udp-tunnels.ts';

const IPV4_AT = 14;
const TRANSPORT_AT = 34;
const UDP_BYTES = 8;
const TCP_BYTES = 20;
/** Ethernet, IPv4, TCP without options. */
const NEED_BYTES = TRANSPORT_AT + TCP_BYTES;
/** Offset and "more fragments". */
const FRAGMENT_BITS = 0x3fff;

/**
 * Reads the frame that most frames are: Ethernet without tags, IPv4 without options, whole, TCP or UDP, every length as
 * it should be, nothing cut before the payload. False, and nothing is written, for every other frame: the decoders of
 * its layers then read it. A test holds both to the same result. What usual frames have in common is not written: see
 * `forgetUnusual`.
 */
export function decodeUsual(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): boolean {
  // Ethertype, version and header length in one look: 08 00 45.
  if (end - at < NEED_BYTES || view.getInt32(at + 12) >>> 8 !== 0x080045) return false;
  const ipEnd = at + IPV4_AT + view.getUint16(at + 16);
  if (ipEnd > declaredEnd || (view.getUint16(at + 20) & FRAGMENT_BITS) !== 0) return false;
  const protocol = view.getUint8(at + 23);
  const transportAt = at + TRANSPORT_AT;
  const srcPort = view.getUint16(transportAt);
  const dstPort = view.getUint16(transportAt + 2);
  if (protocol === 6) {
    const payloadAt = transportAt + ((view.getUint8(transportAt + 12) >> 4) << 2);
    if (payloadAt < transportAt + TCP_BYTES || payloadAt > ipEnd || payloadAt > end) return false;
    packet.layer = LAYER_TCP;
    packet.tcpSeq = view.getInt32(transportAt + 4);
    packet.tcpAck = view.getInt32(transportAt + 8);
    packet.tcpFlags = view.getUint8(transportAt + 13);
    packet.tcpWindow = view.getUint16(transportAt + 14);
    packet.payloadAt = payloadAt;
    packet.payloadDeclaredEnd = ipEnd;
  } else {
    if (protocol !== 17 || mayTunnel(dstPort, srcPort)) return false;
    const udpEnd = transportAt + view.getUint16(transportAt + 4);
    if (udpEnd < transportAt + UDP_BYTES || udpEnd > ipEnd) return false;
    packet.layer = LAYER_UDP;
    packet.tcpFlags = 0;
    packet.payloadAt = transportAt + UDP_BYTES;
    packet.payloadDeclaredEnd = udpEnd;
  }
  packet.payloadEnd = Math.min(packet.payloadDeclaredEnd, end);
  packet.dstMacHigh = view.getUint16(at);
  packet.dstMacLow = view.getInt32(at + 2);
  packet.srcMacHigh = view.getUint16(at + 6);
  packet.srcMacLow = view.getInt32(at + 8);
  packet.ttl = view.getUint8(at + 22);
  packet.ipProtocol = protocol;
  packet.src0 = view.getInt32(at + 26);
  packet.dst0 = view.getInt32(at + 30);
  packet.srcPort = srcPort;
  packet.dstPort = dstPort;
  return true;
}

/** After a frame of another kind: what it had and no usual frame has, and what all usual frames have in common. */
export function forgetUnusual(packet: Packet): void {
  packet.hasMac = 1;
  packet.vlan = -1;
  packet.outerVlan = -1;
  packet.etherType = 0x0800;
  packet.ipVersion = 4;
  packet.src1 = 0;
  packet.src2 = 0;
  packet.src3 = 0;
  packet.dst1 = 0;
  packet.dst2 = 0;
  packet.dst3 = 0;
  packet.fragment = 0;
  packet.hasPorts = 1;
  packet.icmpType = -1;
  packet.icmpCode = -1;
  packet.innerKind = 0;
  packet.tunnel = 0;
  packet.usual = 1;
}
