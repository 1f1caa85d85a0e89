/**
 * Frames in memory → decode → flow table, on one core: what the per-packet path costs without any reading.
 * 64-byte frames are its worst case. Every line runs in this one process, beside the naive table.
 *
 * Rates are per second of processor time, so that neighbours on a shared machine do not count.
 *
 * Options: --rounds 7  --frames 2000000
 */
import { Engine } from '../../src/features/analyze/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../src/features/analyze/engine/limits.ts';
import { BATCH_PACKETS, FlowBatch } from '../../src/flows/flow-batch.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { createInventory } from '../../src/identify/inventory.ts';
import { decode } from '../../src/wire/decode.ts';
import { Packet } from '../../src/wire/packet.ts';
import { framesInMemory } from './generate.ts';
import { NaiveFlowTable } from './naive.ts';
import { machine, median, option, table } from './report.ts';

const FRAME = 64;
const ETHERNET = 1;
const rounds = Number(option('rounds', '7'));
const frames = Number(option('frames', '2000000'));

/** Decoding alone. Answers something that depends on every frame, so that none is optimised away. */
function decodeOnly(view: DataView, packet: Packet): number {
  let sum = 0;
  for (let at = 0; at < view.byteLength; at += FRAME) {
    sum += decode(view, at, at + FRAME, at + FRAME, ETHERNET, packet);
    sum = (sum + packet.srcPort) | 0;
  }
  return sum;
}

/** Decoding and accounting, as `vigie analyze` and the capture workers do. */
function decodeAndCount(view: DataView, packet: Packet, flows: FlowTable): number {
  const clock = new Float64Array(2);
  for (let at = 0; at < view.byteLength; at += FRAME) {
    clock[0] += 10;
    clock[1] += 1;
    if (decode(view, at, at + FRAME, at + FRAME, ETHERNET, packet) !== 0) continue;
    flows.update(packet, FRAME, clock);
  }
  return clock[1];
}

/** The same in batches, whose memory is brought near before it is needed. */
function decodeAndCountBatches(view: DataView, batch: FlowBatch, flows: FlowTable): number {
  const clock = new Float64Array(2);
  const batchClock = new Float64Array(2);
  for (let at = 0; at < view.byteLength; at += FRAME) {
    clock[0] += 10;
    clock[1] += 1;
    if (decode(view, at, at + FRAME, at + FRAME, ETHERNET, batch.next()) !== 0) continue;
    flows.put(batch, FRAME, clock);
    if (batch.count === BATCH_PACKETS) countBatch(batch, flows, batchClock);
  }
  countBatch(batch, flows, batchClock);
  return clock[1];
}

function countBatch(batch: FlowBatch, flows: FlowTable, clock: Float64Array): void {
  flows.touch(batch);
  for (let i = 0; i < batch.count; i++) flows.updateFrom(batch, i, clock);
  batch.count = 0;
}

/** All that `vigie analyze` does with a frame. */
function analyse(view: DataView, engine: Engine): number {
  for (let at = 0; at < view.byteLength; at += FRAME) {
    engine.clock[0] += 10;
    engine.frame(view, at, at + FRAME, FRAME, ETHERNET);
  }
  engine.settle();
  return engine.clock[1];
}

const RECORD_HEADER = 16;

/** The same frames as records of a pcap file, in the memory of an engine with a kernel. */
function recordsFor(view: DataView, engine: Engine): void {
  const room = new DataView(engine.buffer, engine.roomAt, engine.roomBytes);
  const bytes = new Uint8Array(room.buffer, room.byteOffset);
  for (let at = 0, to = 0; at < view.byteLength; at += FRAME, to += RECORD_HEADER + FRAME) {
    room.setUint32(to + 4, (at / FRAME) % 1e6, true);
    room.setUint32(to + 8, FRAME, true);
    room.setUint32(to + 12, FRAME, true);
    bytes.set(new Uint8Array(view.buffer, view.byteOffset + at, FRAME), to + RECORD_HEADER);
  }
}

const MICROS = { kind: 'pcap', nanos: false } as const;

/** All that `vigie analyze` does with a plain pcap file that is in memory. */
function analyseRecords(all: DataView, engine: Engine): number {
  const end = engine.roomAt + engine.roomBytes;
  for (let at = engine.roomAt; at < end; at += RECORD_HEADER + FRAME) {
    at = engine.countRecords(at, end, MICROS);
    if (at >= end) break;
    engine.clock[0] = all.getUint32(at + 4, true);
    const frame = at + RECORD_HEADER;
    engine.frame(all, frame, frame + FRAME, FRAME, ETHERNET);
  }
  return engine.clock[1];
}

/** The same loop for the naive table: one function for both would make its call site slow for both. */
function decodeAndCountNaively(view: DataView, packet: Packet, flows: NaiveFlowTable): number {
  const clock = new Float64Array(2);
  for (let at = 0; at < view.byteLength; at += FRAME) {
    clock[0] += 10;
    clock[1] += 1;
    if (decode(view, at, at + FRAME, at + FRAME, ETHERNET, packet) !== 0) continue;
    flows.update(packet, FRAME, clock);
  }
  return clock[1];
}

/** Million frames per second of each of `rounds` passes, after one to warm up. */
function rates(count: number, passes: number, pass: () => number): number[] {
  const found: number[] = [];
  let check = pass();
  for (let round = 0; round < passes; round++) {
    const started = process.cpuUsage();
    check += pass();
    const used = process.cpuUsage(started);
    found.push(count / (used.user + used.system));
  }
  if (Number.isNaN(check)) throw new Error('a pass answered no number');
  return found;
}

const rows: string[][] = [];
function report(flows: string, what: string, found: readonly number[], baseline: number | null): number {
  const middle = median(found);
  rows.push([
    what,
    flows,
    Math.max(...found).toFixed(2),
    middle.toFixed(2),
    baseline === null ? '—' : `${(middle / baseline).toFixed(1)} ×`,
  ]);
  return middle;
}

for (const flows of [10_000, 1_000_000]) {
  const title = flows.toLocaleString('en');
  const view = framesInMemory({ kind: 'small', flows, macs: flows, size: Math.max(frames, flows), seed: 7 });
  const count = view.byteLength / FRAME;
  const packet = new Packet();
  const naive = new NaiveFlowTable();
  const capacity = 2 ** Math.ceil(Math.log2(flows));
  const flowTable = new FlowTable({ capacity });
  const batched = new FlowTable({ capacity });
  const batch = new FlowBatch();
  const limits = { ...DEFAULT_LIMITS, maxFlows: capacity };
  const engine = new Engine({ inventory: createInventory({ vendorOf: () => null, limits }), ...limits });
  // A third as many passes suffice for what takes thirty times as long.
  const slow = rates(count, Math.ceil(rounds / 3), () => decodeAndCountNaively(view, packet, naive));
  const baseline = median(slow);
  report(
    title,
    'decode',
    rates(count, rounds, () => decodeOnly(view, packet)),
    baseline,
  );
  const fast = rates(count, rounds, () => decodeAndCount(view, packet, flowTable));
  report(title, 'decode + flow table', fast, baseline);
  const batches = rates(count, rounds, () => decodeAndCountBatches(view, batch, batched));
  report(title, 'decode + flow table, in batches', batches, baseline);
  report(
    title,
    'engine of vigie analyze',
    rates(count, rounds, () => analyse(view, engine)),
    baseline,
  );
  const inventory = createInventory({ vendorOf: () => null, limits });
  const bulk = new Engine({ inventory, ...limits, roomBytes: count * (RECORD_HEADER + FRAME) });
  recordsFor(view, bulk);
  const all = new DataView(bulk.buffer);
  report(
    title,
    'engine of vigie analyze, pcap records',
    rates(count, rounds, () => analyseRecords(all, bulk)),
    baseline,
  );
  report(title, 'decode + Map of objects', slow, baseline);
  const sizes = [flowTable.size, batched.size, engine.flows.size, bulk.flows.size, naive.flows.size];
  if (sizes.some((size) => size !== flows))
    throw new Error(`${flows} flows generated, ${sizes.join(', ')} found`);
}

console.log(`\n## Decoding and accounting 64-byte frames, one core\n\n${machine()}\n`);
console.log(table(['Path', 'flows', 'best Mframes/s', 'median', '÷ Map of objects'], rows));
