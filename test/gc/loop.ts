/**
 * The process that no-allocation.test.ts starts: `loop <what> <frames>` passes that many frames along one path
 * and prints, as JSON, how many garbage collections that caused, and by how much the heap grew.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Engine } from '../../src/features/analyze/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../src/features/analyze/engine/limits.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { createInventory } from '../../src/identify/inventory.ts';
import { readCapture } from '../../src/sources/frames/read-capture.ts';
import type { FrameSink } from '../../src/sources/frames/source.ts';
import { decode } from '../../src/wire/decode.ts';
import { Packet } from '../../src/wire/packet.ts';
import { captureOf, framesInMemory } from '../bench/generate.ts';

const FRAME = 64;
const ETHERNET = 1;
/** A quarter of a million frames over and over: the passes differ in length alone. */
const PLAN = { kind: 'small', flows: 10_000, macs: 1_000, size: 250_000, seed: 3 } as const;

/** Decodes and counts. */
class Meter implements FrameSink {
  readonly clock = new Float64Array(2) as FrameSink['clock'];
  readonly flows = new FlowTable({ capacity: 16_384 });
  readonly packet = new Packet();

  frame(view: DataView, at: number, end: number, wireBytes: number, linkType: number): void {
    this.clock[1] += 1;
    if (decode(view, at, end, at + wireBytes, linkType, this.packet) !== 0) return;
    this.flows.update(this.packet, wireBytes, this.clock);
  }
}

/** The same with one short-lived object per packet: the mistake that the test must notice. */
class CarelessMeter extends Meter {
  readonly recent: { port: number; bytes: number }[] = [];

  override frame(view: DataView, at: number, end: number, wireBytes: number, linkType: number): void {
    super.frame(view, at, end, wireBytes, linkType);
    this.recent[this.clock[1] & 15] = { port: this.packet.srcPort, bytes: wireBytes };
  }
}

/** The same with one double a packet that is no small integer: boxed, 16 bytes. */
class BoxingMeter extends Meter {
  latest: { at: number | null } = { at: null };

  override frame(view: DataView, at: number, end: number, wireBytes: number, linkType: number): void {
    super.frame(view, at, end, wireBytes, linkType);
    this.latest.at = this.clock[1] + 0.5;
  }
}

/** All that `vigie analyze` and the capture worker do with a frame. */
function engine(): Engine {
  const inventory = createInventory({ vendorOf: () => null, limits: DEFAULT_LIMITS });
  return new Engine({ inventory, ...DEFAULT_LIMITS, maxFlows: 16_384 });
}

type Sink = FrameSink & { readonly flows: FlowTable };
type Pass = (frames: number) => Promise<void>;

function inMemory(sink: Sink): Pass {
  const view = framesInMemory(PLAN);
  return async (frames) => {
    for (let passed = 0; passed < frames; passed += PLAN.size) {
      for (let at = 0; at < view.byteLength; at += FRAME) sink.frame(view, at, at + FRAME, FRAME, ETHERNET);
      sink.settle?.();
    }
  };
}

function fromFile(sink: Sink): Pass {
  return async (frames) => {
    const { path } = captureOf({ ...PLAN, size: frames });
    const end = await readCapture({ path }, sink, {});
    if (!end.complete) throw new Error(`${path}: not read to its end`);
  };
}

const PATHS: Readonly<Record<string, { readonly sink: () => Sink; readonly pass: (sink: Sink) => Pass }>> = {
  table: { sink: () => new Meter(), pass: inMemory },
  engine: { sink: engine, pass: inMemory },
  file: { sink: engine, pass: fromFile },
  careless: { sink: () => new CarelessMeter(), pass: inMemory },
  boxing: { sink: () => new BoxingMeter(), pass: inMemory },
};

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
observer.observe({ entryTypes: ['gc'] });

const path = PATHS[process.argv[2]];
const sink = path.sink();
const pass = path.pass(sink);
const frames = Number(process.argv[3]);
// Warm-up: the compiler is done, every conversation is open. Twice, so that the file is written before.
await pass(frames);
await pass(frames);
// An empty young generation, so that what warming up left in it does not decide when it is full.
globalThis.gc?.({ type: 'minor' });
// Entries are delivered between turns of the event loop.
await sleep(50);
const before = { frames: sink.clock[1], collections, heap: process.memoryUsage().heapUsed };
await pass(frames);
const heapBytes = process.memoryUsage().heapUsed - before.heap;
await sleep(50);
observer.disconnect();
console.log(
  JSON.stringify({
    frames: sink.clock[1] - before.frames,
    flows: sink.flows.size,
    collections: collections - before.collections,
    heapBytes,
  }),
);
