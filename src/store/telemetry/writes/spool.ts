/**
 * What the engine refused, on disk until it accepts it: one append-only file of records, each synced before it is
 * acknowledged. Records leave in order; when the last has left the file is emptied. A crash in between brings records
 * back that were written already: batches are written once however often they are sent, so nothing needs to say where
 * reading had got to.
 *
 *   record:  "VGSP" + 4 zero bytes, length of the rest (u32 LE), CRC-32 of the rest (u32 LE), JSON head, "\n", rows
 */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder } from '../../sync-folder.ts';
import type { Batch } from './batch.ts';

const MAGIC = Buffer.from('VGSP\0\0\0\0', 'latin1');
const HEAD_BYTES = 16;
/** A length above this is not ours. */
const MAX_RECORD_BYTES = 1 << 29;

export interface Spool {
  /** Batches on disk that wait. */
  readonly count: number;
  readonly sizeBytes: number;
  /** Bytes found at opening that are no whole record. The last one, cut off by a crash, was never acknowledged. */
  readonly damagedBytes: number;
  /** Resolves when the record is synced. Throws when the disk refuses; the file is then as it was. */
  append(batch: Batch): Promise<void>;
  /** The oldest, or `null`. */
  peek(): Promise<Batch | null>;
  /** Lets go of the oldest. */
  shift(): Promise<void>;
  close(): Promise<void>;
}

interface Place {
  readonly at: number;
  readonly length: number;
}

export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'batches.spool');
  const file = await open(path, 'a+').then(async (created) => {
    await created.close();
    return open(path, 'r+');
  });
  syncFolder(folder);
  const { places, end, damagedBytes } = await scan(file);
  // What a crash left at the end would stand between the records of before and those to come.
  await file.truncate(end);
  let size = end;
  return {
    get count() {
      return places.length;
    },
    get sizeBytes() {
      return size;
    },
    damagedBytes,
    async append(batch) {
      const record = encode(batch);
      try {
        await file.write(record, 0, record.length, size).then(({ bytesWritten }) => {
          if (bytesWritten !== record.length)
            throw new Error(`${path}: ${bytesWritten} of ${record.length} bytes written`);
        });
        await file.datasync();
      } catch (error) {
        await file.truncate(size).catch(() => {});
        throw error;
      }
      places.push({ at: size + HEAD_BYTES, length: record.length - HEAD_BYTES });
      size += record.length;
    },
    async peek() {
      const [first] = places;
      return first === undefined ? null : decode(await readAt(file, first.at, first.length));
    },
    async shift() {
      places.shift();
      if (places.length > 0) return;
      await file.truncate(0);
      size = 0;
      await file.datasync();
    },
    close: () => file.close(),
  };
}

function encode({ body, ...head }: Batch): Buffer {
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
  const start = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(start);
  start.writeUInt32LE(rest.length, 8);
  start.writeUInt32LE(crc32(rest), 12);
  return Buffer.concat([start, rest]);
}

function decode(rest: Buffer): Batch {
  const newline = rest.indexOf(10);
  const head = JSON.parse(rest.toString('utf8', 0, newline)) as Omit<Batch, 'body'>;
  return { ...head, body: rest.subarray(newline + 1) };
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

/** Finds the whole records; where one is damaged, goes on at the next beginning. */
async function scan(file: FileHandle): Promise<{ places: Place[]; end: number; damagedBytes: number }> {
  const { size } = await file.stat();
  const places: Place[] = [];
  let at = 0;
  let end = 0;
  let good = 0;
  while (at + HEAD_BYTES <= size) {
    const head = await readAt(file, at, HEAD_BYTES);
    const length = head.subarray(0, 8).equals(MAGIC) ? head.readUInt32LE(8) : -1;
    if (length >= 0 && length <= MAX_RECORD_BYTES && at + HEAD_BYTES + length <= size) {
      const rest = await readAt(file, at + HEAD_BYTES, length);
      if (crc32(rest) === head.readUInt32LE(12)) {
        places.push({ at: at + HEAD_BYTES, length });
        at += HEAD_BYTES + length;
        good += HEAD_BYTES + length;
        end = at;
        continue;
      }
    }
    at = await nextBeginning(file, at + 1, size);
  }
  return { places, end, damagedBytes: size - good };
}

async function nextBeginning(file: FileHandle, from: number, size: number): Promise<number> {
  const WINDOW = 1 << 16;
  for (let at = from; at < size; at += WINDOW) {
    // Windows overlap: a beginning may lie across two.
    const found = (await readAt(file, at, WINDOW + MAGIC.length - 1)).indexOf(MAGIC);
    if (found >= 0) return at + found;
  }
  return size;
}
