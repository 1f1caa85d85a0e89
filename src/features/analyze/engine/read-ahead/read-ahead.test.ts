/** A file read by a thread of its own, held to the same file read without it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { A, B, captureFile, engineWith, stateOf, V4 } from '../../../../../test/fixtures/bulk-captures.ts';
import * as f from '../../../../../test/fixtures/frames.ts';
import { pcapFile, pcapngBlock, pcapngFile } from '../../../../../test/fixtures/pcap.ts';
import { type Bundles, bundleScripts } from '../../../../../test/fixtures/workers.ts';
import { roomFor } from '../../../../sources/frames/pump-file.ts';
import { readCapture } from '../../../../sources/frames/read-capture.ts';
import { type AheadTask, CELL } from './task.ts';

const CHUNK_BYTES = 512;
const folder = mkdtempSync(join(tmpdir(), 'vigie-ahead-'));
let bundles: Bundles;
beforeAll(async () => {
  bundles = await bundleScripts();
});
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true });
});

let files = 0;
function write(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.pcap`);
  writeFileSync(path, bytes);
  return path;
}

/** Has to be there before so small a file is at its end. */
function ready(worker: Worker, { control }: AheadTask): Worker {
  Atomics.wait(control, CELL.ready, 0, 10_000);
  return worker;
}

const start = (task: AheadTask): Worker => {
  const worker = new Worker(join(bundles.folder, 'read-ahead-worker.cjs'));
  worker.postMessage(task);
  return ready(worker, task);
};

/** What the engine made of the file, and how many chunks the thread read. */
async function read(path: string, startAhead: ((task: AheadTask) => Worker) | null, signal?: AbortSignal) {
  let control: Int32Array = new Int32Array(CELL.filled + 1);
  const startAnd = (task: AheadTask) => {
    control = task.control;
    return (startAhead ?? start)(task);
  };
  const engine = engineWith(roomFor(CHUNK_BYTES), 1024, startAhead === null ? {} : { startAhead: startAnd });
  const options = signal === undefined ? {} : { signal };
  const said = await readCapture({ path }, engine, options, CHUNK_BYTES);
  return { state: { said, ...stateOf(engine) }, chunks: control[CELL.filled] };
}

const usual = f.pad(
  f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 17 }, f.udp(40_000, 9000, 'a datagram'))),
);
const many = (count: number) => Array.from({ length: count }, () => usual);

describe('reading ahead', () => {
  it('counts as reading here, whatever the frames and where chunks end', async () => {
    let ahead = 0;
    await fc.assert(
      fc.asyncProperty(captureFile, async (capture) => {
        // So long that the thread gets its turn.
        const file = capture.length < 100 ? capture : f.concat(capture, ...padding(capture));
        const path = write(file);
        const it = await read(path, start);
        expect(it.state).toEqual((await read(path, null)).state);
        ahead += it.chunks;
      }),
      { numRuns: 60 },
    );
    expect(ahead).toBeGreaterThan(100);
  });

  it('reads nearly all of a large file, and stages what is usual in it', async () => {
    const path = write(pcapFile(many(5000)));
    const it = await read(path, start);
    expect(it.state).toEqual((await read(path, null)).state);
    expect(it.chunks).toBeGreaterThan(500);
  });

  it('reads on when a block is too long to be held, and when the file is damaged', async () => {
    const capture = pcapngFile(many(1000));
    const long = pcapngBlock(0xbad, new Uint8Array(1 << 21));
    for (const between of [long, new Uint8Array(40).fill(0xff)]) {
      const path = write(f.concat(capture, between, pcapngFile(many(1000))));
      const it = await read(path, start);
      expect(it.state).toEqual((await read(path, null)).state);
      expect(it.chunks).toBeGreaterThan(10);
    }
  });

  it('does without a thread that never begins, that dies, or that cannot read', async () => {
    const path = write(pcapFile(many(2000)));
    const expected = (await read(path, null)).state;
    const from = (code: string) => (task: AheadTask) =>
      new Worker(`const { control } = require('node:worker_threads').workerData; ${code}`, {
        eval: true,
        workerData: task,
      });
    const isReady = 'Atomics.store(control, 0, 1); Atomics.notify(control, 0); Atomics.wait(control, 1, 0);';
    expect((await read(path, from('process.exit(1)'))).state).toEqual(expected);
    const wakes =
      'for (let i = 0; i < 20; i++) { Atomics.wait(control, 5, 0, 1); Atomics.notify(control, 2); }';
    for (const then of [
      'throw new Error("dies")',
      'control.fill(-1, 6); Atomics.store(control, 2, 1); Atomics.notify(control, 2)',
      `${wakes} throw new Error("woke who waits, and gave nothing")`,
    ]) {
      const startIt = (task: AheadTask) => ready(from(`${isReady} ${then}`)(task), task);
      expect((await read(path, startIt)).state).toEqual(expected);
    }
  });

  it('ends when reading is given up', async () => {
    const path = write(pcapFile(many(20_000)));
    const abort = new AbortController();
    const reading = read(path, start, abort.signal);
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});

/** Records of the same format behind a capture: usual frames of one conversation. */
function padding(capture: Uint8Array): Uint8Array[] {
  const isPcapng = capture[0] === 0x0a;
  return isPcapng ? [pcapngFile(many(800))] : [pcapFile(many(800)).subarray(24)];
}
