import { setImmediate } from 'node:timers/promises';
import type { ReadOptions } from './source.ts';

const PROGRESS_MS = 100;
/** Work without a break for timers and signals. */
const BREATH_MS = 25;

/** Keeps long reading polite: tells progress, hears the abort signal, lets the event loop turn. */
export class Pace {
  readonly signal: AbortSignal | null;
  readonly #onProgress: ReadOptions['onProgress'];
  readonly #totalBytes: number | null;
  #progressAt = performance.now();
  #breathAt = performance.now();

  /** `totalBytes`: size of the file, `null` for a pipe. */
  constructor(options: ReadOptions, totalBytes: number | null) {
    this.signal = options.signal ?? null;
    this.#onProgress = options.onProgress;
    this.#totalBytes = totalBytes;
  }

  /** To be called often with the bytes read so far. Throws the signal's reason once aborted. */
  tick(readBytes: number): void {
    this.signal?.throwIfAborted();
    if (this.#onProgress === undefined) return;
    const now = performance.now();
    if (now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    this.#onProgress(readBytes, this.#totalBytes);
  }

  /** To be awaited often in work that waits for nothing else. Throws the signal's reason once aborted. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#breathAt < BREATH_MS) return;
    await setImmediate();
    this.#breathAt = performance.now();
    this.signal?.throwIfAborted();
  }
}
