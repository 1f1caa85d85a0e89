/** Processes that are killed, two on one folder, and a disk that is full: with real processes and a real disk. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { childRows, conversation, temporaryFolder, trafficOf } from '../../../test/fixtures/telemetry.ts';
import { openEmbedded } from './engine.ts';
import { open, type Telemetry } from './store.ts';

const root = resolve(import.meta.dirname, '../../..');
/** Inside node_modules, so that the bundle there finds chDB. */
const bundles = join(root, `node_modules/.cache/vigie-telemetry-${process.pid}`);
const script = join(bundles, 'telemetry-child.mjs');
const ROWS = 200;

beforeAll(() => {
  mkdirSync(bundles, { recursive: true });
  buildSync({
    entryPoints: [join(root, 'test/fixtures/telemetry-child.ts')],
    outfile: script,
    bundle: true,
    minifySyntax: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['chdb'],
    // As scripts/build.mjs does for what is CommonJS inside.
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
    },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

let folder = temporaryFolder();
folder.remove();
const children: ChildProcess[] = [];
let store: Telemetry | null = null;
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await store?.close();
  store = null;
  folder.remove();
});

/** A child, its lines, and a way to wait for one. */
function start(path: string, batches: number) {
  const child = spawn(process.execPath, [script, path, String(batches), String(ROWS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  let rest = '';
  let changed = () => {};
  child.stdout.on('data', (data) => {
    const parts = (rest + data).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    changed();
  });
  const ended = new Promise<void>((done) =>
    child.on('close', () => {
      changed();
      done();
    }),
  );
  async function until(line: RegExp): Promise<void> {
    while (!lines.some((it) => line.test(it))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`ended without ${line}: ${lines}`);
      await new Promise<void>((done) => {
        changed = done;
      });
    }
  }
  return { child, lines, ended, until };
}

describe('a process killed in the middle of writing', () => {
  it('has every acknowledged batch exactly once, and nothing twice when it sends all again', async () => {
    folder = temporaryFolder();
    const acknowledged = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const { child, lines, ended, until } = start(folder.path, 1000);
      await until(/^(ready|refused)/);
      // Past what the rounds before had written, then a moment that falls anywhere in a batch.
      const known = Math.max(-1, ...[...acknowledged].map((name) => Number(name.split(' ')[1])));
      await until(new RegExp(`^traffic ${known + 2} `));
      await new Promise((done) => setTimeout(done, Math.random() * 60));
      child.kill('SIGKILL');
      await ended;
      for (const line of lines.filter((it) => /^(conversations|traffic) /.test(it))) {
        expect(line).toMatch(/ (written|known)$/);
        acknowledged.add(line.split(' ', 2).join(' '));
      }
    }
    store = await open({ dataFolder: folder.path });
    const org = store.forOrg('acme');
    const perBatch = new Map<number, number>();
    for await (const { row } of org.exportFlows()) {
      perBatch.set(Math.floor(row / ROWS), (perBatch.get(Math.floor(row / ROWS)) ?? 0) + 1);
    }
    const lost = [...acknowledged]
      .filter((name) => name.startsWith('conversations'))
      .filter((name) => perBatch.get(Number(name.split(' ')[1])) !== ROWS);
    expect(lost).toEqual([]);
    expect([...perBatch.values()].filter((count) => count !== ROWS)).toEqual([]);
    // Everything again, one batch more than anybody sent: what was cut off is completed.
    const batches = Math.max(...perBatch.keys()) + 2;
    for (let number = 0; number < batches; number++) {
      const rows = childRows(number, ROWS);
      const how = await org.writeConversations('c1', number, rows);
      if (acknowledged.has(`conversations ${number}`)) expect(how).toBe('known');
      await org.writeTraffic(
        'c1',
        number,
        rows.map((row) => trafficOf(row)),
      );
    }
    const bytes = batches * ROWS * 9000;
    expect(await org.dashboard()).toMatchObject({ flows: batches * ROWS, bytes });
    const sum = (list: readonly { readonly bytes: number }[]) => list.reduce((all, it) => all + it.bytes, 0);
    const minutes = { from: 0, to: 4e15 - 60e6 };
    expect(sum(await org.protocols())).toBe(bytes);
    expect(sum(await org.protocols({ range: minutes }))).toBe(bytes);
    expect(sum((await org.topology()).edges)).toBe(bytes);
    const sent = (await org.topTalkers()).map(({ bytesSent }) => bytesSent / (batches * ROWS));
    expect(sent).toEqual([1000, 8000]);
    expect(sum((await org.bandwidth()).points)).toBe(batches * ROWS * 1000);
  });
});

describe('a second process on the same folder', () => {
  it('is refused clearly, and gets in when the first is gone', async () => {
    folder = temporaryFolder();
    const first = start(folder.path, 1_000_000);
    await first.until(/^ready/);
    await expect(open({ dataFolder: folder.path })).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringMatching(/another process \(\d+\) is using this telemetry store/),
    });
    first.child.kill('SIGKILL');
    await first.ended;
    store = await open({ dataFolder: folder.path });
  });

  it('ends by itself when its work is done', async () => {
    folder = temporaryFolder();
    const { ended, lines } = start(folder.path, 2);
    await ended;
    expect(lines.at(-1)).toBe('done');
  });
});

describe('an acknowledged insert', () => {
  it('was synced, part and folder', async () => {
    folder = temporaryFolder();
    store = await open({ dataFolder: folder.path });
    await store.forOrg('acme').writeConversations('c1', 0, [conversation(0)]);
    await store.close();
    store = null;
    const engine = await openEmbedded(join(folder.path, 'clickhouse'));
    const syncs = async () => {
      const rows = await engine.query<{ event: string; value: number }>(
        "SELECT event, value FROM system.events WHERE event IN ('FileSync', 'DirectorySync')",
      );
      return Object.fromEntries(rows.map(({ event, value }) => [event, value]));
    };
    try {
      const before = await syncs();
      const columns = ['org_id', 'capture_id', 'target', 'batch', 'rows'];
      await engine.insert({ table: 'batches', columns, settings: { async_insert: 0 } }, 'x\ty\tz\t1\t1\n');
      const after = await syncs();
      expect(after.FileSync - (before.FileSync ?? 0)).toBeGreaterThan(0);
      expect(after.DirectorySync - (before.DirectorySync ?? 0)).toBeGreaterThan(0);
    } finally {
      await engine.close();
    }
  });
});

describe('a full disk', () => {
  it('is survived, shown, and over when there is room again', async ({ skip }) => {
    folder = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'vigie', folder.path], { stdio: 'ignore' });
    } catch {
      skip('a small disk cannot be mounted here');
    }
    try {
      store = await open({ dataFolder: folder.path, limits: { retryMs: 20, retryMaxMs: 50 } });
      const org = store.forOrg('acme');
      await org.writeConversations('c1', 0, [conversation(0)]);
      const ballast = join(folder.path, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(64 * 2 ** 20))).toThrow(/ENOSPC/);
      const answer = org.writeConversations('c1', 1, [conversation(1)]);
      while (store.counters().failures < 3) await new Promise((done) => setTimeout(done, 10));
      expect(store.counters()).toMatchObject({ queuedRows: 1, writtenRows: 1 });
      expect(store.counters().lastError).toMatch(/space/i);
      rmSync(ballast);
      expect(await answer).toMatch(/written|spooled/);
      await store.drained();
      expect(store.counters()).toMatchObject({
        lastError: null,
        writtenRows: 2,
        queuedRows: 0,
        spoolBatches: 0,
      });
      expect((await org.flows()).total).toBe(2);
      await store.close();
      store = null;
    } finally {
      await store?.close();
      store = null;
      execFileSync('umount', [folder.path]);
    }
  });
});
