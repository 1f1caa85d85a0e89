/** Writes the capture of the demo network, away from the thread that serves. */
import { parentPort, workerData } from 'node:worker_threads';
import { DEMO_MINUTES, DEMO_SEED, DEMO_START } from '../features/demo/defaults.ts';
import { demoFrames } from '../features/demo/demo-network.ts';
import { writePcap } from '../features/demo/write-pcap.ts';

export interface DemoTask {
  readonly path: string;
}

if (parentPort !== null) {
  const { path } = workerData as DemoTask;
  await writePcap(path, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: DEMO_MINUTES }));
}
