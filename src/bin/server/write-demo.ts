import { Worker } from 'node:worker_threads';
import type { DemoTask } from '../demo-worker.ts';

/** Writes the demo network's capture to `path`, in a worker. Rejects with what went wrong there. */
export function writeDemo(path: string): Promise<void> {
  const workerData: DemoTask = { path };
  const worker = new Worker(new URL('demo-worker.mjs', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the worker that writes the demo ended with ${code}`));
    });
  });
}
