import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Small pieces are gathered to about this many characters before they reach the stream. */
const CHUNK_CHARS = 65_536;

function* gathered(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length >= CHUNK_CHARS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/**
 * Writes the pieces in order, waiting whenever the stream is full: memory stays at one chunk however long
 * the text. The stream stays open. Rejects with the stream's error, `EPIPE` when the reader has left.
 */
export async function writePieces(out: Writable, pieces: Iterable<string>): Promise<void> {
  await pipeline(source(pieces), out, { end: false });
}

/** The same into a file, replacing it; resolves once everything is handed to the system and closed. */
export async function writeFilePieces(path: string, pieces: Iterable<string>): Promise<void> {
  await pipeline(source(pieces), createWriteStream(path));
}

function source(pieces: Iterable<string>): Readable {
  return Readable.from(gathered(pieces), { objectMode: true, highWaterMark: 1 });
}
