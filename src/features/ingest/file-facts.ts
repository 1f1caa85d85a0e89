import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from '../../base/errors.ts';
import { say } from '../../model/messages/message.ts';
import { Refusal } from '../../model/messages/refusal.ts';

export interface FileFacts {
  readonly sizeBytes: number;
  /** When it was last changed: to see that it was not since. */
  readonly changedAtMs: number;
}

/** Throws InputError, which names the file by `name`, when it is none or larger than `maxBytes`. */
export async function fileFacts(path: string, name: string, maxBytes: number): Promise<FileFacts> {
  const found = await stat(path).catch((error: unknown) => {
    throw pathless(error, path, name);
  });
  if (!found.isFile()) throw new Refusal(say('import.not-a-file', { name }));
  if (found.size > maxBytes) {
    throw new Refusal(say('upload.too-large', { name, most: maxBytes, found: found.size }));
  }
  return { sizeBytes: found.size, changedAtMs: found.mtimeMs };
}

/** Read at once: what was read is still in the processor's cache when it is hashed. */
const HASH_BYTES = 1 << 18;

/**
 * SHA-256 of the file as it is, in hexadecimal. Blocks, for threads that do nothing else: a stream takes new memory for
 * each of its chunks, which costs a quarter of the time. Throws as `fileFacts` does.
 */
export function hashFile(path: string, name: string): string {
  const hash = createHash('sha256');
  try {
    const file = openSync(path, 'r');
    try {
      const chunk = Buffer.alloc(HASH_BYTES);
      for (;;) {
        const count = readSync(file, chunk, 0, HASH_BYTES, null);
        if (count === 0) return hash.digest('hex');
        hash.update(chunk.subarray(0, count));
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw pathless(error, path, name);
  }
}

/** The error with the name in place of the path, which is the server's own business; the system's become InputError. */
export function pathless(error: unknown, path: string, name: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const code = 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new Refusal(say('import.missing', { name }));
  if (code === 'EACCES' || code === 'EPERM') return new Refusal(say('import.denied', { name }));
  if (!error.message.includes(path)) return error;
  const message = error.message.replaceAll(path, name);
  return error instanceof InputError
    ? new InputError(message, error.exitCode)
    : new Error(message, { cause: error });
}
