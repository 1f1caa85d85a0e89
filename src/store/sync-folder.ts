import { closeSync, fsyncSync, openSync } from 'node:fs';

/** So that a file that was made in it, or renamed into it, is found there after a power failure. Throws what the system says. */
export function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
