import { createMemory, isUnsupported, type SharedMemory } from '../../base/wasm.ts';
import type { RecordLayout } from '../../model/record-layout.ts';
import { LAYER_ARP, LAYER_NAMES, LAYER_TCP, LAYER_UDP } from '../../wire/layers.ts';
import { SLOT_BYTES } from '../layout.ts';
import { FoldTables } from './fold-tables.ts';
import { LookTables } from './look-tables.ts';
import { type KernelCore, type KernelExports, setLayout, startKernel } from './program.ts';
import { LIST_BYTES } from './stager.ts';

const PAGE_BYTES = 65_536;
/** Outcomes a layer (features/analyze/engine/counters.ts), 8 bytes each; the first is `OK`. */
const STOPS_BYTES = 4 * 8;

/** Offsets of the small things; they share the first page. */
const CLOCK_AT = 0;
const SUMS_AT = 16;
const STOPS_AT = 64;
const SCRATCH_AT = 4096;
const TABLE_AT = 8192;
const NOTED_AT = 8256;

/** Frames that the kernel can note before somebody has to look into them; each takes NOTE_BYTES behind their count. */
export const MOST_NOTES = 2048;
const NOTES_AT = NOTED_AT + 8;
const NOTE_BYTES = 24;

/** Of `Kernel.table`, and of a flow table without a kernel. */
export const TABLE_MASK = 0;
export const TABLE_SIZE = 1;
export const TABLE_HIGH_WATER = 2;
export const TABLE_FRESH_SLOTS = 3;
export const TABLE_CELLS = 4;

export interface KernelOptions {
  /** Conversations. */
  readonly capacity: number;
  readonly seed: number;
  /** Bytes of a capture that are in memory at once. */
  readonly roomBytes: number;
  /** Who hears of conversations and of ARP. */
  readonly core: KernelCore;
  /** Lists of frames that another thread may stage (stager.ts). */
  readonly lists?: number;
}

/**
 * The memory in which an engine keeps what the kernel (kernel.as) reads and writes, and the kernel on it. Memory that
 * nobody has used yet is never touched, as in FlowMemory.
 */
export class Kernel {
  readonly memory: SharedMemory;
  readonly buffer: SharedArrayBuffer;
  /** [0] time, [1] number of the last frame. */
  readonly clock: Float64Array<SharedArrayBuffer>;
  /** See CaptureCounters. */
  readonly sums: Float64Array<SharedArrayBuffer>;
  readonly stops: Float64Array<SharedArrayBuffer>;
  /** Entries of the slot index - 1, conversations, slots ever used, how many slots the kernel may use: TABLE_…. */
  readonly table: Int32Array<SharedArrayBuffer>;
  /** [0] frames noted by the last `countRecords`: somebody wants to look into them. To be set to 0 by who does. */
  readonly noted: Int32Array<SharedArrayBuffer>;
  /** Where the bytes of a capture may be put, to be counted where they lie. */
  readonly roomAt = PAGE_BYTES;
  readonly roomBytes: number;
  readonly seed: number;
  /** What it may look into by itself. */
  readonly looks: LookTables;
  /** What it needs to fold conversations. */
  readonly folding: FoldTables;
  readonly entriesAt: number;
  readonly slotsAt: number;
  readonly #listsAt: number;
  readonly #program: KernelExports;
  #layout: RecordLayout | null = null;
  readonly #noteDoubles: Float64Array;
  readonly #noteWords: Uint32Array;

  constructor({ capacity, seed, roomBytes, core, lists = 0 }: KernelOptions) {
    this.seed = seed;
    this.roomBytes = roomBytes;
    this.#listsAt = this.roomAt + wholePages(roomBytes);
    const looksAt = this.#listsAt + wholePages(lists * LIST_BYTES);
    const foldingAt = looksAt + wholePages(LookTables.BYTES);
    this.entriesAt = foldingAt + wholePages(FoldTables.BYTES);
    this.slotsAt = this.entriesAt + wholePages(capacity * 2 * 4);
    this.memory = createMemory(this.slotsAt + capacity * SLOT_BYTES);
    this.buffer = this.memory.buffer;
    this.clock = new Float64Array(this.buffer, CLOCK_AT, 2);
    this.sums = new Float64Array(this.buffer, SUMS_AT, 5);
    this.table = new Int32Array(this.buffer, TABLE_AT, TABLE_CELLS);
    this.table[TABLE_FRESH_SLOTS] = capacity;
    this.noted = new Int32Array(this.buffer, NOTED_AT, 1);
    this.#noteDoubles = new Float64Array(this.buffer, NOTES_AT, (MOST_NOTES * NOTE_BYTES) / 8);
    this.#noteWords = new Uint32Array(this.buffer, NOTES_AT, (MOST_NOTES * NOTE_BYTES) / 4);
    this.stops = new Float64Array(this.buffer, STOPS_AT, LAYER_NAMES.length * 4);
    this.looks = new LookTables(this.buffer, looksAt);
    this.folding = new FoldTables(this.buffer, foldingAt);
    this.#program = startKernel(this.memory, core);
    const stopsOf = (layer: number) => STOPS_AT + layer * STOPS_BYTES;
    this.#program.place(
      SCRATCH_AT,
      CLOCK_AT,
      SUMS_AT,
      stopsOf(LAYER_TCP),
      stopsOf(LAYER_UDP),
      stopsOf(LAYER_ARP),
      TABLE_AT,
      NOTED_AT,
      looksAt,
      foldingAt,
      this.entriesAt,
      this.slotsAt,
      seed,
    );
  }

  /** From now on frames whose time (µs) is not in `[begin, after)` are left to others. */
  within(begin: number, after: number): void {
    this.#program.within(begin, after);
  }

  /**
   * Counts the records in `[from, end)` of the memory that lie as `layout` says. Returns where the first one begins that it
   * leaves to others: not usual, not whole, no room for its conversation, or `noted` is full.
   */
  countRecords(from: number, end: number, layout: RecordLayout): number {
    if (layout !== this.#layout) {
      // What is staged ahead was read in the other way.
      this.attach(null);
      setLayout(this.#program, layout);
      this.#layout = layout;
    }
    return this.#program.countRecords(from, end) >>> 0;
  }

  /** Folds the conversations in the slots `[from, to)` into the core. Returns the first that it leaves to others. */
  fold(from: number, to: number): number {
    return this.#program.foldSlots(from, to) >>> 0;
  }

  /** Writes the slot index anew for so many entries, a power of two. */
  writeIndex(entries: number): void {
    this.#program.writeIndex(entries - 1);
  }

  /** Of the last `countRecords`, `null` when there was none. */
  get layout(): RecordLayout | null {
    return this.#layout;
  }

  /** Where the list of that number lies. */
  listAt(list: number): number {
    return this.#listsAt + list * LIST_BYTES;
  }

  /** Records that are in this list are not staged again, until the next call. `null` for no list. */
  attach(list: number | null): void {
    this.#program.attach(list === null ? 0 : this.listAt(list));
  }

  /**
   * Where the record of the `i`-th noted frame begins; in pcapng, where one would that has its lengths and frame there. Its
   * time and number are put into `clock`.
   */
  noteAt(i: number, clock: Float64Array): number {
    clock[0] = this.#noteDoubles[i * 3];
    clock[1] = this.#noteDoubles[i * 3 + 1];
    return this.#noteWords[i * 6 + 4];
  }

  /** Slot × 2 + direction of the `i`-th noted frame. */
  noteWay(i: number): number {
    return this.#noteWords[i * 6 + 5];
  }
}

function wholePages(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

/** A kernel, or `null` where this machine has not what it needs (`isUnsupported`): then everything is TypeScript. */
export function createKernel(options: KernelOptions): Kernel | null {
  try {
    return new Kernel(options);
  } catch (error) {
    if (isUnsupported(error)) return null;
    throw error;
  }
}
