/** Keys and certificates in a folder of their owner only, each written as a whole or not at all. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface KeyFiles {
  /** `null` when it is not there. */
  read(name: string): string | null;
  write(name: string, text: string): void;
}

export function keyFiles(folder: string): KeyFiles {
  return {
    read(name) {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    write(name, text) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // The folder may be an older one.
      chmodSync(folder, 0o700);
      const path = join(folder, name);
      const file = openSync(`${path}.new`, 'w', 0o600);
      try {
        // The file may be what is left of a write that was cut off.
        chmodSync(`${path}.new`, 0o600);
        writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(`${path}.new`, path);
    },
  };
}
