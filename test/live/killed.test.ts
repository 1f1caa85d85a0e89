/**
 * Processes killed in the middle of importing and of listening, at moments that chance chooses. What was acknowledged is
 * there exactly once. Listening needs root, and skips with one line otherwise; it fails in CI where it cannot run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEED, DEMO_START } from '../../src/features/demo/defaults.ts';
import { demoFrames } from '../../src/features/demo/demo-network.ts';
import { writePcap } from '../../src/features/demo/write-pcap.ts';
import { captureOf } from '../bench/generate.ts';
import type { Bundles } from '../fixtures/workers.ts';
import { createNamespaces, type Namespaces, obstacle } from './namespaces.ts';
import type { BatchFacts } from './server-child.ts';
import { bundleServer, type ServerProcess, startServer } from './server-process.ts';
import { contentsOf } from './stores.ts';

const why = obstacle();
if (why !== null) {
  if (process.env.CI) throw new Error(`live tests of killed processes must run in CI: ${why}`);
  console.warn(`live tests of killed processes: skipped, ${why}`);
}

let bundles: Bundles;
let server: ServerProcess | null = null;
const folder = mkdtempSync(join(tmpdir(), 'vigie-killed-'));
const demo = join(folder, 'demo.pcap');
let folders = 0;
const newFolder = () => join(folder, `data-${++folders}`);

beforeAll(async () => {
  bundles = await bundleServer();
  await writePcap(demo, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: 2 }));
}, 60_000);
afterEach(async () => {
  await server?.kill();
  server = null;
});
afterAll(() => {
  bundles?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const key = ({ captureId, target, number }: BatchFacts) => `${captureId} ${target} ${number}`;

/** Sums that a set of batches can make, each of them in it or not. */
function possible(batches: readonly BatchFacts[], of: (batch: BatchFacts) => number): number[] {
  let sums = [0];
  for (const batch of batches) sums = sums.flatMap((sum) => [sum, sum + of(batch)]);
  return sums;
}

describe('an import that was killed', () => {
  it('is there whole or not at all, and comes again', { timeout: 240_000 }, async () => {
    const data = newFolder();
    // Two batches, of conversations and of traffic: a moment may fall between them.
    const file = captureOf({ kind: 'small', flows: 40_000, macs: 50, size: 60_000, seed: 3 }, folder);
    let imported = false;
    for (let round = 0; round < 4; round++) {
      server = await startServer(bundles, data, null);
      const running = server;
      await running.tell({ do: 'import', path: file.path });
      const batches = round === 1 ? 1 : 2;
      const isOver = () => running.last('import')?.status === 'imported';
      if (round % 2 === 1 && !imported)
        await running.until(() => running.all('sent').length >= batches || isOver(), 'rows');
      await sleep(Math.random() * 600);
      await running.kill();
      imported ||= running.last('import')?.status === 'imported';
      // What a server does when it starts.
      server = await startServer(bundles, data, null);
      await server.end();
      server = null;
      const { captures, flows, bytesOf, marks, devices } = await contentsOf(data);
      expect(marks).toEqual([]);
      const ready = captures.filter(({ status }) => status === 'ready');
      expect(ready.length).toBeLessThanOrEqual(1);
      if (imported) expect(ready).toHaveLength(1);
      imported = ready.length === 1;
      expect(flows.length).toBe(imported ? 40_000 : 0);
      expect(devices.length > 0).toBe(imported);
      for (const { id, status } of captures) {
        if (status !== 'ready') expect([status, bytesOf(id)]).toEqual(['interrupted', 0]);
      }
    }
    server = await startServer(bundles, data, null);
    const running = server;
    await running.tell({ do: 'import', path: file.path });
    if (!imported) await running.until(() => running.last('import')?.status === 'imported', 'imported');
    await running.end();
    server = null;
    const { captures, flows, bytesOf } = await contentsOf(data);
    const ready = captures.filter(({ status }) => status === 'ready');
    expect(ready).toMatchObject([{ packets: file.packets, wireBytes: file.bytes }]);
    expect(new Set(flows.map(({ row }) => row)).size).toBe(40_000);
    expect(flows.reduce((sum, it) => sum + it.bytes + it.bytesBack, 0)).toBe(file.bytes);
    expect(bytesOf(ready[0].id)).toBe(file.bytes);
  });
});

describe.skipIf(why !== null)('listening that was killed', () => {
  let net: Namespaces;
  let sender: ChildProcess | null = null;
  beforeAll(() => {
    net = createNamespaces('k');
  });
  afterEach(() => {
    sender?.kill('SIGKILL');
  });
  afterAll(() => net?.destroy());

  it('keeps what was acknowledged exactly once', { timeout: 240_000 }, async () => {
    const data = newFolder();
    const sent = new Map<string, BatchFacts>();
    const acknowledged = new Set<string>();
    const rounds = 4;
    for (let round = 0; round < rounds; round++) {
      server = await startServer(bundles, data, net.capture);
      const running = server;
      await running.tell({ do: 'listen', interface: 'cap0' });
      const replay = ['tcpreplay', '-q', '--loop', '50', '--pps', '1500', '-i', 'snd0', demo];
      sender = spawn('ip', ['netns', 'exec', net.sender, ...replay], { stdio: 'ignore' });
      await running.until(() => running.all('written').length > 2 + round, 'rows');
      await sleep(Math.random() * 1000);
      await running.kill();
      sender.kill('SIGKILL');
      for (const batch of running.all('sent')) sent.set(key(batch), batch);
      for (const batch of running.all('written')) acknowledged.add(key(batch));
    }
    server = null;
    const { captures, flows, bytesOf } = await contentsOf(data);
    expect(captures.map(({ status }) => status)).toEqual(Array.from({ length: rounds }, () => 'interrupted'));
    for (const { id, error, packets } of captures) {
      expect(error?.key).toBe('ring.interrupted');
      expect(packets).toBeGreaterThan(0);
      const own = [...sent.values()].filter(({ captureId }) => captureId === id);
      const check = (target: BatchFacts['target'], found: number, of: (batch: BatchFacts) => number) => {
        const batches = own.filter((it) => it.target === target);
        const sure = batches.filter((it) => acknowledged.has(key(it)));
        const known = sure.reduce((sum, it) => sum + of(it), 0);
        // What was under way when it was killed is there, or it is not; nothing is there twice, or in part.
        const rest = possible(
          batches.filter((it) => !acknowledged.has(key(it))),
          of,
        );
        expect(rest.map((sum) => known + sum)).toContain(found);
        return known;
      };
      expect(check('traffic', bytesOf(id), ({ bytes }) => bytes)).toBeGreaterThan(0);
      const rows = flows.filter(({ capture }) => capture === id);
      expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
      check('conversations', rows.length, (batch) => batch.rows);
    }
  });
});
