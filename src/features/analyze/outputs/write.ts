import { open } from 'node:fs/promises';
import { Transform, type Writable } from 'node:stream';
import { say } from '../../../model/messages/message.ts';
import { WritingRefusal } from '../../../model/messages/refusal.ts';

/**
 * Writes the chunks in order, the next one made when the stream has taken the last: memory stays at one however long the
 * text, and a reader that leaves ends the making. The stream stays open. Rejects with its error, `EPIPE` when the reader
 * has left.
 */
export async function writeChunks(out: Writable, chunks: Iterable<Uint8Array>): Promise<void> {
  // A transform may hand on the very bytes that it was given; the others are done with them when they call back.
  const isKept = out instanceof Transform;
  // The callback has the error, too; without a listener it would end the process.
  const onError = (): void => {};
  out.on('error', onError);
  try {
    for (const chunk of chunks) {
      await new Promise<void>((resolve, reject) => {
        out.write(isKept ? Buffer.from(chunk) : chunk, (error) => (error ? reject(error) : resolve()));
      });
    }
  } finally {
    out.off('error', onError);
  }
}

/** The same into a file, replacing it; resolves once everything is handed to the system and closed. */
export async function writeFileChunks(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const chunk of chunks) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}

/** That `path` could not be written, for people. The reason is the system's, in English. */
export function cannotWrite(
  what: 'write.failed' | 'write.report-failed',
  path: string,
  error: unknown,
): WritingRefusal {
  return new WritingRefusal(say(what, { path, reason: (error as Error).message }));
}
