import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ShardRun } from '../features/analyze/analyze-captures.ts';
import type { EngineExport } from '../features/analyze/engine.ts';
import type { EngineLimits } from '../features/analyze/limits.ts';
import type { ShardTask } from './analyze-worker.ts';
import { STANDARD_INPUT } from './cli/command.ts';

/** Below this, a worker takes longer to start than to read its share. */
const WORTH_BYTES = 64 * 1024 * 1024;
/** Each engine reads the whole file: more of them would only wait for memory. */
const MOST_SHARDS = 4;
/** pcap in both byte orders and resolutions, pcapng: what can be read twice as fast by two. */
const MAGIC = new Set(['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', 'a1b2cd34', '34cdb2a1', '0a0d0d0a']);

/**
 * Workers that share the reading of large uncompressed captures; `null` when one thread is as good: one processor,
 * a pipe, a compressed or a small file.
 */
export function startShards(
  files: readonly string[],
  filter: string | null,
  limits: EngineLimits,
): ShardRun | null {
  const count = Math.min(MOST_SHARDS, availableParallelism());
  if (count < 2 || !isWorthIt(files)) return null;
  const workers = Array.from({ length: count - 1 }, (_, i) => {
    const workerData: ShardTask = { files, filter, limits, shard: { index: i + 1, count } };
    return new Worker(new URL('analyze-worker.mjs', import.meta.url), { workerData });
  });
  return {
    count,
    results: Promise.all(workers.map(resultOf)),
    stop() {
      for (const worker of workers) void worker.terminate();
    },
  };
}

function resultOf(worker: Worker): Promise<EngineExport> {
  const result = new Promise<EngineExport>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a worker ended without a result')));
  });
  // Whoever awaits the results hears of a failure; until then it is no unhandled one.
  result.catch(() => {});
  return result;
}

function isWorthIt(files: readonly string[]): boolean {
  let bytes = 0;
  for (const file of files) {
    if (file === STANDARD_INPUT || !isPlainCapture(file)) return false;
    bytes += statSync(file).size;
  }
  return bytes >= WORTH_BYTES;
}

function isPlainCapture(file: string): boolean {
  try {
    if (!statSync(file).isFile()) return false;
    const fd = openSync(file, 'r');
    try {
      const magic = Buffer.alloc(4);
      return readSync(fd, magic, 0, 4, 0) === 4 && MAGIC.has(magic.toString('hex'));
    } finally {
      closeSync(fd);
    }
  } catch {
    return false; // the reader says what is wrong with it
  }
}
