import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { NewImport } from '../../features/ingest/imports.ts';
import { say } from '../../model/messages/message.ts';
import { isGzip, isZstd } from '../../sources/frames/compression/magic.ts';
import { isPcapMagic } from '../../sources/frames/pcap.ts';
import { PCAPNG_MAGIC } from '../../sources/frames/pcapng.ts';
import { Problem } from '../problems/problems.ts';

export interface UploadOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly name: string;
}

/** What an upload became: a file of ours, written and synced. */
export type StoredUpload = NewImport & { readonly sha256: string; readonly sizeBytes: number };

const MAGIC_BYTES = 4;
/** A refused client that goes on sending is listened to for this long, so that it comes to read the refusal. */
const LINGER_MS = 5000;

/**
 * Writes the body of an upload to a file of its own, block by block, synced. Whatever goes wrong, nothing of it stays.
 * Throws `empty-upload`, `not-a-capture` from the first four bytes, or `body-too-large` as soon as it is.
 */
export async function storeUpload(body: Readable, options: UploadOptions): Promise<StoredUpload> {
  const path = join(options.folder, `${randomUUID()}.upload`);
  const partial = `${path}.partial`;
  try {
    const { sizeBytes, sha256 } = await write(body, partial, options);
    await rename(partial, path);
    return { path, name: options.name, sizeBytes, sha256 };
  } catch (error) {
    await discard(partial);
    throw refusal(error, options.name);
  }
}

/** Refuses by the Content-Length alone, before a byte is read. */
export function expectLength(header: string | undefined, { maxBytes, name }: UploadOptions): void {
  if (header === undefined || !(Number(header) > maxBytes)) return;
  throw new Problem('body-too-large', say('upload.too-large', { name, most: maxBytes, found: header }));
}

/** After a refusal: reads on and throws away, then cuts the client off. */
export function lingering(body: Readable): void {
  if (body.readableEnded || body.destroyed) return;
  body.on('error', () => {});
  body.unpipe();
  body.resume();
  const timer = setTimeout(() => body.destroy(), LINGER_MS);
  timer.unref();
  body.once('close', () => clearTimeout(timer));
}

/** What the client and the disk do is no defect of ours. */
function refusal(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new Problem('upload-cut-off', say('upload.cut-off', { name }), { cause: error });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Problem('no-space', say('upload.no-space', { name }), { cause: error });
  }
  return error;
}

export const discard = (path: string): Promise<void> => rm(path, { force: true });

async function write(body: Readable, path: string, { name, maxBytes }: UploadOptions) {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let head: Buffer = Buffer.alloc(0);
  try {
    // Not destroyed when it is refused: its socket would be, before the client could read why.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (head.length < MAGIC_BYTES) {
        head = Buffer.concat([head, chunk.subarray(0, MAGIC_BYTES)]);
        if (head.length >= MAGIC_BYTES) checkMagic(head, name);
      }
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        throw new Problem('body-too-large', say('upload.goes-on', { name, most: maxBytes }));
      }
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    if (sizeBytes === 0) throw new Problem('empty-upload', say('upload.empty', { name }));
    if (sizeBytes < MAGIC_BYTES) checkMagic(head, name);
    await file.sync();
    return { sizeBytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

function checkMagic(head: Buffer, name: string): void {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= MAGIC_BYTES) {
    const magic = view.getUint32(0);
    if (isPcapMagic(magic, view.getUint32(0, true)) || magic === PCAPNG_MAGIC || isGzip(head) || isZstd(head))
      return;
  }
  const bytes = head.subarray(0, MAGIC_BYTES).toString('hex');
  throw new Problem('not-a-capture', say('upload.no-capture', { name, bytes }));
}
