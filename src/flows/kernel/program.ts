/** The kernel's program (kernel.as) and what TypeScript calls of it. */
import type { RecordLayout } from '../../model/record-layout.ts';
import { KERNEL_BASE64 } from './kernel-bytes.ts';

/** Only what is used here of a global that neither Node's nor ECMAScript's types describe. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly CompileError: ErrorConstructor;
};

/** WebAssembly's memory: may be handed to another thread. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

export interface KernelExports {
  place(
    staged: number,
    clock: number,
    sums: number,
    tcpStops: number,
    udpStops: number,
    arpStops: number,
    table: number,
    noted: number,
    looks: number,
    entries: number,
    slots: number,
    seed: number,
  ): void;
  asRecords(nanos: number): void;
  asBlocks(id: number, ticks: number, offset: number): void;
  attach(list: number): void;
  countRecords(from: number, end: number): number;
  stageAhead(list: number, from: number, end: number, most: number): number;
  within(from: number, before: number): void;
}

/** Memory of so many pages of 64 KiB, all zero and none of it taken yet. Throws RangeError when there is not so much address space. */
export function createMemory(pages: number): SharedMemory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/**
 * An instance of the program on `memory`. Each thread has its own. Throws what `isUnsupported` knows on a processor without vectors
 * (SSE 4.1).
 */
export function instantiate(memory: SharedMemory): KernelExports {
  const module = new WebAssembly.Module(kernelBytes());
  return new WebAssembly.Instance(module, { env: { memory } }).exports as KernelExports;
}

/** Whether that was thrown because this machine has no WebAssembly, no vectors, or not so much address space. */
export function isUnsupported(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof ReferenceError) return true;
  return error instanceof WebAssembly.CompileError;
}

/** Tells the program how the records lie that it is about to be given. */
export function setLayout(program: KernelExports, layout: RecordLayout): void {
  if (layout.kind === 'pcap') program.asRecords(layout.nanos ? 1 : 0);
  else program.asBlocks(layout.interfaceId, layout.ticksPerMicro, layout.offsetMicros);
}

function kernelBytes(): Uint8Array {
  const text = atob(KERNEL_BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
