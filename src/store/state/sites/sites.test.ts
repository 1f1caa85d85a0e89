import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, contents, device, file } from '../../../../test/fixtures/state-store.ts';
import { SITE_LIMITS } from '../../../model/site-limits.ts';
import { openPglite } from '../database/pglite.ts';
import { openPostgres } from '../database/postgres.ts';
import { MIGRATIONS } from '../migrations/embedded.ts';
import { type OpenOptions, type OrgStore, open, type StateStore } from '../open.ts';
import type { SiteResult } from './site.ts';

const siteOf = (result: SiteResult) => ('site' in result ? result.site : null);

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`sites on ${backend.name}`, () => {
    let store: StateStore;
    let org: OrgStore;
    let fresh = 0;

    beforeAll(async () => {
      await backend.start();
      store = await open(await backend.place());
    });
    afterAll(async () => {
      await store?.close();
      await backend.stop();
    });

    async function freshOrg(): Promise<OrgStore> {
      const id = `org-${++fresh}`;
      await store.organisations.ensure(id, id);
      return store.forOrg(id);
    }

    /** A ready capture with these devices. */
    async function capture(index: number, devices: readonly number[], siteId: string | null = null) {
      const begun = await org.captures.begin({ ...file(index), siteId });
      const vlans = [{ vlan: index, outerVlan: null, packets: 1, bytes: 10, devices: devices.length }];
      const finding = { kind: 'port-scan', severity: 'low', message: `${index}`, evidence: [], params: {} };
      await org.captures.finish(
        begun.capture.id,
        contents(
          devices.map((each) => device(each, { vlans: [index], vendor: `Vendor ${each}` })),
          { vlans, findings: [finding as never] },
        ),
      );
      return begun.capture.id;
    }
    const idsIn = async (siteId: string) =>
      (await org.devices.list({ filter: { siteId }, sort: 'mac' })).rows.map(({ id }) => id.slice(-2));

    it('keep what is said of them, each name once whatever its case and composition', async () => {
      org = await freshOrg();
      const made = await org.sites.create({
        ...{ name: '  Usine   de Saint-Étienne ', note: '12 rue de la Mine', timeZone: 'Europe/Paris' },
        ...{ latitude: 45.44, longitude: 4.39 },
      });
      expect(made).toMatchObject({
        outcome: 'made',
        site: { name: 'Usine de Saint-Étienne', latitude: 45.44, version: 1, captures: 0, placedDevices: 0 },
      });
      // E with the accent apart, and small.
      const again = await org.sites.create({ name: 'usine de saint-e\u0301tienne' });
      expect(again).toEqual({ ...made, outcome: 'taken' });
      expect(await org.sites.ensure('USINE DE SAINT-ÉTIENNE')).toEqual(again);
      const other = await org.sites.create({ name: 'Lyon' });
      expect(await org.sites.patch(other.site.id, { name: 'Usine de Saint-Étienne' })).toEqual(again);
      // Its own name in another case is no other's.
      const renamed = await org.sites.patch(other.site.id, { name: 'LYON', note: 'x' }, 1);
      expect(renamed).toMatchObject({ outcome: 'changed', site: { name: 'LYON', note: 'x', version: 2 } });
      expect(await org.sites.patch(other.site.id, { name: 'Nice' }, 1)).toEqual({
        outcome: 'stale',
        site: siteOf(renamed),
      });
      expect(await org.sites.patch('nothing', { name: 'Nice' })).toEqual({ outcome: 'missing' });
      expect((await org.sites.list()).map(({ name }) => name)).toEqual(['LYON', 'Usine de Saint-Étienne']);
      const { rows } = await org.audit.list({ filter: { actions: ['site.'] } });
      expect(rows.map(({ action, before, after }) => [action, before, after])).toEqual([
        ['site.changed', { name: 'Lyon', note: '' }, { name: 'LYON', note: 'x' }],
        ['site.created', null, expect.objectContaining({ name: 'Lyon' })],
        ['site.created', null, expect.objectContaining({ longitude: 4.39 })],
      ]);
    });

    it.each([
      [{ name: ' ' }, 'name: expected at least 1 character'],
      [{ name: 'x'.repeat(101) }, 'name: expected at most 100 characters'],
      [{ note: 'x'.repeat(2001) }, 'note: expected at most 2000 characters'],
      [{ timeZone: 'Europe/Nowhere' }, 'timeZone: expected a time zone such as Europe/Paris'],
      [{ timeZone: '+01:00' }, 'timeZone: expected a time zone'],
      [{ latitude: 1 }, 'longitude: expected a number because latitude is one'],
      [{ longitude: 1, latitude: null }, 'latitude: expected a number because longitude is one'],
      [{ latitude: 90.5, longitude: 0 }, 'latitude: expected degrees from -90 to 90'],
      [{ latitude: 0, longitude: Number.NaN }, 'longitude: expected degrees from -180 to 180'],
    ])('refuse %j', async (patch, sentence) => {
      org = await freshOrg();
      await expect(org.sites.create({ name: 'Lyon', ...patch })).rejects.toThrow(sentence);
      expect(await org.sites.list()).toEqual([]);
    });

    it('have the devices that their captures saw, unless somebody says where one is', async () => {
      org = await freshOrg();
      const lyon = (await org.sites.create({ name: 'Lyon' })).site.id;
      const nice = (await org.sites.create({ name: 'Nice' })).site.id;
      const first = await capture(1, [1, 2], lyon);
      await capture(2, [2, 3], nice);
      await capture(3, [4]);
      expect([await idsIn(lyon), await idsIn(nice)]).toEqual([
        ['01', '02'],
        ['02', '03'],
      ]);
      expect(await org.devices.get(device(2).id)).toMatchObject({
        sites: [
          { id: lyon, name: 'Lyon' },
          { id: nice, name: 'Nice' },
        ],
      });
      expect(await org.devices.get(device(4).id)).toMatchObject({ sites: [], words: { siteId: null } });
      expect((await org.devices.facets(nice)).vendors.map(({ value }) => value)).toEqual([
        'Vendor 2',
        'Vendor 3',
      ]);
      const vlansOf = async (id: string) =>
        (await org.vlans.list(id)).map(({ vlan, devices, captures }) => [vlan, devices, captures]);
      expect(await vlansOf(lyon)).toEqual([[1, 2, 1]]);
      expect((await org.findings.list({ siteId: nice })).map(({ message }) => message)).toEqual(['2']);
      expect(await org.findings.count({ siteId: nice })).toBe(1);
      expect(await org.findings.count()).toBe(3);

      // A person's word wins, and goes with the device whatever captures say later.
      await org.devices.patch(device(2).id, { siteId: nice });
      await org.devices.patch(device(4).id, { siteId: nice });
      expect([await idsIn(lyon), await idsIn(nice)]).toEqual([['01'], ['02', '03', '04']]);
      expect(await org.devices.get(device(2).id)).toMatchObject({
        sites: [{ name: 'Nice' }],
        found: { sites: [{ name: 'Lyon' }, { name: 'Nice' }] },
        words: { siteId: nice },
      });
      const said = (await org.audit.list({ filter: { actions: ['device.'] } })).rows;
      expect(said.map(({ after }) => after)).toEqual([{ site: 'Nice' }, { site: 'Nice' }]);
      await org.devices.patch(device(2).id, { siteId: null });
      expect(await idsIn(lyon)).toEqual(['01', '02']);
      await expect(org.devices.patch(device(1).id, { siteId: 'nothing' })).rejects.toThrow(
        'site: expected the id of a site of the organisation, found "nothing"',
      );

      // A capture that was somewhere else.
      expect(await org.captures.setSite(first, nice)).toMatchObject({ siteId: nice });
      expect([await idsIn(lyon), await idsIn(nice)]).toEqual([[], ['01', '02', '03', '04']]);
      expect(await org.sites.captures(lyon)).toEqual([]);
      expect(await org.sites.captures(nice)).toHaveLength(2);
      expect(await org.sites.captures('nothing')).toBeNull();
      expect(await org.captures.setSite('nothing', nice)).toBeNull();
      await expect(org.captures.setSite(first, 'nothing')).rejects.toThrow('site: expected');
      await expect(org.captures.begin({ ...file(9), siteId: 'nothing' })).rejects.toThrow('site: expected');
      const { rows } = await org.audit.list({ filter: { actions: ['capture.changed'] } });
      expect(rows.map(({ before, after }) => [before, after])).toEqual([
        [{ site: 'Lyon' }, { site: 'Nice' }],
      ]);
    });

    it('go only when nothing belongs to them', async () => {
      org = await freshOrg();
      const lyon = (await org.sites.create({ name: 'Lyon' })).site.id;
      const id = await capture(1, [1], lyon);
      await org.devices.patch(device(1).id, { siteId: lyon });
      expect(await org.sites.remove(lyon)).toMatchObject({
        outcome: 'in-use',
        site: { captures: 1, placedDevices: 1 },
      });
      await org.captures.setSite(id, null);
      expect(await org.sites.remove(lyon)).toMatchObject({ outcome: 'in-use', site: { captures: 0 } });
      await org.devices.patch(device(1).id, { siteId: null });
      expect(await org.sites.remove(lyon)).toEqual({ outcome: 'removed' });
      expect(await org.sites.remove(lyon)).toEqual({ outcome: 'missing' });
      expect(await org.devices.get(device(1).id)).not.toBeNull();
    });

    it('are bounded, and so are the captures of one', async () => {
      const place = await backend.place();
      const before = await open(place);
      await before.organisations.ensure('full', 'Full');
      await before.forOrg('full').sites.create({ name: 'Lyon' });
      await before.close();
      await raw(place, async (query) => {
        await query(
          `INSERT INTO sites (org_id, site_id, name, name_key, created_at)
           SELECT 'full', 's' || n, 'S' || n, 's' || n, 0 FROM generate_series(2, $1::int) n`,
          [SITE_LIMITS.sites],
        );
        await query(
          `INSERT INTO captures (org_id, capture_id, name, kind, status, created_at, site_id)
           SELECT 'full', 'c' || n, 'c', 'file', 'ready', 0, 's2' FROM generate_series(1, $1::int) n`,
          [SITE_LIMITS.captures],
        );
      });
      const full = await open(place);
      try {
        const { sites, captures } = full.forOrg('full');
        await expect(sites.create({ name: 'Nice' })).rejects.toThrow('sites: expected at most 1000');
        await expect(captures.begin({ ...file(1), siteId: 's2' })).rejects.toThrow(
          'site: expected at most 2000 captures in one',
        );
        expect(await sites.captures('s2')).toHaveLength(SITE_LIMITS.captures);
      } finally {
        await full.close();
      }
    });

    it('come to a store that is older, and change nothing of what it has', async () => {
      const place = await backend.place();
      const before = MIGRATIONS.filter(({ number }) => number < 11);
      const old = await open({ ...place, migrations: before });
      await old.organisations.ensure('one', 'One');
      await old.close();
      await raw(place, async (query) => {
        await query(
          `INSERT INTO captures (org_id, capture_id, name, kind, status, created_at, revision)
           VALUES ('one', 'c', 'old.pcap', 'file', 'ready', 1, 1)`,
        );
        await query(
          `INSERT INTO capture_devices (org_id, device_id, capture_id, revision, device)
           VALUES ('one', $1, 'c', 1, $2::json)`,
          [device(1).id, JSON.stringify(device(1))],
        );
        await query(`INSERT INTO stale_devices VALUES ('one', $1)`, [device(1).id]);
        await query(
          `INSERT INTO device_words (org_id, device_id, name, version, changed_at) VALUES ('one', $1, 'Press', 3, 1)`,
          [device(1).id],
        );
      });
      const now = await open(place);
      try {
        expect(now.opened.migrated).toContain('0011_sites');
        const one = now.forOrg('one');
        expect(await one.captures.list()).toMatchObject([{ name: 'old.pcap', siteId: null }]);
        const { site } = await one.sites.create({ name: 'Lyon' });
        await one.captures.setSite('c', site.id);
        expect((await one.devices.list({ filter: { siteId: site.id } })).rows).toMatchObject([
          { name: 'Press', version: 3 },
        ]);
      } finally {
        await now.close();
      }
    });

    type Query = (sql: string, params?: readonly unknown[]) => Promise<unknown>;
    /** Behind the store's back, while nobody has it open. */
    async function raw(place: OpenOptions, work: (query: Query) => Promise<void>): Promise<void> {
      const connection =
        'dataFolder' in place
          ? await openPglite(join(place.dataFolder, 'state'))
          : openPostgres(place.postgresUrl);
      try {
        await work((sql, params) => connection.query(sql, params));
      } finally {
        await connection.close();
      }
    }
  });
}
