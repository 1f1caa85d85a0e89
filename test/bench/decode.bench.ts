/**
 * Frames in memory → decode → flow table, on one core: what the per-packet path costs without any reading.
 * 64-byte frames are its worst case. Every line runs in this one process, beside the naive table.
 *
 * Options: --rounds 7  --frames 2000000
 */
import { FlowTable } from '../../src/flows/flow-table.ts';
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
    const started = performance.now();
    check += pass();
    found.push(count / (performance.now() - started) / 1000);
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
  report(title, 'decode + Map of objects', slow, baseline);
  if (flowTable.size !== naive.flows.size || flowTable.size !== flows) {
    throw new Error(
      `flows: ${flowTable.size} in the table, ${naive.flows.size} in the Map, ${flows} generated`,
    );
  }
}

console.log(`\n## Decoding and accounting 64-byte frames, one core\n\n${machine()}\n`);
console.log(table(['Path', 'flows', 'best Mframes/s', 'median', '÷ Map of objects'], rows));
