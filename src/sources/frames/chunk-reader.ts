import { read } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { AheadStart, ReadAhead } from './read-ahead.ts';
import type { BulkSink } from './source.ts';
import { MAX_RECORD_BYTES } from './walker.ts';

/** Chunks of a thread that reads ahead come without the event loop: after so many, signals and timers have their turn. */
const BREATHE_CHUNKS = 32;

/**
 * Room for the unfinished record of the chunk before, then the chunk: a record that crosses a border is
 * made contiguous by copying its beginning in front of its end.
 *
 *     |........tttt|ccccccccccccccc|
 *                  ^ MAX_RECORD_BYTES
 */
export class Chunk {
  /** All memory that the chunk is part of. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the chunk's bytes begin. */
  readonly start: number;
  /** Bytes read, when the read has ended. Never rejects: see `error`. */
  reading: Promise<number> = Promise.resolve(0);
  error: Error | null = null;

  /** The `index`-th chunk in `room`, or one by itself. */
  constructor(chunkBytes: number, index: number, room: BulkSink | null) {
    const roomBytes = MAX_RECORD_BYTES + chunkBytes;
    this.bytes = room === null ? new Uint8Array(roomBytes) : new Uint8Array(room.buffer);
    this.view = new DataView(this.bytes.buffer);
    this.start = (room === null ? 0 : room.roomAt + index * roomBytes) + MAX_RECORD_BYTES;
  }

  fill(fd: number, position: number, chunkBytes: number): void {
    this.reading = new Promise((resolve) => {
      read(fd, this.bytes, this.start, chunkBytes, position, (error, count) => {
        this.error = error;
        resolve(error === null ? count : 0);
      });
    });
  }
}

/**
 * Fills chunks in turn: on libuv's threads, until a thread that reads ahead is ready to go on. That takes what was asked for
 * before to be walked, and begins with the first chunk that was not.
 */
export class ChunkReader {
  readonly #fd: number;
  readonly #chunks: readonly Chunk[];
  readonly #chunkBytes: number;
  #ahead: ReadAhead | null;
  /** What is asked for next, in the file. */
  #position = 0;
  /** Chunks asked for and not yet given. */
  #pending = 0;
  #state: 'reading' | 'handing over' | 'ahead' = 'reading';
  #given = 0;

  constructor(fd: number, chunks: readonly Chunk[], chunkBytes: number, ahead: ReadAhead | null) {
    this.#fd = fd;
    this.#chunks = chunks;
    this.#chunkBytes = chunkBytes;
    this.#ahead = ahead;
    for (const chunk of chunks) this.#ask(chunk);
  }

  #ask(chunk: Chunk): void {
    chunk.fill(this.#fd, this.#position, this.#chunkBytes);
    this.#position += this.#chunkBytes;
    this.#pending++;
  }

  /** Bytes of the chunk in `turn`, which begins at `position` of the file; `tail…`: the unfinished record before it. */
  async next(turn: number, position: number, tailAt: number, tailBytes: number): Promise<number> {
    if (this.#pending === 0 && this.#ahead !== null) {
      const count = await this.#nextAhead(this.#ahead, { turn, position, tailAt, tailBytes });
      if (count !== null) return count;
      this.#readAgain(turn, position);
    }
    this.#pending--;
    return this.#chunks[turn].reading;
  }

  async #nextAhead(ahead: ReadAhead, start: AheadStart): Promise<number | null> {
    if (this.#state !== 'ahead') {
      this.#state = 'ahead';
      ahead.begin(start);
    }
    this.#given++;
    if (this.#given % BREATHE_CHUNKS === 0) await setImmediate();
    for (;;) {
      const count = ahead.next();
      if (count !== null) return count;
      await setImmediate();
      if (ahead.failed) return null;
    }
  }

  /** The thread is gone: what it did not read. */
  #readAgain(turn: number, position: number): void {
    this.#state = 'reading';
    this.#ahead = null;
    this.#position = position;
    // All but the chunk before this one: it holds the beginning of a record.
    for (let i = 0; i < this.#chunks.length - 1; i++)
      this.#ask(this.#chunks[(turn + i) % this.#chunks.length]);
  }

  /** `chunk`, the one before the one given last, may be overwritten. */
  free(chunk: Chunk): void {
    if (this.#state === 'reading' && this.#ahead?.isReady === true) this.#state = 'handing over';
    if (this.#state === 'reading') this.#ask(chunk);
    else if (this.#state === 'ahead') this.#ahead?.free();
  }
}
