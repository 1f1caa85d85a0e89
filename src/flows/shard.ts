import type { Packet } from '../wire/packet.ts';
import { isTunnelPort } from '../wire/tunnel/udp-tunnels.ts';

/** Packets that `peekShard` cannot place without decoding them. */
export const DECODE_FIRST = -1;

const ETHERNET = 1;
const ETHERNET_BYTES = 14;
const TAG_BYTES = 4;
const TYPE_IPV4 = 0x0800;
const TYPE_IPV6 = 0x86dd;
const TYPE_VLAN = 0x8100;
const TCP = 6;
const UDP = 17;
const IPV4_BYTES = 20;
const IPV6_BYTES = 40;
const PORT_BYTES = 4;
/** Offset and "more fragments". */
const FRAGMENT_BITS = 0x3fff;
/**
 * Shares of the first engine and of every other one: the first also has everything that is not TCP or UDP, and the
 * inventory.
 */
const PARTS_OF_FIRST = 2;
const PARTS_OF_OTHERS = 3;

/**
 * Name and address services (DNS, DHCP, NetBIOS, mDNS, LLMNR): what they tell depends on the order of all of them, so
 * one shard sees them all.
 */
export function isIdentityPort(port: number): boolean {
  return (
    port === 53 ||
    port === 67 ||
    port === 68 ||
    port === 137 ||
    port === 138 ||
    port === 5353 ||
    port === 5355
  );
}

/** Whether a conversation belongs to the first engine whatever its addresses. */
function isForFirst(port: number): boolean {
  return isIdentityPort(port) || isTunnelPort(port);
}

/**
 * Which of `count` engines a conversation belongs to, the same in both directions: TCP and UDP by addresses and ports,
 * everything else, identity services and tunnels with all that is in them included, to the first.
 */
export function shardOf(packet: Packet, count: number): number {
  const protocol = packet.ipProtocol;
  if (packet.tunnel !== 0 || packet.hasPorts === 0 || (protocol !== TCP && protocol !== UDP)) return 0;
  let sum = packet.src0 + packet.dst0;
  if (packet.ipVersion === 6) {
    sum += packet.src1 + packet.dst1 + packet.src2 + packet.dst2 + packet.src3 + packet.dst3;
  }
  return place(sum | 0, packet.srcPort, packet.dstPort, count);
}

function place(addresses: number, srcPort: number, dstPort: number, count: number): number {
  if (isForFirst(srcPort) || isForFirst(dstPort)) return 0;
  let hash = Math.imul(addresses ^ Math.imul(srcPort + dstPort, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  const part = (hash >>> 16) % (PARTS_OF_FIRST + (count - 1) * PARTS_OF_OTHERS);
  return part < PARTS_OF_FIRST ? 0 : 1 + (((part - PARTS_OF_FIRST) / PARTS_OF_OTHERS) | 0);
}

/**
 * The same, seen in the bytes of the most frequent frames: Ethernet with one VLAN tag at most, IPv4 without options or
 * IPv6 without extension headers, whole TCP and UDP packets. Everything else is DECODE_FIRST.
 */
export function peekShard(view: DataView, at: number, end: number, linkType: number, count: number): number {
  if (linkType !== ETHERNET || end - at < ETHERNET_BYTES + TAG_BYTES + IPV4_BYTES + PORT_BYTES)
    return DECODE_FIRST;
  let type = view.getUint16(at + 12);
  let next = at + ETHERNET_BYTES;
  if (type === TYPE_VLAN) {
    type = view.getUint16(at + 16);
    next += TAG_BYTES;
  }
  if (type === TYPE_IPV4) return peekIpv4(view, next, count);
  return type === TYPE_IPV6 ? peekIpv6(view, next, end, count) : DECODE_FIRST;
}

function peekIpv4(view: DataView, at: number, count: number): number {
  const protocol = view.getUint8(at + 9);
  if (view.getUint8(at) !== 0x45 || (protocol !== TCP && protocol !== UDP)) return DECODE_FIRST;
  if ((view.getUint16(at + 6) & FRAGMENT_BITS) !== 0) return DECODE_FIRST;
  // Lengths that lie, and 0 for segmentation offload, are the decoder's business.
  if (view.getUint16(at + 2) < IPV4_BYTES + PORT_BYTES) return DECODE_FIRST;
  const addresses = (view.getInt32(at + 12) + view.getInt32(at + 16)) | 0;
  return place(addresses, view.getUint16(at + 20), view.getUint16(at + 22), count);
}

function peekIpv6(view: DataView, at: number, end: number, count: number): number {
  if (at + IPV6_BYTES + PORT_BYTES > end || view.getUint8(at) >> 4 !== 6) return DECODE_FIRST;
  const protocol = view.getUint8(at + 6);
  if ((protocol !== TCP && protocol !== UDP) || view.getUint16(at + 4) < PORT_BYTES) return DECODE_FIRST;
  let addresses = 0;
  for (let word = at + 8; word < at + IPV6_BYTES; word += 4)
    addresses = (addresses + view.getInt32(word)) | 0;
  return place(addresses, view.getUint16(at + 40), view.getUint16(at + 42), count);
}
