import type { Packet } from '../wire/packet.ts';
import { hashFlow } from './hash.ts';
import * as L from './layout.ts';
import { accountTcp } from './tcp-state.ts';

/** An index entry: slot + 1 in the low bits, the hash's top bits above, so that most misses need no key. */
const SLOT_BITS = 23;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
const TAG_MASK = ~SLOT_MASK;
export const MAX_CAPACITY = 1 << (SLOT_BITS - 1);

/** What `update` answers when the table is full: the packet is in the overflow counters only. */
export const NO_SLOT = -1;

/**
 * All conversations being watched: struct of arrays of fixed capacity, found through an index of twice that
 * size with linear probing. A slot keeps its number until it is removed. Nothing is allocated per packet, and
 * memory that no conversation has used yet is never touched (the kernel hands it out as zero pages).
 */
export class FlowTable {
  readonly capacity: number;
  readonly keys: Int32Array;
  readonly totals: Float64Array;
  readonly detail: Uint32Array;
  readonly detailBytes: Uint8Array;
  readonly detailHalves: Uint16Array;
  /** Source MACs of links that name no other (Linux cooked): two a slot, -1 unknown. Made when first needed. */
  sideMacs: Float64Array | null = null;
  /** Conversations in the table now. */
  size = 0;
  /** Slots ever used: every live slot is below. */
  highWater = 0;
  /** Packets and wire bytes that found the table full. */
  readonly overflow = new Float64Array(2);
  /** 1 when the last `update` opened the conversation. */
  opened = 0;
  /** 1 when the last packet went against the direction of the conversation's first. */
  direction = 0;

  readonly #index: Int32Array;
  readonly #indexMask: number;
  readonly #free: Int32Array;
  #freeCount = 0;
  readonly #seed: number;

  /** `capacity`: a power of two up to 4,194,304. `seed`: fixed for repeatable runs, random for live ones. */
  constructor(options: { readonly capacity: number; readonly seed?: number }) {
    const { capacity } = options;
    if (capacity < 2 || capacity > MAX_CAPACITY || (capacity & (capacity - 1)) !== 0) {
      throw new RangeError(`capacity: ${capacity} is not a power of two from 2 to ${MAX_CAPACITY}`);
    }
    this.capacity = capacity;
    this.keys = new Int32Array(capacity * L.KEY_WORDS);
    this.totals = new Float64Array(capacity * L.TOTAL_WORDS);
    this.detail = new Uint32Array(capacity * L.DETAIL_WORDS);
    this.detailBytes = new Uint8Array(this.detail.buffer);
    this.detailHalves = new Uint16Array(this.detail.buffer);
    this.#index = new Int32Array(capacity * 2);
    this.#indexMask = capacity * 2 - 1;
    this.#free = new Int32Array(capacity);
    this.#seed = options.seed ?? 0x5bd1e995;
  }

  /**
   * Counts one decoded packet. `clock[0]` is its time (µs), `clock[1]` its number: doubles passed as arguments
   * would be boxed. Returns the slot, or NO_SLOT when there is no room for a new conversation.
   */
  update(packet: Packet, wireBytes: number, clock: Float64Array): number {
    const tags =
      (packet.vlan + 1) | ((packet.outerVlan + 1) << 13) | (packet.tunnel << 26) | (packet.hasPorts << 30);
    const protocol = packet.etherType | ((packet.ipProtocol + 1) << 18);
    const hash = hashFlow(packet, tags, protocol, this.#seed) | 0;
    let position = hash & this.#indexMask;
    const index = this.#index;
    let slot = NO_SLOT;
    this.opened = 0;
    for (;;) {
      const entry = index[position];
      if (entry === 0) break;
      if (((entry ^ hash) & TAG_MASK) === 0) {
        const candidate = (entry & SLOT_MASK) - 1;
        const direction = this.#match(candidate, packet, tags, protocol);
        if (direction >= 0) {
          this.direction = direction;
          slot = candidate;
          break;
        }
      }
      position = (position + 1) & this.#indexMask;
    }
    if (slot === NO_SLOT) {
      slot = this.#open(packet, tags, protocol, hash, position, clock);
      if (slot === NO_SLOT) {
        this.overflow[0] += 1;
        this.overflow[1] += wireBytes;
        return NO_SLOT;
      }
    }
    this.#count(slot, packet, wireBytes, clock);
    return slot;
  }

  /** 0 or 1: the direction in which the packet belongs to the slot; -1 when it does not. */
  #match(slot: number, packet: Packet, tags: number, protocol: number): number {
    const keys = this.keys;
    const at = slot * L.KEY_WORDS;
    if (keys[at + L.KEY_TAGS] !== tags || keys[at + L.KEY_PROTOCOL] !== protocol) return -1;
    const useMac = packet.hasMac === 1;
    const srcMacLow = useMac ? packet.srcMacLow : 0;
    const dstMacLow = useMac ? packet.dstMacLow : 0;
    const srcMacHigh = useMac ? packet.srcMacHigh : 0;
    const dstMacHigh = useMac ? packet.dstMacHigh : 0;
    if (
      keys[at + L.KEY_SRC0] === packet.src0 &&
      keys[at + L.KEY_DST0] === packet.dst0 &&
      keys[at + L.KEY_PORTS] === ((packet.srcPort << 16) | packet.dstPort) &&
      keys[at + L.KEY_SRC_MAC_LOW] === srcMacLow &&
      keys[at + L.KEY_DST_MAC_LOW] === dstMacLow &&
      keys[at + L.KEY_MACS_HIGH] === ((srcMacHigh << 16) | dstMacHigh) &&
      (packet.ipVersion !== 6 ||
        (keys[at + L.KEY_SRC1] === packet.src1 &&
          keys[at + L.KEY_SRC1 + 1] === packet.src2 &&
          keys[at + L.KEY_SRC1 + 2] === packet.src3 &&
          keys[at + L.KEY_DST1] === packet.dst1 &&
          keys[at + L.KEY_DST1 + 1] === packet.dst2 &&
          keys[at + L.KEY_DST1 + 2] === packet.dst3))
    ) {
      return 0;
    }
    if (
      keys[at + L.KEY_SRC0] === packet.dst0 &&
      keys[at + L.KEY_DST0] === packet.src0 &&
      keys[at + L.KEY_PORTS] === ((packet.dstPort << 16) | packet.srcPort) &&
      keys[at + L.KEY_SRC_MAC_LOW] === dstMacLow &&
      keys[at + L.KEY_DST_MAC_LOW] === srcMacLow &&
      keys[at + L.KEY_MACS_HIGH] === ((dstMacHigh << 16) | srcMacHigh) &&
      (packet.ipVersion !== 6 ||
        (keys[at + L.KEY_SRC1] === packet.dst1 &&
          keys[at + L.KEY_SRC1 + 1] === packet.dst2 &&
          keys[at + L.KEY_SRC1 + 2] === packet.dst3 &&
          keys[at + L.KEY_DST1] === packet.src1 &&
          keys[at + L.KEY_DST1 + 1] === packet.src2 &&
          keys[at + L.KEY_DST1 + 2] === packet.src3))
    ) {
      return 1;
    }
    return -1;
  }

  #open(
    packet: Packet,
    tags: number,
    protocol: number,
    hash: number,
    position: number,
    clock: Float64Array,
  ): number {
    let slot: number;
    if (this.#freeCount > 0) slot = this.#free[--this.#freeCount];
    else if (this.highWater < this.capacity) slot = this.highWater++;
    else return NO_SLOT;
    const keys = this.keys;
    const at = slot * L.KEY_WORDS;
    const useMac = packet.hasMac === 1;
    keys[at + L.KEY_SRC0] = packet.src0;
    keys[at + L.KEY_DST0] = packet.dst0;
    keys[at + L.KEY_PORTS] = (packet.srcPort << 16) | packet.dstPort;
    keys[at + L.KEY_SRC_MAC_LOW] = useMac ? packet.srcMacLow : 0;
    keys[at + L.KEY_DST_MAC_LOW] = useMac ? packet.dstMacLow : 0;
    keys[at + L.KEY_MACS_HIGH] = useMac ? (packet.srcMacHigh << 16) | packet.dstMacHigh : 0;
    keys[at + L.KEY_TAGS] = tags;
    keys[at + L.KEY_PROTOCOL] = protocol;
    const isIpv6 = packet.ipVersion === 6;
    keys[at + L.KEY_SRC1] = isIpv6 ? packet.src1 : 0;
    keys[at + L.KEY_SRC1 + 1] = isIpv6 ? packet.src2 : 0;
    keys[at + L.KEY_SRC1 + 2] = isIpv6 ? packet.src3 : 0;
    keys[at + L.KEY_DST1] = isIpv6 ? packet.dst1 : 0;
    keys[at + L.KEY_DST1 + 1] = isIpv6 ? packet.dst2 : 0;
    keys[at + L.KEY_DST1 + 2] = isIpv6 ? packet.dst3 : 0;
    keys[at + L.KEY_HASH] = hash;
    this.totals.fill(0, slot * L.TOTAL_WORDS, (slot + 1) * L.TOTAL_WORDS);
    this.detail.fill(0, slot * L.DETAIL_WORDS, (slot + 1) * L.DETAIL_WORDS);
    this.detail[slot * L.DETAIL_WORDS + L.DETAIL_FIRST_PACKET] = clock[1];
    if (this.sideMacs !== null) this.sideMacs.fill(-1, slot * 2, slot * 2 + 2);
    this.#index[position] = (hash & TAG_MASK) | (slot + 1);
    this.size++;
    this.opened = 1;
    this.direction = 0;
    return slot;
  }

  #count(slot: number, packet: Packet, wireBytes: number, clock: Float64Array): void {
    const direction = this.direction;
    const totals = this.totals;
    const detail = this.detail;
    const at = slot * L.TOTAL_WORDS + direction * L.DIRECTION_STRIDE;
    const size = slot * L.DETAIL_WORDS + direction * 2;
    const now = clock[0];
    const packets = totals[at + L.TOTAL_PACKETS];
    totals[at + L.TOTAL_PACKETS] = packets + 1;
    totals[at + L.TOTAL_BYTES] += wireBytes;
    if (packets === 0) {
      totals[at + L.TOTAL_FIRST] = now;
      totals[at + L.TOTAL_LAST] = now;
      detail[size + L.DETAIL_MIN] = wireBytes;
      detail[size + L.DETAIL_MAX] = wireBytes;
      this.#countFirst(slot, direction, packet);
    } else {
      // Captures of several interfaces are not always in order of time.
      if (now > totals[at + L.TOTAL_LAST]) totals[at + L.TOTAL_LAST] = now;
      else if (now < totals[at + L.TOTAL_FIRST]) totals[at + L.TOTAL_FIRST] = now;
      if (wireBytes < detail[size + L.DETAIL_MIN]) detail[size + L.DETAIL_MIN] = wireBytes;
      else if (wireBytes > detail[size + L.DETAIL_MAX]) detail[size + L.DETAIL_MAX] = wireBytes;
    }
    if (packet.ipProtocol === 6 && packet.hasPorts === 1 && packet.fragment !== 2)
      accountTcp(this, slot, direction, packet, clock);
  }

  /** The first packet of a direction: its TTL, and its MAC where that is no part of the key. */
  #countFirst(slot: number, direction: number, packet: Packet): void {
    this.detailBytes[slot * L.DETAIL_WORDS * 4 + L.DETAIL_TTL_BYTE + direction] =
      packet.ipVersion === 0 ? 0 : packet.ttl;
    if (packet.hasMac !== 2) return;
    if (this.sideMacs === null) this.sideMacs = new Float64Array(this.capacity * 2).fill(-1);
    this.sideMacs[slot * 2 + direction] = packet.srcMacHigh * 0x1_0000_0000 + (packet.srcMacLow >>> 0);
  }

  /** Whether the slot holds a conversation. */
  isLive(slot: number): boolean {
    const at = slot * L.TOTAL_WORDS;
    return this.totals[at + L.TOTAL_PACKETS] + this.totals[at + L.DIRECTION_STRIDE + L.TOTAL_PACKETS] > 0;
  }

  /** Time of the last packet in either direction (µs). */
  lastSeen(slot: number): number {
    const at = slot * L.TOTAL_WORDS;
    const back = at + L.DIRECTION_STRIDE;
    if (this.totals[back + L.TOTAL_PACKETS] === 0) return this.totals[at + L.TOTAL_LAST];
    return Math.max(this.totals[at + L.TOTAL_LAST], this.totals[back + L.TOTAL_LAST]);
  }

  /** Wire bytes in both directions. */
  bytesOf(slot: number): number {
    const at = slot * L.TOTAL_WORDS + L.TOTAL_BYTES;
    return this.totals[at] + this.totals[at + L.DIRECTION_STRIDE];
  }

  /** Number of its first packet, modulo 2^32. */
  firstPacketOf(slot: number): number {
    return this.detail[slot * L.DETAIL_WORDS + L.DETAIL_FIRST_PACKET];
  }

  /** Forgets a conversation. Entries behind it in its probe run move up, so that no tombstones gather. */
  remove(slot: number): void {
    const index = this.#index;
    const mask = this.#indexMask;
    let hole = this.keys[slot * L.KEY_WORDS + L.KEY_HASH] & mask;
    while ((index[hole] & SLOT_MASK) !== slot + 1) hole = (hole + 1) & mask;
    let next = hole;
    for (;;) {
      next = (next + 1) & mask;
      const entry = index[next];
      if (entry === 0) break;
      const home = this.keys[((entry & SLOT_MASK) - 1) * L.KEY_WORDS + L.KEY_HASH] & mask;
      // Move the entry into the hole unless its home lies between the hole (excluded) and itself.
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        index[hole] = entry;
        hole = next;
      }
    }
    index[hole] = 0;
    this.totals.fill(0, slot * L.TOTAL_WORDS, (slot + 1) * L.TOTAL_WORDS);
    this.#free[this.#freeCount++] = slot;
    this.size--;
  }
}
