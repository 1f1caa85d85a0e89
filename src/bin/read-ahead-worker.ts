/** Entry of the thread that reads a large capture ahead (features/analyze/engine/read-ahead). Its first message is its task. */
import { parentPort } from 'node:worker_threads';
import type { AheadTask } from '../features/analyze/engine/read-ahead/task.ts';
import { readAhead } from '../features/analyze/engine/read-ahead/thread.ts';

const port = parentPort;
if (port === null) throw new Error('read-ahead-worker: expected to be started as a worker thread');
port.once('message', (task: AheadTask) => readAhead(task, port));
