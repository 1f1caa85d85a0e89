import { type Kernel, TABLE_CELLS, TABLE_HIGH_WATER, TABLE_SIZE } from './kernel/kernel.ts';
import * as L from './layout.ts';

/** glibc puts big blocks 16 bytes into a page: starting 48 bytes later, slots fall on cache lines. */
const ALIGN_BYTES = 48;

/**
 * Where conversations lie (layout.ts), and everything that can be read of one by its slot. Memory that no conversation
 * has used yet is never touched: the kernel hands it out as zero pages.
 */
export class FlowMemory {
  readonly capacity: number;
  /** One memory seen in four ways. */
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly halves: Uint16Array;
  readonly bytes: Uint8Array;
  /** Source MACs of links that name no other (Linux cooked): two a slot, -1 unknown. Made when first needed. */
  sideMacs: Float64Array<ArrayBuffer> | null = null;
  /** Small numbers that a kernel changes too: TABLE_…. */
  protected readonly cells: Int32Array;

  /** `kernel`: whose memory to lie in. */
  constructor(capacity: number, kernel: Kernel | null) {
    this.capacity = capacity;
    this.cells = kernel?.table ?? new Int32Array(TABLE_CELLS);
    const bytes = capacity * L.SLOT_BYTES;
    const memory = kernel?.buffer ?? new ArrayBuffer(bytes + ALIGN_BYTES);
    const at = kernel?.slotsAt ?? ALIGN_BYTES;
    this.words = new Int32Array(memory, at, bytes / 4);
    this.doubles = new Float64Array(memory, at, bytes / 8);
    this.halves = new Uint16Array(memory, at, bytes / 2);
    this.bytes = new Uint8Array(memory, at, bytes);
  }

  /** Conversations here now. */
  get size(): number {
    return this.cells[TABLE_SIZE];
  }

  /** Slots ever used: every live slot is below. */
  get highWater(): number {
    return this.cells[TABLE_HIGH_WATER];
  }

  /** Whether the slot holds a conversation. */
  isLive(slot: number): boolean {
    const at = slot * L.SLOT_DOUBLES + L.D_PACKETS;
    return this.doubles[at] + this.doubles[at + L.DIRECTION_DOUBLES] > 0;
  }

  /** Time of the last packet in either direction (µs). */
  lastSeen(slot: number): number {
    const at = slot * L.SLOT_DOUBLES;
    const back = at + L.DIRECTION_DOUBLES;
    if (this.doubles[back + L.D_PACKETS] === 0) return this.doubles[at + L.D_LAST];
    return Math.max(this.doubles[at + L.D_LAST], this.doubles[back + L.D_LAST]);
  }

  /** Time of the first packet in either direction (µs). */
  firstSeen(slot: number): number {
    const at = slot * L.SLOT_DOUBLES;
    const first = this.doubles[at + L.D_FIRST];
    if (this.doubles[at + L.DIRECTION_DOUBLES + L.D_PACKETS] === 0) return first;
    return Math.min(first, this.doubles[at + L.D_FIRST + 1]);
  }

  /** Number of its first packet, modulo 2^32. */
  firstPacketOf(slot: number): number {
    return this.words[slot * L.SLOT_WORDS + L.W_FIRST_PACKET] >>> 0;
  }

  /** Packets with payload that dissectors may still look at (layout.ts). */
  looksLeft(slot: number): number {
    return this.bytes[slot * L.SLOT_BYTES + L.B_INSPECT];
  }

  setLooksLeft(slot: number, count: number): void {
    this.bytes[slot * L.SLOT_BYTES + L.B_INSPECT] = count;
  }

  /** A dissector is shown a payload of it. */
  markLooked(slot: number): void {
    this.bytes[slot * L.SLOT_BYTES + L.B_STATE] |= L.STATE_LOOKED;
  }

  /** Number of the application protocol, 0 while unknown. */
  appOf(slot: number): number {
    return this.halves[slot * L.SLOT_HALVES + L.H_APP];
  }

  setApp(slot: number, app: number): void {
    this.halves[slot * L.SLOT_HALVES + L.H_APP] = app;
  }

  /** Number of the server name, 0 while unknown. */
  serverNameOf(slot: number): number {
    return this.words[slot * L.SLOT_WORDS + L.W_SERVER_NAME];
  }

  setServerName(slot: number, name: number): void {
    this.words[slot * L.SLOT_WORDS + L.W_SERVER_NAME] = name;
  }
}
