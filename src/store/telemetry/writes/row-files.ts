import { mkdirSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
        await writeFile(path, rows, { mode: 0o600 });
        await work(path);
      } finally {
        // What cannot be removed now is at the next start.
        await rm(path, { force: true }).catch(() => {});
      }
    },
  };
}
