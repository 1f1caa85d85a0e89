import type { SharedMemory } from '../../base/wasm.ts';
import type { RecordLayout } from '../../model/record-layout.ts';
import { type KernelExports, setLayout, startKernel } from './program.ts';

const LIST_FRAMES = 16_384;
/** LIST_HEADER, LIST_FRAMES, STAGED_BYTES and SIX_BYTES of stage.as. */
export const LIST_BYTES = 64 + LIST_FRAMES * (64 + 32);

/** The first half of the kernel for another thread: it reads the headers of frames into a list that `Kernel.attach` takes. */
export class Stager {
  readonly #program: KernelExports;
  readonly #words: Uint32Array;

  /** `seed`: the kernel's. */
  constructor(memory: SharedMemory, seed: number, layout: RecordLayout) {
    this.#program = startKernel(memory);
    this.#words = new Uint32Array(memory.buffer);
    this.#program.place(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, seed);
    setLayout(this.#program, layout);
  }

  /**
   * Stages the records in `[from, end)` of the memory into the list at `listAt`, as many as it holds. Returns where the first
   * record begins that is not whole, 0 when that cannot be told: the file is damaged, or a block of pcapng too long.
   */
  stage(listAt: number, from: number, end: number, most: number): number {
    return this.#program.stageAhead(listAt, from, end, Math.min(most, LIST_FRAMES)) >>> 0;
  }

  /** No frames in the list at `listAt`. */
  clear(listAt: number): void {
    this.#words.fill(0, listAt / 4, listAt / 4 + 2);
  }
}
