import type { Packet } from '../wire/packet.ts';
import type { FlowBatch } from './flow-batch.ts';
import { FlowMemory } from './flow-memory.ts';
import { hashFlow } from './hash.ts';
import { type Kernel, TABLE_FRESH_SLOTS, TABLE_HIGH_WATER, TABLE_SIZE } from './kernel/kernel.ts';
import * as L from './layout.ts';
import { SLOT_MASK, SlotIndex, TAG_MASK } from './slot-index.ts';
import { accountTcp } from './tcp-state.ts';

export const MAX_CAPACITY = 1 << 22;

/** What `update` answers when the table is full: the packet is in the overflow counters only. */
export const NO_SLOT = -1;

/** Seed of the hash where the same input must give the same result. */
export const FILE_SEED = 0x5bd1e995;

const DIFFERENT = -1;

/** VLANs, tunnel, whether there are ports and MACs, as W_TAGS keeps them. */
function tagsOf(packet: Packet): number {
  return (
    (packet.vlan + 1) |
    ((packet.outerVlan + 1) << 13) |
    (packet.tunnel << 26) |
    (packet.hasPorts << 30) |
    (packet.hasMac << 31)
  );
}

/** What W_PROTOCOL keeps. */
function protocolOf(packet: Packet): number {
  return packet.etherType | ((packet.ipProtocol + 1) << 18);
}

/**
 * All conversations being watched, in fixed capacity (layout.ts), found through an index with linear probing. A slot
 * keeps its number until it is removed. Nothing is allocated per packet, and memory that no conversation has used
 * yet is never touched (the kernel hands it out as zero pages).
 */
export class FlowTable extends FlowMemory {
  /** Packets and wire bytes that found the table full. */
  readonly overflow = new Float64Array(2);
  /** 1 when the last `update` opened the conversation. */
  opened = 0;
  /** 1 when the last packet went against the direction of the conversation's first. */
  direction = 0;
  /** Of no meaning: see `touch`. */
  touched = 0;

  readonly #index: SlotIndex;
  /** Slots to be used again. Made when the first conversation is removed: files seldom need it. */
  #free: Int32Array | null = null;
  #freeCount = 0;
  readonly #seed: number;

  /**
   * `capacity`: a power of two up to 4,194,304. `seed`: fixed for repeatable runs, random for live ones. `kernel`: made
   * for the same capacity and seed, it counts in this table too.
   */
  constructor(options: {
    readonly capacity: number;
    readonly seed?: number;
    readonly kernel?: Kernel | null;
  }) {
    const { capacity } = options;
    if (capacity < 2 || capacity > MAX_CAPACITY || (capacity & (capacity - 1)) !== 0) {
      throw new RangeError(`capacity: ${capacity} is not a power of two from 2 to ${MAX_CAPACITY}`);
    }
    const kernel = options.kernel ?? null;
    super(capacity, kernel);
    this.#index = new SlotIndex(this.words, capacity, kernel);
    this.#seed = options.seed ?? FILE_SEED;
  }

  /**
   * Counts one decoded packet. `clock[0]` is its time (µs), `clock[1]` its number: doubles passed as arguments
   * would be boxed. Returns the slot, or NO_SLOT when there is no room for a new conversation.
   */
  update(packet: Packet, wireBytes: number, clock: Float64Array): number {
    const tags = tagsOf(packet);
    const protocol = protocolOf(packet);
    return this.#update(
      packet,
      tags,
      protocol,
      hashFlow(packet, tags, protocol, this.#seed),
      wireBytes,
      clock,
    );
  }

  /** Takes a packet into a batch: works out its hash, touches nothing else. `wireBytes`, `clock` as for `update`. */
  put(batch: FlowBatch, wireBytes: number, clock: Float64Array): void {
    const i = batch.count++;
    const packet = batch.packets[i];
    const tags = tagsOf(packet);
    const protocol = protocolOf(packet);
    batch.tags[i] = tags;
    batch.protocols[i] = protocol;
    batch.hashes[i] = hashFlow(packet, tags, protocol, this.#seed);
    batch.wireBytes[i] = wireBytes;
    batch.clocks[i * 2] = clock[0];
    batch.clocks[i * 2 + 1] = clock[1];
  }

  /**
   * Brings the memory of a batch's conversations near. A packet alone waits for its index entry, then its key, then
   * its totals; loads that do not depend on each other are waited for all at once. Two to four times faster when
   * conversations outgrow the caches, and costs a few nanoseconds when they do not.
   */
  touch(batch: FlowBatch): void {
    const { count, hashes, near } = batch;
    const index = this.#index;
    for (let i = 0; i < count; i++) near[i] = index.guess(hashes[i]);
    const words = this.words;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const at = near[i] * L.SLOT_WORDS;
      sum ^= words[at] ^ words[at + L.W_MAX];
    }
    // Kept, so that the loads are not found useless and left out.
    this.touched = sum;
  }

  /** Counts the `i`-th packet of a batch, as `update` does. `clock` is set to its time and number. */
  updateFrom(batch: FlowBatch, i: number, clock: Float64Array): number {
    clock[0] = batch.clocks[i * 2];
    clock[1] = batch.clocks[i * 2 + 1];
    return this.#update(
      batch.packets[i],
      batch.tags[i],
      batch.protocols[i],
      batch.hashes[i],
      batch.wireBytes[i],
      clock,
    );
  }

  #update(
    packet: Packet,
    tags: number,
    protocol: number,
    hash: number,
    wireBytes: number,
    clock: Float64Array,
  ): number {
    const { entries, mask } = this.#index;
    this.opened = 0;
    let position = hash & mask;
    let slot = NO_SLOT;
    for (let entry = entries[position]; entry !== 0; entry = entries[position]) {
      if (((entry ^ hash) & TAG_MASK) === 0) {
        const candidate = (entry & SLOT_MASK) - 1;
        const direction = this.#match(candidate, packet, tags, protocol);
        if (direction !== DIFFERENT) {
          this.direction = direction;
          slot = candidate;
          break;
        }
      }
      position = (position + 1) & mask;
    }
    if (slot === NO_SLOT) {
      slot = this.#open(packet, tags, protocol, hash, clock);
      if (slot === NO_SLOT) {
        this.overflow[0] += 1;
        this.overflow[1] += wireBytes;
        return NO_SLOT;
      }
    }
    this.#count(slot, packet, wireBytes, clock);
    return slot;
  }

  /** The direction in which the packet belongs to the slot, or DIFFERENT. */
  #match(slot: number, packet: Packet, tags: number, protocol: number): number {
    const words = this.words;
    const at = slot * L.SLOT_WORDS;
    if (words[at + L.W_TAGS] !== tags || words[at + L.W_PROTOCOL] !== protocol) return DIFFERENT;
    const src0 = words[at + L.W_SRC0];
    const dst0 = words[at + L.W_DST0];
    const ports = words[at + L.W_PORTS];
    // One comparison of ports and of one address nearly always tells which way, or that it is another conversation.
    if (
      src0 === packet.src0 &&
      dst0 === packet.dst0 &&
      ports === ((packet.srcPort << 16) | packet.dstPort) &&
      this.#sameRest(at, packet, 0)
    ) {
      return 0;
    }
    if (
      src0 === packet.dst0 &&
      dst0 === packet.src0 &&
      ports === ((packet.dstPort << 16) | packet.srcPort) &&
      this.#sameRest(at, packet, 1)
    ) {
      return 1;
    }
    return DIFFERENT;
  }

  /** MACs, where both are known, and the rest of IPv6 addresses. */
  #sameRest(at: number, packet: Packet, direction: number): boolean {
    const words = this.words;
    if (packet.hasMac === 1) {
      const high = words[at + L.W_MACS_HIGH];
      const srcLow = words[at + L.W_SRC_MAC_LOW];
      const dstLow = words[at + L.W_DST_MAC_LOW];
      if (direction === 0) {
        if (srcLow !== packet.srcMacLow || dstLow !== packet.dstMacLow) return false;
        if (high !== ((packet.srcMacHigh << 16) | packet.dstMacHigh)) return false;
      } else {
        if (srcLow !== packet.dstMacLow || dstLow !== packet.srcMacLow) return false;
        if (high !== ((packet.dstMacHigh << 16) | packet.srcMacHigh)) return false;
      }
    }
    if (packet.ipVersion !== 6) return true;
    return direction === 0
      ? this.#sameIpv6(at + L.W_SRC1, at + L.W_DST1, packet)
      : this.#sameIpv6(at + L.W_DST1, at + L.W_SRC1, packet);
  }

  #sameIpv6(src: number, dst: number, packet: Packet): boolean {
    const words = this.words;
    return (
      words[src] === packet.src1 &&
      words[src + 1] === packet.src2 &&
      words[src + 2] === packet.src3 &&
      words[dst] === packet.dst1 &&
      words[dst + 1] === packet.dst2 &&
      words[dst + 2] === packet.dst3
    );
  }

  #open(packet: Packet, tags: number, protocol: number, hash: number, clock: Float64Array): number {
    let slot: number;
    if (this.#free !== null && this.#freeCount > 0) slot = this.#free[--this.#freeCount];
    else if (this.highWater < this.capacity) slot = this.cells[TABLE_HIGH_WATER]++;
    else return NO_SLOT;
    const words = this.words;
    const at = slot * L.SLOT_WORDS;
    words.fill(0, at, at + L.SLOT_WORDS);
    words[at + L.W_SRC0] = packet.src0;
    words[at + L.W_DST0] = packet.dst0;
    words[at + L.W_PORTS] = (packet.srcPort << 16) | packet.dstPort;
    if (packet.hasMac === 1) {
      words[at + L.W_SRC_MAC_LOW] = packet.srcMacLow;
      words[at + L.W_DST_MAC_LOW] = packet.dstMacLow;
      words[at + L.W_MACS_HIGH] = (packet.srcMacHigh << 16) | packet.dstMacHigh;
    }
    words[at + L.W_TAGS] = tags;
    words[at + L.W_PROTOCOL] = protocol;
    if (packet.ipVersion === 6) {
      words[at + L.W_SRC1] = packet.src1;
      words[at + L.W_SRC1 + 1] = packet.src2;
      words[at + L.W_SRC1 + 2] = packet.src3;
      words[at + L.W_DST1] = packet.dst1;
      words[at + L.W_DST1 + 1] = packet.dst2;
      words[at + L.W_DST1 + 2] = packet.dst3;
    }
    words[at + L.W_HASH] = hash;
    words[at + L.W_FIRST_PACKET] = clock[1] >>> 0;
    if (this.sideMacs !== null) this.sideMacs.fill(-1, slot * 2, slot * 2 + 2);
    this.cells[TABLE_SIZE]++;
    this.#index.add(slot, hash, this.size);
    this.opened = 1;
    this.direction = 0;
    return slot;
  }

  #count(slot: number, packet: Packet, wireBytes: number, clock: Float64Array): void {
    const direction = this.direction;
    const doubles = this.doubles;
    const words = this.words;
    const at = slot * L.SLOT_DOUBLES + direction * L.DIRECTION_DOUBLES;
    const size = slot * L.SLOT_WORDS + direction;
    const now = clock[0];
    const packets = doubles[at + L.D_PACKETS];
    doubles[at + L.D_PACKETS] = packets + 1;
    doubles[at + L.D_BYTES] += wireBytes;
    if (packets === 0) {
      doubles[at + L.D_LAST] = now;
      doubles[slot * L.SLOT_DOUBLES + L.D_FIRST + direction] = now;
      words[size + L.W_MIN] = wireBytes;
      words[size + L.W_MAX] = wireBytes;
      this.#countFirst(slot, direction, packet);
    } else {
      if (now >= doubles[at + L.D_LAST]) doubles[at + L.D_LAST] = now;
      else this.#countLate(slot * L.SLOT_DOUBLES + L.D_FIRST + direction, clock);
      if (wireBytes < words[size + L.W_MIN] >>> 0) words[size + L.W_MIN] = wireBytes;
      else if (wireBytes > words[size + L.W_MAX] >>> 0) words[size + L.W_MAX] = wireBytes;
    }
    if (packet.ipProtocol === 6 && packet.hasPorts === 1 && packet.fragment !== 2) {
      accountTcp(this, slot, direction, packet, clock);
    }
  }

  /** A packet older than the last one: captures of several interfaces are not always in order of time. */
  #countLate(firstAt: number, clock: Float64Array): void {
    if (clock[0] < this.doubles[firstAt]) this.doubles[firstAt] = clock[0];
  }

  /** The first packet of a direction: its TTL, and its MAC where that is no part of the key. */
  #countFirst(slot: number, direction: number, packet: Packet): void {
    this.bytes[slot * L.SLOT_BYTES + L.B_TTL + direction] = packet.ipVersion === 0 ? 0 : packet.ttl;
    if (packet.hasMac !== 2) return;
    if (this.sideMacs === null) this.sideMacs = new Float64Array(this.capacity * 2).fill(-1);
    this.sideMacs[slot * 2 + direction] = packet.srcMacHigh * 0x1_0000_0000 + (packet.srcMacLow >>> 0);
  }

  /** Forgets a conversation; its slot will be used again. */
  remove(slot: number): void {
    this.#index.remove(slot);
    const at = slot * L.SLOT_WORDS;
    this.words.fill(0, at, at + L.SLOT_WORDS);
    this.#free ??= new Int32Array(this.capacity);
    this.#free[this.#freeCount++] = slot;
    this.cells[TABLE_SIZE]--;
    // From now on slots are used again: which one, is decided here.
    this.cells[TABLE_FRESH_SLOTS] = 0;
  }
}
