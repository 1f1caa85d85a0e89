/**
 * A database that the program of migration 0003 wrote, opened by this one. Its rows, and what that program answered from
 * them, are in test/fixtures/state-at-0003.json: a file, a live capture, a failed one, an import cut off, people's words.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../../test/fixtures/state-store.ts';
import { inRawWords } from '../../model/messages/message.ts';
import type { Connection } from './database/connection.ts';
import { appliedMigrations, migrate } from './database/migrate.ts';
import { openPglite } from './database/pglite.ts';
import { openPostgres } from './database/postgres.ts';
import { MIGRATIONS } from './migrations/embedded.ts';
import { open, type StateStore } from './open.ts';

const OLDEST = 3;
interface Old {
  readonly rows: Readonly<Record<string, readonly object[]>>;
  readonly seen: {
    readonly organisations: readonly object[];
    readonly captures: readonly { readonly id: string }[];
    readonly files: readonly object[];
    readonly devices: { readonly rows: readonly object[]; readonly total: number };
    readonly details: readonly { readonly id: string }[];
    readonly findings: readonly object[];
    readonly vlans: readonly object[];
    readonly others: readonly { readonly id: string }[];
  };
}
const old: Old = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/state-at-0003.json', import.meta.url), 'utf8'),
);

async function writeAsThen(connection: Connection): Promise<void> {
  await migrate(
    connection,
    MIGRATIONS.filter(({ number }) => number <= OLDEST),
    0,
  );
  const { schema_migrations: applied, ...tables } = old.rows;
  // What was released then reads the same today.
  expect(applied).toMatchObject(await appliedMigrations(connection));
  for (const [table, rows] of Object.entries(tables)) {
    await connection.query(
      `INSERT INTO ${table} SELECT * FROM json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`a database of ${OLDEST} on ${backend.name}`, () => {
    let store: StateStore;
    beforeAll(async () => {
      await backend.start();
      const place = await backend.place();
      const then =
        'dataFolder' in place
          ? await openPglite(join(place.dataFolder, 'state'))
          : openPostgres(place.postgresUrl);
      await writeAsThen(then);
      await then.close();
      store = await open(place);
    });
    afterAll(async () => {
      await store?.close();
      await backend.stop();
    });

    it('is brought to the newest, after a copy', () => {
      const { migrated, backup, interrupted } = store.opened;
      const later = MIGRATIONS.filter(({ number }) => number > OLDEST);
      expect(migrated).toEqual(later.map(({ name }) => name));
      expect(interrupted).toBe(1);
      if (backend.name !== 'PGlite') return;
      expect(backup).toMatch(/state-at-0003_capture_files$/);
      expect(existsSync(join(backup ?? '', 'PG_VERSION'))).toBe(true);
    });

    it('answers what it answered then, and nothing is lost', async () => {
      const { seen } = old;
      const org = store.forOrg('default');
      expect(await store.organisations.list()).toMatchObject(seen.organisations);
      // Sentences are messages since.
      const captures = (await org.captures.list()).map(({ error, warnings, ...rest }) => ({
        ...{ ...rest, error: error && inRawWords(error, 'fr') },
        warnings: warnings.map((warning) => inRawWords(warning, 'fr')),
      }));
      expect(captures).toMatchObject(seen.captures);
      expect((await org.devices.list({ sort: 'firstSeen' })).total).toBe(seen.devices.total);
      expect((await org.devices.list({ sort: 'firstSeen' })).rows).toMatchObject(seen.devices.rows);
      for (const device of seen.details) expect(await org.devices.get(device.id)).toMatchObject(device);
      expect(await org.findings.list()).toMatchObject(seen.findings);
      expect(await org.vlans.list()).toMatchObject(seen.vlans);
      expect(await store.forOrg('other').captures.list()).toMatchObject([
        { id: seen.others[0].id, status: 'interrupted', name: 'half.pcap' },
      ]);
    });

    it('takes what is new: people, their words, what is taken away', async () => {
      const { logins } = store.accounts;
      const login = { email: 'ada@example.org', name: 'Ada', password: null, isPlatformAdmin: true };
      await logins.create(login, { member: { orgId: 'default', role: 'admin' } });
      const org = store.forOrg('default');
      const { site } = await org.sites.create({ name: 'Lyon' });
      const [plc] = old.seen.details;
      expect(await org.devices.patch(plc.id, { siteId: site.id, notes: 'changée' })).toMatchObject({
        outcome: 'changed',
      });
      for (const { id } of old.seen.captures) expect(await org.captures.remove(id)).toBe(true);
      expect((await org.devices.list({})).total).toBe(0);
      for await (const { broken } of store.audit.verifyAll()) expect(broken).toBeNull();
    });
  });
}
