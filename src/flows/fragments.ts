import type { Packet } from '../wire/packet.ts';

const ENTRIES = 4096;
const WORDS = 8;
/** RFC 791 and RFC 8200 give up reassembly after 15 to 60 s. */
const LIFETIME_US = 60e6;

/**
 * Ports of fragmented datagrams: only the first fragment has them, the later ones belong to the same conversation.
 * A small direct-mapped cache: a newer datagram may push an older one out, whose later fragments then stay a
 * conversation without ports.
 */
export class FragmentPorts {
  readonly #words = new Int32Array(ENTRIES * WORDS);
  readonly #times = new Float64Array(ENTRIES).fill(-1e300);
  /** Later fragments whose first one was not seen before them. */
  orphans = 0;

  /** Remembers a first fragment, or completes a later one (`srcPort`, `dstPort`, `hasPorts`). */
  apply(packet: Packet, clock: Float64Array): void {
    const words = this.#words;
    const source = packet.src0 ^ Math.imul(packet.src3, 0x9e3779b1) ^ packet.src1 ^ packet.src2;
    const target = packet.dst0 ^ Math.imul(packet.dst3, 0x85ebca6b) ^ packet.dst1 ^ packet.dst2;
    let hash = Math.imul(source ^ Math.imul(target, 0xc2b2ae35) ^ packet.fragmentId, 0x7feb352d);
    hash ^= hash >>> 15;
    const entry = hash & (ENTRIES - 1);
    const at = entry * WORDS;
    if (packet.fragment === 1) {
      if (packet.hasPorts === 0) return;
      words[at] = source;
      words[at + 1] = target;
      words[at + 2] = packet.fragmentId;
      words[at + 3] = packet.ipProtocol;
      words[at + 4] = packet.srcPort;
      words[at + 5] = packet.dstPort;
      this.#times[entry] = clock[0];
      return;
    }
    if (
      words[at] === source &&
      words[at + 1] === target &&
      words[at + 2] === packet.fragmentId &&
      words[at + 3] === packet.ipProtocol &&
      Math.abs(clock[0] - this.#times[entry]) <= LIFETIME_US
    ) {
      packet.srcPort = words[at + 4];
      packet.dstPort = words[at + 5];
      packet.hasPorts = 1;
    } else this.orphans++;
  }
}
