/** The capture thread of one listening. */
import { randomInt } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { runCapture } from '../features/live/live-thread.ts';
import type { FromCapture, LiveTask, ToCapture } from '../features/live/messages.ts';
import { loadVendors } from './vendors.ts';

const port = parentPort;
if (port !== null) {
  const end = {
    post: (message: FromCapture, transfer: readonly ArrayBuffer[] = []) =>
      port.postMessage(message, transfer),
    on: (listener: (message: ToCapture) => void) => void port.on('message', listener),
  };
  await runCapture(workerData as LiveTask, { end, vendorOf: loadVendors(), seed: randomInt(2 ** 31) });
  port.close();
}
