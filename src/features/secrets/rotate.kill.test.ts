/** A rotation that is killed at every step of it loses no secret, and the next one ends what it began. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { open } from '../../store/state/open.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { masterKeyFile } from './master-key.ts';
import { unlock } from './unlock.ts';
import { createVault } from './vault.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-rotate-'));
const dataFolder = join(folder, 'data');
const program = join(folder, 'rotate.mjs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Kills itself at the n-th step: before or after something that it asks of the store. */
const ROTATOR = `
  import { open } from './src/store/state/open.ts';
  import { createKeyRing } from './src/features/secrets/key-ring.ts';
  import { rotate } from './src/features/secrets/rotate.ts';
  import { unlock } from './src/features/secrets/unlock.ts';
  import { createVault } from './src/features/secrets/vault.ts';
  const [dataFolder, last] = process.argv.slice(2);
  let ring;
  const state = await open({ dataFolder, headKeys: (inUse) => {
    ring = createKeyRing(unlock({ dataFolder, env: {} }, inUse));
    return ring.headKeys;
  } });
  const vault = createVault(state, ring);
  let steps = 0;
  const step = () => { if (++steps === Number(last)) process.kill(process.pid, 'SIGKILL'); };
  const stepping = (thing) => new Proxy(thing, { get: (target, name) => async (...args) => {
    step();
    const result = await target[name](...args);
    step();
    return result;
  } });
  const watched = { ...state, allSecrets: stepping(state.allSecrets), audit: stepping(state.audit) };
  await rotate(watched, ring, vault);
  console.log('done ' + steps);
  await state.close();
`;

it('keeps every secret', { timeout: 480_000 }, async () => {
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  await build({
    stdin: { contents: ROTATOR, resolveDir: process.cwd(), loader: 'ts' },
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external' },
  });
  const names = Array.from({ length: 130 }, (_, index) => `s${index}`);
  const opened = async () => {
    let ring: KeyRing | null = null;
    const state = await open({
      dataFolder,
      headKeys: (inUse) => {
        ring = createKeyRing(unlock({ dataFolder, env: {} }, inUse));
        return ring.headKeys;
      },
    });
    return { state, ring: ring!, vault: createVault(state, ring!) };
  };
  const first = await opened();
  await first.state.organisations.ensure('one', 'One');
  for (const name of names) await first.vault.forOrg('one').set(name, new Secret(`of ${name}`));
  await first.state.close();

  const keys = new Set<string>();
  let killed = 0;
  let resumed = 0;
  // Two batches, the end, the heads, the log, its file: two steps each. After one is before the next.
  for (const last of [1, 3, 4, 5, 7, 9, 11, 13, 15, 16, 17]) {
    const { signal, status, stderr } = spawnSync(process.execPath, [program, dataFolder, String(last)], {
      encoding: 'utf8',
    });
    if (signal === 'SIGKILL') killed++;
    else expect(status, stderr).toBe(0);
    const keyFile = readFileSync(masterKeyFile(dataFolder), 'utf8');
    const { state, ring, vault } = await opened();
    keys.add(ring.keys().current.id);
    if (ring.keys().older.length > 0) resumed++;
    expect(ring.keys().older.length, keyFile.replaceAll(/^[^#].*$/gm, '…')).toBeLessThan(2);
    for (const name of names) {
      expect((await vault.forOrg('one').get(name))?.reveal(), `${name} after step ${last}`).toBe(
        `of ${name}`,
      );
    }
    for await (const { chain, broken } of state.audit.verifyAll()) expect(broken, chain).toBeNull();
    await state.close();
  }
  expect(killed).toBeGreaterThanOrEqual(6);
  expect(resumed).toBeGreaterThanOrEqual(4);
  expect(keys.size).toBeGreaterThanOrEqual(2);
});
