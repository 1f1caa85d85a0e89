import { MAX_RECORD_BYTES, type RecordWalker } from './walker.ts';

/** Twice what may be left unfinished, so that making room copies little. */
const WINDOW_BYTES = 2 * MAX_RECORD_BYTES;

/**
 * Where streamed bytes (pipes, decompressors) wait until their record is whole, so that it is contiguous.
 * Every record is walked as soon as its last byte is there. Memory stays the same whatever comes.
 */
export class Window {
  readonly #walker: RecordWalker;
  readonly #bytes = new Uint8Array(WINDOW_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  /** Unfinished record: `[at, end)`. */
  #at = 0;
  #end = 0;
  /** Offset in the stream of the window's first byte. */
  #origin = 0;

  constructor(walker: RecordWalker) {
    this.#walker = walker;
  }

  get stopped(): boolean {
    return this.#walker.stopped;
  }

  /** Copies `bytes` and walks what became whole. Ignored once the walker stopped. */
  push(bytes: Uint8Array): void {
    let taken = 0;
    while (taken < bytes.length && !this.#walker.stopped) {
      if (this.#at === this.#end || this.#end === WINDOW_BYTES) this.#moveToFront();
      const count = Math.min(bytes.length - taken, WINDOW_BYTES - this.#end);
      this.#bytes.set(bytes.subarray(taken, taken + count), this.#end);
      this.#end += count;
      taken += count;
      this.#at = this.#walker.walk(this.#view, this.#at, this.#end, this.#origin);
    }
  }

  /** No more input. */
  finish(): void {
    this.#walker.finish(this.#view, this.#at, this.#end, this.#origin);
  }

  #moveToFront(): void {
    this.#bytes.copyWithin(0, this.#at, this.#end);
    this.#origin += this.#at;
    this.#end -= this.#at;
    this.#at = 0;
  }
}
