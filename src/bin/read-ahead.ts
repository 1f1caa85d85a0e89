import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { AheadTask } from '../features/analyze/read-ahead/task.ts';
import { isGzip, isZstd } from '../sources/frames/compression/magic.ts';
import { AHEAD_FROM_BYTES } from '../sources/frames/pump-file.ts';

/**
 * Starts the thread that reads a large capture ahead, where there is a second core for it. Its beginning takes as long as everything
 * that comes before reading: for `first`, the path that is read first, it begins now, when that is large.
 */
export function readAheadStarter(first?: string): { readonly startAhead?: (task: AheadTask) => Worker } {
  if (process.getBuiltinModule('node:os').availableParallelism() < 2) return {};
  let early = first !== undefined && isLargeAndPlain(first) ? startWorker() : null;
  early?.unref();
  early?.once('error', () => {});
  early?.once('exit', () => {
    early = null;
  });
  return {
    startAhead: (task) => {
      const worker = early ?? startWorker();
      early = null;
      worker.postMessage(task);
      return worker;
    },
  };
}

/** It waits for its task. */
function startWorker(): Worker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  return new Worker(join(import.meta.dirname, 'read-ahead-worker.cjs'));
}

/** Never throws: who reads it says what is wrong with it. */
function isLargeAndPlain(path: string): boolean {
  try {
    const fd = openSync(path, 'r');
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile() || stat.size < AHEAD_FROM_BYTES) return false;
      const magic = new Uint8Array(4);
      readSync(fd, magic, 0, magic.length, 0);
      return !isGzip(magic) && !isZstd(magic);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
