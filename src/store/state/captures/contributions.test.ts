/** What comes by the thousand has no reference to what it belongs to, and still goes with it. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, contents, device, file } from '../../../../test/fixtures/state-store.ts';
import type { Connection } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';
import { openPglite } from '../database/pglite.ts';
import { openPostgres } from '../database/postgres.ts';
import { MIGRATIONS } from '../migrations/embedded.ts';
import { type StateStore, storeOn } from '../open.ts';

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`what captures say on ${backend.name}`, () => {
    let raw: Connection;
    let store: StateStore;
    const rowsLeft = async () => {
      const [counts] = await raw.query<Record<string, number>>(
        `SELECT (SELECT count(*) FROM capture_devices) AS said, (SELECT count(*) FROM devices) AS devices,
           (SELECT count(*) FROM stale_devices) AS stale, (SELECT count(*) FROM captures) AS captures`,
      );
      return counts;
    };

    beforeAll(async () => {
      await backend.start();
      const place = await backend.place();
      raw =
        'dataFolder' in place
          ? await openPglite(join(place.dataFolder, 'state'))
          : openPostgres(place.postgresUrl);
      await migrate(raw, MIGRATIONS, 0);
      store = storeOn(
        raw,
        { migrated: [], backup: null, interrupted: 0 },
        () => 1,
        () => {},
      );
    });
    afterAll(async () => {
      await store?.close();
      await backend.stop();
    });

    it('goes with the capture, and with the organisation', async () => {
      const captures = [];
      for (const id of ['one', 'two']) {
        await store.organisations.ensure(id, id);
        const org = store.forOrg(id).captures;
        for (const index of [1, 2]) {
          const { capture } = await org.begin(file(index));
          await org.finish(capture.id, contents([device(index), device(9)]));
          captures.push(capture.id);
        }
      }
      expect(await rowsLeft()).toEqual({ said: 8, devices: 6, stale: 0, captures: 4 });
      await store.forOrg('one').captures.remove(captures[0]);
      expect(await rowsLeft()).toEqual({ said: 6, devices: 5, stale: 0, captures: 3 });
      await raw.query("INSERT INTO stale_devices (org_id, device_id) VALUES ('two', 'x')");
      await raw.query("DELETE FROM organisations WHERE org_id = 'two'");
      expect(await rowsLeft()).toEqual({ said: 2, devices: 2, stale: 0, captures: 1 });
    });

    it('of an organisation or a capture that is not there is not taken', async () => {
      const nowhere = store.forOrg('nowhere').captures;
      await expect(nowhere.begin(file(3))).rejects.toThrow('nowhere');
      await expect(nowhere.finish('no-such', contents([device(1)]))).rejects.toThrow('no-such');
      expect(await rowsLeft()).toMatchObject({ said: 2, devices: 2 });
    });
  });
}
