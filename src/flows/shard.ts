import type { Packet } from '../wire/packet.ts';
import { isTunnelPort } from '../wire/tunnel/udp-tunnels.ts';

/** Packets that `peekShard` cannot place without decoding them. */
export const DECODE_FIRST = -1;

const ETHERNET = 1;
const TCP = 6;
const UDP = 17;
/** Ethernet 14, IPv4 without options 20, ports 4. */
const PEEK_BYTES = 38;
const FRAGMENT_BITS = 0x3fff;

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
  return (hash >>> 16) % count;
}

/**
 * The same, seen in the bytes of the most frequent frames: whole TCP and UDP packets over IPv4 without options on
 * Ethernet without tags. Everything else is DECODE_FIRST.
 */
export function peekShard(view: DataView, at: number, end: number, linkType: number, count: number): number {
  if (linkType !== ETHERNET || end - at < PEEK_BYTES) return DECODE_FIRST;
  if (view.getInt32(at + 12) >>> 8 !== 0x080045) return DECODE_FIRST;
  if ((view.getUint16(at + 20) & FRAGMENT_BITS) !== 0) return DECODE_FIRST;
  // Lengths that lie, and 0 for segmentation offload, are the decoder's business.
  if (view.getUint16(at + 16) < 24) return DECODE_FIRST;
  const protocol = view.getUint8(at + 23);
  if (protocol !== TCP && protocol !== UDP) return DECODE_FIRST;
  const addresses = (view.getInt32(at + 26) + view.getInt32(at + 30)) | 0;
  return place(addresses, view.getUint16(at + 34), view.getUint16(at + 36), count);
}
