import { createMemory, instantiate, isUnsupported, type SharedMemory } from '../../base/wasm.ts';
import { hopDistanceBit, hopLimitEvidence } from '../hop-limit.ts';
import { CORE_BASE64 } from './core-bytes.ts';
import type * as program from './program/index.ts';
import * as L from './program/layout.ts';
import { type CoreMemory, viewsOf } from './program/memory.ts';
import { type CoreLimits, reserve } from './reserve.ts';
import { runAsItIs } from './run-as-it-is.ts';

/** What program/index.ts exports. */
export type CoreProgram = typeof program;

const INT = 4;
const DOUBLE = 8;

/**
 * The tables that every conversation and every claim goes through, and the functions that do it, on one memory (program/layout.ts). They are
 * written in TypeScript that is compiled to WebAssembly (program/): a capture ends before V8 would have compiled it, and the
 * kernel (flows/kernel) calls it without a way through JavaScript. Where there is no WebAssembly, or not the address space for it, it runs as it is. Memory that
 * nobody has used yet is never touched.
 */
export class Core {
  readonly program: CoreProgram;
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  /** Called when no more attempts to reach a port can be written down: to take them, and set their number to 0. */
  onProbesFull: () => void = () => {};

  /** Throws RangeError when there is not so much memory. `compiled`: false for tests of what runs without WebAssembly. */
  constructor(limits: CoreLimits, compiled = true) {
    const { bytes, words } = reserve(limits);
    const memory = compiled ? sharedMemory(bytes) : null;
    const views = viewsOf(memory?.buffer ?? new ArrayBuffer(bytes));
    this.ints = views.ints;
    this.doubles = views.doubles;
    this.bytes = views.bytes;
    this.halves = views.halves;
    for (const [at, word] of words) this.ints[at / INT] = word;
    for (let ttl = 0; ttl < 256; ttl++) {
      this.bytes[L.HOP_KINDS + ttl] = hopLimitEvidence(ttl);
      this.ints[L.HOP_DISTANCES / INT + ttl] = hopDistanceBit(ttl);
    }
    const probesFull = () => this.onProbesFull();
    const own: CoreMemory = { ...views, onProbesFull: probesFull };
    this.program =
      memory === null ? runAsItIs(own) : (instantiate(CORE_BASE64, memory, { probesFull }) as CoreProgram);
  }

  /** The word at `at`. */
  int(at: number): number {
    return this.ints[at / INT];
  }

  /** Rows of a table, numbered from 0 to size - 1. */
  size(table: number): number {
    return this.ints[(table + L.SIZE) / INT];
  }

  /** Keys of a table, one row behind the other. */
  keys(table: number): Int32Array {
    const rows = this.int(table + L.LIMIT) * this.int(table + L.WIDTH);
    return new Int32Array(this.ints.buffer, this.int(table + L.KEYS), rows);
  }

  /** A column of ints beside the rows of a table, `column` being where its place stands in the header. */
  intColumn(table: number, column: number): Int32Array {
    return new Int32Array(this.ints.buffer, this.int(table + column), this.int(table + L.LIMIT));
  }

  /** The same of doubles; `width` of them a row. */
  doubleColumn(table: number, column: number, width = 1): Float64Array {
    return new Float64Array(this.ints.buffer, this.int(table + column), this.int(table + L.LIMIT) * width);
  }

  byteColumn(table: number, column: number): Uint8Array {
    return new Uint8Array(this.ints.buffer, this.int(table + column), this.int(table + L.LIMIT));
  }

  /** What found no room in a table, repeats included. */
  dropped(table: number): number {
    return this.doubles[(table + L.DROPPED) / DOUBLE];
  }
}

/** `null` without WebAssembly, or where there is not the address space: V8 wants ten gigabytes of it around such a memory. */
function sharedMemory(bytes: number): SharedMemory | null {
  try {
    return createMemory(bytes);
  } catch (error) {
    if (isUnsupported(error)) return null;
    throw error;
  }
}
