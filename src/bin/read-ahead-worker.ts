/** Entry of the thread that reads a large capture ahead: see features/analyze/read-ahead. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AheadTask } from '../features/analyze/read-ahead/task.ts';
import { readAhead } from '../features/analyze/read-ahead/thread.ts';

if (parentPort === null) throw new Error('read-ahead-worker: expected to be started as a worker thread');
readAhead(workerData as AheadTask, parentPort);
