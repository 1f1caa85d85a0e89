import type { Packet } from '../wire/packet.ts';

/**
 * Hash of a conversation, the same in both directions: each endpoint is mixed alone, the two are added.
 * `seed` makes collisions unpredictable to whoever sends the packets (live capture).
 */
export function hashFlow(packet: Packet, tags: number, protocol: number, seed: number): number {
  let source = packet.src0;
  let target = packet.dst0;
  if (packet.ipVersion === 6) {
    source = foldIpv6(source, packet.src1, packet.src2, packet.src3);
    target = foldIpv6(target, packet.dst1, packet.dst2, packet.dst3);
  }
  // Where only the source MAC is known it is no part of the key.
  const useMac = packet.hasMac & 1;
  const sum =
    mixEndpoint(source, packet.srcPort, packet.srcMacLow ^ (packet.srcMacHigh << 13), useMac, seed) +
    mixEndpoint(target, packet.dstPort, packet.dstMacLow ^ (packet.dstMacHigh << 13), useMac, seed);
  let hash = sum ^ Math.imul(tags, 0x9e3779b1) ^ Math.imul(protocol, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (hash ^ (hash >>> 15)) | 0;
}

/** Three products that do not wait for each other, then one round that makes the sum of both sides unpredictable. */
function mixEndpoint(address: number, port: number, mac: number, useMac: number, seed: number): number {
  const hash =
    Math.imul(address ^ seed, 0x85ebca6b) ^
    Math.imul(port + 0x3c6ef372, 0xc2b2ae35) ^
    Math.imul(mac & -useMac, 0x27d4eb2f);
  return Math.imul(hash ^ (hash >>> 15), 0x165667b1);
}

function foldIpv6(w0: number, w1: number, w2: number, w3: number): number {
  let hash = Math.imul(w0, 0x9e3779b1) ^ w1;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ w2;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ w3;
  return hash;
}
