/** Captures in a worker thread, terminates it in the middle of waiting, and prints `alive`. */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createCapture } from '../../src/sources/frames/af-packet/capture.ts';
import type { FrameSink } from '../../src/sources/frames/source.ts';

if (isMainThread) {
  for (let round = 0; round < 3; round++) {
    const worker = new Worker(new URL(import.meta.url));
    await new Promise((resolve) => worker.once('message', resolve));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.terminate();
  }
  console.log('alive');
} else {
  const sink: FrameSink = { clock: new Float64Array(1) as FrameSink['clock'], frame() {} };
  const capture = createCapture({ interface: 'cap0', filter: null, onEvent: () => {}, blockCount: 4 });
  await capture.start();
  parentPort?.postMessage('started');
  for (;;) if (capture.drain(sink, 4) === 0) await capture.wait(10_000);
}
