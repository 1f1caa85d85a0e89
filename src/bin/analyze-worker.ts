import { parentPort, workerData } from 'node:worker_threads';
import { feed } from '../features/analyze/analyze-captures.ts';
import { Engine, type EngineExport, type Shard } from '../features/analyze/engine.ts';
import type { EngineLimits } from '../features/analyze/limits.ts';
import { fileFilter } from './file-filter.ts';

/** What a worker that reads its share of a capture is started with. */
export interface ShardTask {
  readonly files: readonly string[];
  readonly filter: string | null;
  readonly shard: Shard;
  readonly limits: EngineLimits;
}

/** The first shard alone sees what goes to the inventory at once. */
const NOTHING = { sight() {}, claim() {}, dhcpServer() {}, addFlow() {} };

const port = parentPort;
if (port !== null) {
  const task = workerData as ShardTask;
  const engine = new Engine({ inventory: NOTHING, ...task.limits, shard: task.shard });
  const filter = task.filter === null ? {} : { filter: await fileFilter(task.filter) };
  const inputs = task.files.map((path) => ({ name: path, input: { path } }));
  // Inputs that are no capture are refused by the main thread, with the same words.
  await feed(engine, { inputs, ...filter });
  const result: EngineExport = engine.export();
  port.postMessage(result, [result.flows.words.buffer]);
}
