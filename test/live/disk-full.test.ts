/** A disk that is full while an interface is listened on and a file is imported: a small one, mounted for it. Needs root. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEED, DEMO_START } from '../../src/features/demo/defaults.ts';
import { demoFrames } from '../../src/features/demo/demo-network.ts';
import { writePcap } from '../../src/features/demo/write-pcap.ts';
import type { Bundles } from '../fixtures/workers.ts';
import { createNamespaces, type Namespaces, obstacle } from './namespaces.ts';
import { bundleServer, type ServerProcess, startServer } from './server-process.ts';
import { contentsOf } from './stores.ts';

const why = obstacle();
if (why !== null) {
  if (process.env.CI) throw new Error(`live tests of a full disk must run in CI: ${why}`);
  console.warn(`live tests of a full disk: skipped, ${why}`);
}

describe.skipIf(why !== null)('a full disk', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-full-'));
  const data = join(folder, 'data');
  const ballast = join(data, 'ballast');
  const demo = join(folder, 'demo.pcap');
  let net: Namespaces;
  let bundles: Bundles;
  let server: ServerProcess | null = null;

  beforeAll(async () => {
    net = createNamespaces('d');
    bundles = await bundleServer();
    mkdirSync(data);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'vigie', data]);
    await writePcap(demo, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: 1 }));
  }, 60_000);
  afterEach(async () => {
    await server?.kill();
  });
  afterAll(() => {
    net?.destroy();
    bundles?.remove();
    execFileSync('umount', [data]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is shown and counted, and over by itself when there is room again: nothing is missing, nothing twice', async () => {
    server = await startServer(bundles, data, net.capture);
    const running = server;
    const replay = () => net.run(net.sender, 'tcpreplay', '-q', '--pps', '4000', '-i', 'snd0', demo);
    const view = () => running.last('view')?.view ?? expect.fail('no view');
    await running.tell({ do: 'listen', interface: 'cap0' });
    replay();
    await running.until(
      () => running.all('written').some(({ target }) => target === 'traffic'),
      'first rows',
    );

    // Until there is not a block left.
    for (const block of [1 << 20, 4096]) {
      try {
        for (;;) writeFileSync(ballast, Buffer.alloc(block), { flag: 'a' });
      } catch (error) {
        expect(String(error)).toMatch(/ENOSPC/);
      }
    }
    const before = view().packets;
    replay();
    await running.tell({ do: 'import', path: demo }).catch(() => {});
    await running.until(() => /space/i.test(JSON.stringify(view().error)), 'an error that is shown');
    expect(view().state).toBe('up');
    await running.tell({ do: 'counters' });
    const { counters } = running.last('counters') ?? expect.fail('no counters');
    expect(counters.failures).toBeGreaterThan(0);
    expect(counters.droppedRows).toBe(0);

    rmSync(ballast);
    await running.until(() => view().error === null && view().packets > before, 'no error any more');
    replay();
    await running.tell({ do: 'import', path: demo });
    await running.until(() => running.last('import')?.status === 'imported', 'imported');
    await running.tell({ do: 'hush', interface: 'cap0' });
    const last = view();
    expect(last).toMatchObject({ state: 'ended', dropped: 0, rowsDropped: 0, error: null });
    await running.end();
    server = null;

    const { captures, flows, bytesOf, marks } = await contentsOf(data);
    expect(marks).toEqual([]);
    const live = captures.find(({ kind }) => kind === 'live') ?? expect.fail('no capture');
    const file =
      captures.find((it) => it.kind === 'file' && it.status === 'ready') ?? expect.fail('no import');
    expect(live).toMatchObject({ status: 'ready', packets: 3 * file.packets });
    const sum = (id: string) =>
      flows.filter(({ capture }) => capture === id).reduce((all, it) => all + it.bytes + it.bytesBack, 0);
    expect(sum(file.id)).toBe(bytesOf(file.id));
    expect(sum(live.id)).toBe(3 * sum(file.id));
    expect(bytesOf(live.id)).toBe(3 * bytesOf(file.id));
    for (const { id, status } of captures) {
      if (status === 'failed' || status === 'interrupted') expect(bytesOf(id)).toBe(0);
    }
  });
});
