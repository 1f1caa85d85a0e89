import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildState } from '../../../../scripts/build-state.mjs';
import { open } from '../open.ts';
import { unpackTemplate } from './template.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-template-'));
const template = join(folder, 'state.bin');
beforeAll(() => buildState(template));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed database', () => {
  it('is a state store at once, and after it was closed', async () => {
    const dataFolder = join(folder, 'first');
    for (const orgs of [0, 1]) {
      const store = await open({ dataFolder, template });
      expect(store.opened.backup).toBeNull();
      expect(await store.organisations.list()).toHaveLength(orgs);
      await store.organisations.ensure('org', 'Org');
      await store.close();
    }
    expect(readdirSync(dataFolder).sort()).toEqual(['audit.heads', 'state']);
  });

  it('replaces what an unpacking that was cut short has left, and never a database', () => {
    const cut = join(folder, 'cut/state');
    mkdirSync(`${cut}.partial/base`, { recursive: true });
    writeFileSync(`${cut}.partial/PG_VERSION`, 'half');
    unpackTemplate(template, cut);
    expect(existsSync(join(cut, 'global/pg_control'))).toBe(true);
    expect(existsSync(`${cut}.partial`)).toBe(false);
    const own = join(folder, 'own/state');
    mkdirSync(own, { recursive: true });
    unpackTemplate(template, own);
    expect(readdirSync(own)).toEqual([]);
  });
});
