import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

const root = mkdtempSync(join(tmpdir(), 'vigie-lock-'));
const program = join(root, 'holder.mjs');
let folder = '';

/** Takes the lock of its argument, says so, and waits to be ended. */
const HOLDER = `
  import { lockFolder } from './src/store/state/database/folder-lock.ts';
  try {
    lockFolder(process.argv[2]);
    console.log('held');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log('refused');
  }
`;
await build({
  stdin: { contents: HOLDER, resolveDir: process.cwd(), loader: 'ts' },
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
});

beforeEach(() => {
  folder = mkdtempSync(join(root, 'data-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function startHolder() {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

const locks = () => readdirSync(folder);

describe('lockFolder', () => {
  it('refuses a folder that a living server has, naming it', async () => {
    const { child, said } = await startHolder();
    expect(said).toBe('held');
    expect(() => lockFolder(folder)).toThrow(
      `${folder}: another Vigie server is using this data folder (process ${child.pid})`,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockFolder(folder).release();
    expect(locks()).toEqual([]);
  });

  it('refuses twice in one process', () => {
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow('another Vigie server');
    lock.release();
    lock.release();
    lockFolder(folder).release();
  });

  it('takes over from a process whose number is used by another one now', () => {
    const lock = lockFolder(folder);
    const path = join(folder, 'vigie.lock.1');
    const holder = JSON.parse(readFileSync(path, 'utf8'));
    lock.release();
    writeFileSync(path, JSON.stringify({ ...holder, started: '1', token: 'other' }));
    const taken = lockFolder(folder);
    expect(locks()).toEqual(['vigie.lock.2']);
    taken.release();
  });

  it('believes a holder elsewhere as long as it gives signs', () => {
    const path = join(folder, 'vigie.lock.1');
    writeFileSync(path, JSON.stringify({ pid: 1, started: '1', place: 'another machine', token: 'other' }));
    expect(() => lockFolder(folder)).toThrow('another Vigie server');
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(path, minuteAgo, minuteAgo);
    lockFolder(folder).release();
  });

  it('is not stopped by a lock that cannot be read', () => {
    writeFileSync(join(folder, 'vigie.lock.7'), '');
    lockFolder(folder).release();
    expect(locks()).toEqual([]);
  });

  it('goes to one of many that start together, after a dead one too', async () => {
    for (let round = 0; round < 3; round++) {
      const started = await Promise.all(Array.from({ length: 6 }, startHolder));
      expect(started.filter(({ said }) => said === 'held')).toHaveLength(1);
      for (const { child, said } of started) {
        if (said !== 'held') continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
  });

  it('creates the folder', () => {
    const deep = join(folder, 'a/b');
    lockFolder(deep).release();
    expect(spawnSync('ls', [deep]).status).toBe(0);
  });
});
