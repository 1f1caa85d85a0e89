/** The kernel's program (kernel.as) and what TypeScript calls of it. */
import { instantiate, type SharedMemory } from '../../base/wasm.ts';
import type { RecordLayout } from '../../model/record-layout.ts';
import { KERNEL_BASE64 } from './kernel-bytes.ts';

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
    folding: number,
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
  foldSlots(from: number, to: number): number;
  writeIndex(last: number): void;
}

/** What the kernel calls: functions of identify/core/program. */
export interface KernelCore {
  readonly end: (...what: never) => unknown;
  readonly fold: (...what: never) => unknown;
  readonly hearArp: (...what: never) => unknown;
}

const NO_CORE: KernelCore = { end: () => {}, fold: () => 0, hearArp: () => {} };

/**
 * An instance of the program on `memory`; `core`: for one that counts and folds. Throws what `isUnsupported` knows on a processor
 * without vectors (SSE 4.1).
 */
export function startKernel(memory: SharedMemory, core: KernelCore = NO_CORE): KernelExports {
  return instantiate(KERNEL_BASE64, memory, core) as KernelExports;
}

/** Tells the program how the records lie that it is about to be given. */
export function setLayout(program: KernelExports, layout: RecordLayout): void {
  if (layout.kind === 'pcap') program.asRecords(layout.nanos ? 1 : 0);
  else program.asBlocks(layout.interfaceId, layout.ticksPerMicro, layout.offsetMicros);
}
