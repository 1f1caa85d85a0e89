/** Regular files: reading runs on libuv's threads while records are walked here. */
import { read } from 'node:fs';
import { MAX_RECORD_BYTES, type RecordWalker } from './walker.ts';

/**
 * Bytes asked for at once. Measured on a page-cached file of 5 million 64-byte frames: 256 KiB 4.4 GB/s,
 * 1 MiB 6.4 GB/s, 4 MiB no better, and 1 MiB still finds room in a second-level cache.
 */
export const CHUNK_BYTES = 1 << 20;
/** One is walked, one is ready, one is being read. */
const CHUNKS = 3;

/**
 * Room for the unfinished record of the chunk before, then the chunk: a record that crosses a border is
 * made contiguous by copying its beginning in front of its end.
 *
 *     |........tttt|ccccccccccccccc|
 *                  ^ MAX_RECORD_BYTES
 */
class Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  /** Bytes read, when the read has ended. Never rejects: see `error`. */
  reading: Promise<number> = Promise.resolve(0);
  error: Error | null = null;

  constructor(chunkBytes: number) {
    this.bytes = new Uint8Array(MAX_RECORD_BYTES + chunkBytes);
    this.view = new DataView(this.bytes.buffer);
  }

  fill(fd: number, position: number, chunkBytes: number): void {
    this.reading = new Promise((resolve) => {
      read(fd, this.bytes, MAX_RECORD_BYTES, chunkBytes, position, (error, count) => {
        this.error = error;
        resolve(error === null ? count : 0);
      });
    });
  }
}

export interface Pump {
  readonly walker: RecordWalker;
  /** Bytes read at once. */
  readonly chunkBytes: number;
  /** Called before each chunk with the bytes walked so far; may throw to end the pumping. */
  tick(readBytes: number): void;
  /** Called when reading failed, before the walker is told that there is no more. */
  failed(error: Error): void;
}

/**
 * Walks the whole file `fd` from its beginning to its end as it is now.
 * When it returns or throws, no read is under way: `fd` may be closed.
 */
export async function pumpFile(fd: number, pump: Pump): Promise<void> {
  const chunks = Array.from({ length: CHUNKS }, () => new Chunk(pump.chunkBytes));
  try {
    await walkChunks(fd, pump, chunks);
  } finally {
    await Promise.all(chunks.map((chunk) => chunk.reading));
  }
}

async function walkChunks(fd: number, pump: Pump, chunks: readonly Chunk[]): Promise<void> {
  const { walker, chunkBytes } = pump;
  let asked = 0;
  const ask = (chunk: Chunk) => {
    chunk.fill(fd, asked, chunkBytes);
    asked += chunkBytes;
  };
  for (const chunk of chunks) ask(chunk);

  let position = 0;
  let before = chunks[0];
  let tailAt = 0;
  let tailBytes = 0;
  for (let turn = 0; ; turn = (turn + 1) % CHUNKS) {
    const chunk = chunks[turn];
    const count = await chunk.reading;
    pump.tick(position);
    const at = MAX_RECORD_BYTES - tailBytes;
    chunk.bytes.set(before.bytes.subarray(tailAt, tailAt + tailBytes), at);
    if (position > 0) ask(before);
    const end = MAX_RECORD_BYTES + count;
    const origin = position - MAX_RECORD_BYTES;
    const left = walker.walk(chunk.view, at, end, origin);
    // A short read is the end: what the file grew by since then would be read with a gap.
    if (count < chunkBytes || walker.stopped) {
      if (chunk.error !== null) pump.failed(chunk.error);
      walker.finish(chunk.view, left, end, origin);
      return;
    }
    position += count;
    before = chunk;
    tailAt = left;
    tailBytes = end - left;
  }
}
