import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AheadTask } from '../features/analyze/read-ahead/task.ts';

/** Starts the thread that reads a large capture ahead, where there is a second core for it. */
export function readAheadStarter(): { readonly startAhead?: (task: AheadTask) => Worker } {
  if (availableParallelism() < 2) return {};
  const entry = new URL('read-ahead-worker.cjs', import.meta.url);
  return { startAhead: (task) => new Worker(entry, { workerData: task }) };
}
