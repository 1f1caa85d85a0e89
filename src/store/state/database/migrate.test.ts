import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../../../test/fixtures/state-store.ts';
import { MIGRATIONS } from '../migrations/embedded.ts';
import { type OpenOptions, open } from '../open.ts';
import type { Migration } from './migrate.ts';

// Numbers have gaps.
const next = MIGRATIONS.at(-1)!.number + 1;
const added: Migration = { number: next, name: '0099_added', sql: 'CREATE TABLE added (org_id text);' };
const broken: Migration = {
  number: next,
  name: '0099_added',
  sql: 'CREATE TABLE added (org_id text); SELECT 1/0;',
};

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`migrations on ${backend.name}`, () => {
    let place: OpenOptions;
    beforeAll(async () => {
      await backend.start();
      place = await backend.place();
    });
    afterAll(() => backend.stop());

    it('are applied once', async () => {
      const first = await open(place);
      expect(first.opened.migrated).toEqual(MIGRATIONS.map(({ name }) => name));
      await first.organisations.ensure('one', 'One');
      await first.close();
      const again = await open(place);
      expect(again.opened).toEqual({ migrated: [], backup: null, interrupted: 0 });
      await again.close();
    });

    it('leave nothing behind when one of them fails', async () => {
      await expect(open({ ...place, migrations: [...MIGRATIONS, broken] })).rejects.toThrow(
        'division by zero',
      );
      const store = await open(place);
      expect(await store.organisations.list()).toHaveLength(1);
      await store.close();
    });

    it('are applied over what is there, after a backup of the embedded database', async () => {
      const store = await open({ ...place, migrations: [...MIGRATIONS, added] });
      expect(store.opened.migrated).toEqual(['0099_added']);
      expect(await store.organisations.list()).toHaveLength(1);
      await store.close();
      const { backup } = store.opened;
      if (!('dataFolder' in place)) {
        expect(backup).toBeNull();
        return;
      }
      expect(backup).toBe(join(place.dataFolder, 'backups', `state-at-${MIGRATIONS.at(-1)!.name}`));
      // The backup is a database as it was.
      const elsewhere = mkdtempSync(join(tmpdir(), 'vigie-restore-'));
      const { cpSync } = await import('node:fs');
      cpSync(backup!, join(elsewhere, 'state'), { recursive: true });
      const restored = await open({ dataFolder: elsewhere });
      expect(await restored.organisations.list()).toHaveLength(1);
      await restored.close();
      rmSync(elsewhere, { recursive: true });
    });

    it('refuse a database of a newer Vigie, and give the folder free', async () => {
      await expect(open(place)).rejects.toThrow(
        /^state store: the database has migration 0099_added, which this version of Vigie does not know .*newer Vigie/,
      );
      const store = await open({ ...place, migrations: [...MIGRATIONS, added] });
      await store.close();
    });

    it('refuse a released migration that was changed', async () => {
      const [first, ...rest] = MIGRATIONS;
      const changed = [{ ...first, sql: `${first.sql}\n-- harmless` }, ...rest, added];
      await expect(open({ ...place, migrations: changed })).rejects.toThrow(
        /^state store: migration 0001_console was applied with checksum [0-9a-f]{12}, but .* nothing is touched$/,
      );
      if ('dataFolder' in place) expect(existsSync(join(place.dataFolder, 'backups'))).toBe(true);
    });

    it('wait for each other', async () => {
      const fresh = await backend.place();
      // Embedded, the second is refused; on a server both come up and one of them migrates.
      const both = await Promise.allSettled([open(fresh), open(fresh)]);
      const opened = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(opened).toHaveLength(backend.name === 'PGlite' ? 1 : 2);
      expect(opened.flatMap((store) => store.opened.migrated)).toEqual(MIGRATIONS.map(({ name }) => name));
      for (const store of opened) await store.close();
    });
  });
}
