/** The thread that reads the file of one import. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromReader, ReadTask, ToReader } from '../features/ingest/reading/messages.ts';
import { runReader } from '../features/ingest/reading/reader-thread.ts';
import { readAheadStarter } from './read-ahead.ts';
import { loadVendors } from './vendors.ts';

const port = parentPort;
if (port !== null) {
  const end = {
    post: (message: FromReader, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer),
    on: (listener: (message: ToReader) => void) => void port.on('message', listener),
  };
  await runReader(workerData as ReadTask, { end, vendorOf: loadVendors(), ...readAheadStarter() });
  port.close();
}
