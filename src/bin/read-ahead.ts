import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { AheadTask } from '../features/analyze/engine/read-ahead/task.ts';
import { isGzip, isZstd } from '../sources/frames/compression/magic.ts';
import { AHEAD_FROM_BYTES } from '../sources/frames/pump-file.ts';

/**
 * Starts the thread that reads a large capture ahead, where there is a second core for it. Its beginning takes as long as everything
 * that comes before reading: for `first`, the path that is read first, it begins now, when that is large.
 */
export function readAheadStarter(first?: string): { readonly startAhead?: (task: AheadTask) => Worker } {
  if (process.getBuiltinModule('node:os').availableParallelism() < 2) return {};
  const isNow = first !== undefined && isLargeAndPlain(first);
  if (isNow) letCompilersWait();
  let early = isNow ? startWorker() : null;
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

/** Of V8's own threads: a tenth of the share of who counts. */
const COMPILERS_NICENESS = 10;

/**
 * V8 compiles on threads of its own, which on two cores take turns with who counts and who reads. With a lower priority they have what
 * those leave, a quarter of the time. No other thread of ours has begun yet. Linux has a priority for each thread; elsewhere nothing changes.
 */
function letCompilersWait(): void {
  const { setPriority } = process.getBuiltinModule('node:os');
  try {
    for (const thread of readdirSync('/proc/self/task').map(Number))
      if (thread !== process.pid) setPriority(thread, COMPILERS_NICENESS);
  } catch {
    // No Linux, or a thread that has just ended: it is only slower.
  }
}

/** It waits for its task. */
function startWorker(): Worker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  return new Worker(join(import.meta.dirname, 'read-ahead-worker.cjs'));
}

/** Never throws: who reads it says what is wrong with it. */
function isLargeAndPlain(path: string): boolean {
  try {
    // Asked before it is opened: a named pipe must not be, for its writer would take us for its reader.
    const stat = statSync(path);
    if (!stat.isFile() || stat.size < AHEAD_FROM_BYTES) return false;
    const fd = openSync(path, 'r');
    try {
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
