/**
 * The memory of the core that is at work: what memory.as is where it is compiled. `useMemory` says which before anything of it is
 * called.
 */
import type { f64, i32 } from '../../../base/machine.ts';

/** One memory seen in four ways, and what is called when no more attempts can be written down in it. */
export interface CoreMemory {
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  readonly halves: Uint16Array;
  readonly bytes: Uint8Array;
  readonly onProbesFull: () => void;
}

export function viewsOf(buffer: ArrayBufferLike): Omit<CoreMemory, 'onProbesFull'> {
  return {
    ints: new Int32Array(buffer),
    doubles: new Float64Array(buffer),
    halves: new Uint16Array(buffer),
    bytes: new Uint8Array(buffer),
  };
}

let memory: CoreMemory = { ...viewsOf(new ArrayBuffer(0)), onProbesFull: () => {} };

export function useMemory(next: CoreMemory): void {
  memory = next;
}

export function int(at: i32): i32 {
  return memory.ints[at >> 2];
}

export function setInt(at: i32, value: i32): void {
  memory.ints[at >> 2] = value;
}

export function double(at: i32): f64 {
  return memory.doubles[at >> 3];
}

export function setDouble(at: i32, value: f64): void {
  memory.doubles[at >> 3] = value;
}

export function half(at: i32): i32 {
  return memory.halves[at >> 1];
}

export function byte(at: i32): i32 {
  return memory.bytes[at];
}

export function setByte(at: i32, value: i32): void {
  memory.bytes[at] = value;
}

export function zero(at: i32, bytes: i32): void {
  memory.bytes.fill(0, at, at + bytes);
}

export function copy(to: i32, from: i32, bytes: i32): void {
  memory.bytes.copyWithin(to, from, from + bytes);
}

/** Of 32 bits, whatever overflows is lost. */
export const multiply: (a: i32, b: i32) => i32 = Math.imul;

export function probesFull(): void {
  memory.onProbesFull();
}
