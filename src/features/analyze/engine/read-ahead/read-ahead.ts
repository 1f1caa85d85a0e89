import type { Worker } from 'node:worker_threads';
import type { Kernel } from '../../../../flows/kernel/kernel.ts';
import type { AheadFile, AheadStart, ReadAhead } from '../../../../sources/frames/read-ahead.ts';
import { type AheadOrder, type AheadTask, CELL, FAILED_READ } from './task.ts';

const WAIT_MS = 100;

/** The counting thread's side of `thread.ts`: the kernel counts from the list of the chunk that `next` gave. */
export class ThreadReadAhead implements ReadAhead {
  failed = false;
  readonly #kernel: Kernel;
  readonly #control: Int32Array;
  readonly #chunks: number;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #order: AheadOrder | null = null;
  /** Chunks taken. */
  #taken = 0;

  constructor(kernel: Kernel, file: AheadFile, start: (task: AheadTask) => Worker) {
    const chunks = file.chunkStarts.length;
    this.#kernel = kernel;
    this.#chunks = chunks;
    this.#control = new Int32Array(new SharedArrayBuffer((CELL.counts + chunks) * 4));
    const lists = file.chunkStarts.map((_, chunk) => kernel.listAt(chunk));
    const { memory, seed } = kernel;
    this.#worker = start({ file, memory, lists, seed, control: this.#control });
    this.#worker.unref();
    this.#worker.on('error', () => {
      this.failed = true;
    });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  get isReady(): boolean {
    return Atomics.load(this.#control, CELL.ready) === 1 && this.#kernel.layout !== null;
  }

  begin(start: AheadStart): void {
    const { layout } = this.#kernel;
    if (layout === null) throw new Error('read ahead: begun before it was ready');
    this.#order = { ...start, layout };
    // All but the chunk before: it is free when the first one has been taken.
    Atomics.store(this.#control, CELL.free, this.#chunks - 1);
    this.#worker.postMessage(this.#order);
    Atomics.store(this.#control, CELL.begun, 1);
    Atomics.notify(this.#control, CELL.begun);
  }

  next(): number | null {
    const control = this.#control;
    const taken = this.#taken | 0;
    if (this.#order === null || this.failed) return null;
    if (Atomics.load(control, CELL.filled) === taken) {
      Atomics.wait(control, CELL.filled, taken, WAIT_MS);
      // Woken is not filled: the thread may have been late in telling of the chunk before.
      if (Atomics.load(control, CELL.filled) === taken) return null;
    }
    const turn = (this.#order.turn + this.#taken++) % this.#chunks;
    const count = Atomics.load(control, CELL.counts + turn);
    if (count === FAILED_READ) {
      this.failed = true;
      return null;
    }
    // Lists are of the layout that was known at the beginning; of another, the kernel stages itself.
    this.#kernel.attach(this.#kernel.layout === this.#order.layout ? turn : null);
    return count;
  }

  /** The thread sleeps when it has filled everything. It is woken for two chunks, which costs half as often. */
  free(): void {
    if (Atomics.add(this.#control, CELL.free, 1) % 2 === 0) Atomics.notify(this.#control, CELL.free);
  }

  async end(): Promise<void> {
    const control = this.#control;
    this.#kernel.attach(null);
    Atomics.store(control, CELL.stopped, 1);
    Atomics.store(control, CELL.begun, 1);
    Atomics.notify(control, CELL.begun);
    // Changed as well, for a thread that has looked whether it is stopped and has yet to fall asleep.
    Atomics.add(control, CELL.free, 1);
    Atomics.notify(control, CELL.free);
    if (Atomics.load(control, CELL.done) === 1) return;
    this.#worker.ref();
    await this.#exited;
  }
}
