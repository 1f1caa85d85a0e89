import { closeSync, mkdirSync, openSync, rmSync, write } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Many rows on their way into chDB. It looks for words of SQL in everything that stands in a statement, rows as well, which
 * takes longer than reading them as rows; from a file it reads them only once. The file is gone before it would be written
 * to the disk.
 */
export interface RowFiles {
  /** Few rows are faster in their statement. */
  suit(rows: string | Uint8Array): rows is Uint8Array;
  /** Runs `work` with the path of a file that has these rows, as it may stand between quotes in SQL. */
  with(rows: Uint8Array, work: (path: string) => Promise<unknown>): Promise<void>;
}

const LEAST_BYTES = 32 * 1024;
/** What would end the quotes, or be taken for a pattern. */
const NOT_IN_A_PATH = /['\\*?{}]/;
const writeSome = promisify(write);

/** Empties `folder`, which is created. */
export function openRowFiles(folder: string): RowFiles {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isUsable = !NOT_IN_A_PATH.test(folder);
  let files = 0;
  return {
    suit: (rows): rows is Uint8Array => isUsable && typeof rows !== 'string' && rows.length >= LEAST_BYTES,
    async with(rows, work) {
      const path = join(folder, `${files++}.tsv`);
      try {
        await writeAll(path, rows);
        await work(path);
      } finally {
        // Nobody waits for it, and what cannot be removed now is at the next start.
        rm(path, { force: true }).catch(() => {});
      }
    },
  };
}

/** At once: `writeFile` takes a turn of the event loop for each half megabyte, and a turn can be long. */
async function writeAll(path: string, bytes: Uint8Array): Promise<void> {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += (await writeSome(file, bytes, at)).bytesWritten;
  } finally {
    closeSync(file);
  }
}
