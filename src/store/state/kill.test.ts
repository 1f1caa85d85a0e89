/** Nothing lost: a process that imports is ended by SIGKILL at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { open } from './open.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-kill-'));
const dataFolder = join(folder, 'data');
const program = join(folder, 'importer.mjs');
let child: ChildProcess | null = null;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Imports one file after another, forty devices each, and says so after each. Now and then it removes one. */
const IMPORTER = `
  import { open } from './src/store/state/open.ts';
  import { contents, device, file } from './test/fixtures/state-store.ts';
  const [dataFolder, first] = process.argv.slice(2);
  const store = await open({ dataFolder });
  await store.organisations.ensure('one', 'One');
  const { captures } = store.forOrg('one');
  const devices = Array.from({ length: 40 }, (_, i) => device(i + 1));
  console.log('ready');
  for (let index = Number(first); ; index++) {
    const { capture } = await captures.begin(file(index));
    await captures.finish(capture.id, contents(devices));
    console.log('kept ' + capture.id);
    if (index % 5 !== 0) continue;
    await captures.remove(capture.id);
    console.log('gone ' + capture.id);
  }
`;

describe('state store', () => {
  it('keeps all that was acknowledged, once, when its process is killed', { timeout: 300_000 }, async () => {
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    // As the command line is built: the SQL travels in the bundle, PGlite stays outside.
    await build({
      stdin: { contents: IMPORTER, resolveDir: process.cwd(), loader: 'ts' },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const kept = new Set<string>();
    const gone = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const running = spawn(process.execPath, [program, dataFolder, String(1 + round * 10_000)], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = running;
      let errors = '';
      running.stderr.on('data', (data) => {
        errors += data;
      });
      let isKilled = false;
      // Its output closes before the process is gone, and with it the hold on the folder.
      const closed = once(running, 'close');
      const died = closed.then(([code]) => {
        if (!isKilled)
          throw new Error(`round ${round}: the importer ended by itself, with code ${code}: ${errors}`);
      });
      died.catch(() => {});
      const lines = createInterface({ input: running.stdout });
      const ready = once(lines, 'line');
      // Every other time once something was kept; otherwise as it comes, from the opening on.
      const armed =
        round % 2 === 0
          ? new Promise((resolve) => lines.on('line', (line) => line !== 'ready' && resolve(line)))
          : ready;
      lines.on('line', (line) => {
        const [what, id] = line.split(' ');
        if (what === 'kept') kept.add(id);
        if (what === 'gone') gone.add(id);
      });
      // One that ends by itself would never say anything, and be waited for until the test is out of time.
      await Promise.race([armed, died]);
      await Promise.race([sleep(Math.random() * 700), died]);
      isKilled = true;
      running.kill('SIGKILL');
      await closed;

      const store = await open({ dataFolder });
      const { captures, devices, audit } = store.forOrg('one');
      // What was acknowledged is written down, and the chain is whole up to its head and the file beside it.
      for await (const { broken } of store.audit.verifyAll()) expect(broken).toBeNull();
      const said = await audit.list({ filter: { actions: ['capture.ready'] }, limit: 1000 });
      const written = new Set(said.rows.map(({ target }) => target?.id));
      expect([...kept].filter((id) => !written.has(id))).toEqual([]);
      const all = await captures.list();
      const done = all.filter(({ status }) => status === 'ready');
      const ids = new Set(done.map(({ id }) => id));
      const lost = [...kept].filter((id) => !ids.has(id) && !gone.has(id));
      // A removal may have been done and not yet said; of one import at most.
      expect(lost.length).toBeLessThanOrEqual(1);
      for (const id of lost) {
        expect(id).toBe([...kept].at(-1));
        gone.add(id);
      }
      expect([...gone].filter((id) => ids.has(id))).toEqual([]);
      expect(new Set(done.map(({ sha256 }) => sha256)).size).toBe(done.length);
      expect(all.filter(({ status }) => status === 'importing')).toEqual([]);
      // Every capture counts one packet for each device: exactly those that are there have been added up.
      const page = await devices.list({ limit: 1000 });
      expect(page.total).toBe(done.length === 0 ? 0 : 40);
      for (const { packetsSent, captures: count } of page.rows) {
        expect([packetsSent, count]).toEqual([done.length, done.length]);
      }
      await store.close();
    }
    expect(kept.size).toBeGreaterThanOrEqual(3);
  });
});
