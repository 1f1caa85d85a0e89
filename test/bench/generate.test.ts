import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { readCapture } from '../../src/sources/frames/read-capture.ts';
import { decode } from '../../src/wire/decode.ts';
import { ETHER } from '../../src/wire/ethertypes.ts';
import { Packet } from '../../src/wire/packet.ts';
import { type CapturePlan, captureOf, framesInMemory } from './generate.ts';

const PLANS: readonly CapturePlan[] = [
  { kind: 'small', flows: 1000, macs: 100, size: 20_000, seed: 1 },
  { kind: 'mixed', flows: 1000, macs: 100, size: 5e6, seed: 1 },
];

/** What the project's own reader and decoder find in a capture. */
async function measured(path: string) {
  const packet = new Packet();
  const flows = new FlowTable({ capacity: 4096 });
  const clock = new Float64Array(2) as Float64Array & { 0: number };
  const found = { packets: 0, bytes: 0, ipFlows: 0, notOk: 0 };
  const frame = (view: DataView, at: number, end: number, wireBytes: number, linkType: number) => {
    found.packets++;
    found.bytes += end - at;
    if (decode(view, at, end, at + wireBytes, linkType, packet) !== 0) found.notOk++;
    flows.update(packet, wireBytes, clock);
    if (flows.opened === 1 && packet.etherType !== ETHER.arp) found.ipFlows++;
  };
  const end = await readCapture({ path }, { clock, frame }, {});
  expect(end.complete).toBe(true);
  return found;
}

describe('generated captures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-generate-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(PLANS)('hold what they say ($kind)', async (plan) => {
    const capture = captureOf(plan, folder);
    expect(await measured(capture.path)).toEqual({
      packets: capture.packets,
      bytes: capture.bytes,
      ipFlows: plan.flows,
      notOk: 0,
    });
  });

  it('are the same bytes for the same seed, and others for another', () => {
    const [plan] = PLANS;
    const again = mkdtempSync(join(folder, 'again-'));
    const first = readFileSync(captureOf(plan, folder).path);
    expect(readFileSync(captureOf(plan, again).path).equals(first)).toBe(true);
    expect(readFileSync(captureOf({ ...plan, seed: 2 }, again).path).equals(first)).toBe(false);
  });

  it('are written once', () => {
    const [plan] = PLANS;
    const before = statSync(captureOf(plan, folder).path).mtimeMs;
    expect(statSync(captureOf(plan, folder).path).mtimeMs).toBe(before);
  });

  it('in memory are the same frames without the records around them', () => {
    const [plan] = PLANS;
    const file = readFileSync(captureOf(plan, folder).path);
    const frames = framesInMemory(plan);
    expect(frames.byteLength).toBe(plan.size * 64);
    const second = Buffer.from(frames.buffer, frames.byteOffset + 64, 64);
    expect(second.equals(file.subarray(24 + 80 + 16, 24 + 2 * 80))).toBe(true);
  });
});
