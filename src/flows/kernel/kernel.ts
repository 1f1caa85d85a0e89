import type { RecordLayout } from '../../model/record-layout.ts';
import { LAYER_NAMES, LAYER_TCP, LAYER_UDP } from '../../wire/layers.ts';
import { SLOT_BYTES } from '../layout.ts';
import { KERNEL_BASE64 } from './kernel-bytes.ts';

/** Only what is used here of a global that neither Node's nor ECMAScript's types describe. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

interface KernelExports {
  place(
    staged: number,
    clock: number,
    sums: number,
    tcpStops: number,
    udpStops: number,
    table: number,
    noted: number,
    entries: number,
    slots: number,
    seed: number,
  ): void;
  countRecords(from: number, end: number, nanos: number): number;
  countBlocks(from: number, end: number, id: number, ticks: number, offset: number): number;
  within(from: number, before: number): void;
}

const PAGE_BYTES = 65_536;
/** Outcomes a layer (features/analyze/counters.ts), 8 bytes each; the first is `OK`. */
const STOPS_BYTES = 4 * 8;

/** Offsets of the small things; they share the first page. */
const CLOCK_AT = 0;
const SUMS_AT = 16;
const STOPS_AT = 64;
const STAGED_AT = 4096;
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
}

/**
 * The memory in which an engine keeps what the kernel (kernel.as) reads and writes, and the kernel on it. Memory that
 * nobody has used yet is never touched, as in FlowMemory.
 */
export class Kernel {
  readonly buffer: ArrayBuffer;
  /** [0] time, [1] number of the last frame. */
  readonly clock: Float64Array<ArrayBuffer>;
  /** See CaptureCounters. */
  readonly sums: Float64Array<ArrayBuffer>;
  readonly stops: Float64Array<ArrayBuffer>;
  /** Entries of the slot index - 1, conversations, slots ever used, how many slots the kernel may use: TABLE_…. */
  readonly table: Int32Array<ArrayBuffer>;
  /** [0] frames noted by the last `countRecords`: somebody wants to look into them. To be set to 0 by who does. */
  readonly noted: Int32Array<ArrayBuffer>;
  /** Where the bytes of a capture may be put, to be counted where they lie. */
  readonly roomAt = PAGE_BYTES;
  readonly roomBytes: number;
  readonly entriesAt: number;
  readonly slotsAt: number;
  readonly #exports: KernelExports;
  readonly #noteDoubles: Float64Array;
  readonly #noteWords: Uint32Array;

  constructor({ capacity, seed, roomBytes }: KernelOptions) {
    this.roomBytes = roomBytes;
    this.entriesAt = PAGE_BYTES + Math.ceil(roomBytes / PAGE_BYTES) * PAGE_BYTES;
    this.slotsAt = this.entriesAt + Math.ceil((capacity * 2 * 4) / PAGE_BYTES) * PAGE_BYTES;
    const pages = Math.ceil((this.slotsAt + capacity * SLOT_BYTES) / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.buffer = memory.buffer;
    this.clock = new Float64Array(this.buffer, CLOCK_AT, 2);
    this.sums = new Float64Array(this.buffer, SUMS_AT, 5);
    this.table = new Int32Array(this.buffer, TABLE_AT, TABLE_CELLS);
    this.table[TABLE_FRESH_SLOTS] = capacity;
    this.noted = new Int32Array(this.buffer, NOTED_AT, 1);
    this.#noteDoubles = new Float64Array(this.buffer, NOTES_AT, (MOST_NOTES * NOTE_BYTES) / 8);
    this.#noteWords = new Uint32Array(this.buffer, NOTES_AT, (MOST_NOTES * NOTE_BYTES) / 4);
    this.stops = new Float64Array(this.buffer, STOPS_AT, LAYER_NAMES.length * 4);
    const module = new WebAssembly.Module(kernelBytes());
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports as KernelExports;
    const stopsOf = (layer: number) => STOPS_AT + layer * STOPS_BYTES;
    this.#exports.place(
      STAGED_AT,
      CLOCK_AT,
      SUMS_AT,
      stopsOf(LAYER_TCP),
      stopsOf(LAYER_UDP),
      TABLE_AT,
      NOTED_AT,
      this.entriesAt,
      this.slotsAt,
      seed,
    );
  }

  /** From now on frames whose time (µs) is not in `[begin, after)` are left to others. */
  within(begin: number, after: number): void {
    this.#exports.within(begin, after);
  }

  /**
   * Counts the records in `[from, end)` of the memory that lie as `layout` says. Returns where the first one begins that it
   * leaves to others: not usual, not whole, no room for its conversation, or `noted` is full.
   */
  countRecords(from: number, end: number, layout: RecordLayout): number {
    if (layout.kind === 'pcap') return this.#exports.countRecords(from, end, layout.nanos ? 1 : 0) >>> 0;
    const { interfaceId, ticksPerMicro, offsetMicros } = layout;
    return this.#exports.countBlocks(from, end, interfaceId, ticksPerMicro, offsetMicros) >>> 0;
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

function kernelBytes(): Uint8Array {
  const text = atob(KERNEL_BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A kernel, or `null` where there is no WebAssembly or not so much address space: then everything is TypeScript. */
export function createKernel(options: KernelOptions): Kernel | null {
  try {
    return new Kernel(options);
  } catch (error) {
    if (error instanceof RangeError || error instanceof ReferenceError) return null;
    throw error;
  }
}
