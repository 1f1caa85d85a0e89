/** The state store as the server uses it, on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, backends, contents, device, file, NEW_YEAR, typed } from '../../../test/fixtures/state-store.ts';
import type { CaptureContents } from './capture.ts';
import type { DeviceListQuery } from './devices/query.ts';
import { type OrgStore, open, type StateStore } from './open.ts';

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`state store on ${backend.name}`, () => {
    let store: StateStore;
    let org: OrgStore;
    let organisations = 0;
    const freshOrg = async () => {
      const { id } = await store.organisations.ensure(`org-${++organisations}`, 'Made Up');
      return store.forOrg(id);
    };
    const importInto = async (into: OrgStore, index: number, what: CaptureContents) => {
      const { capture } = await into.captures.begin(file(index));
      return (await into.captures.finish(capture.id, what)).capture;
    };

    beforeAll(async () => {
      await backend.start();
      let now = NEW_YEAR;
      store = await open({ ...(await backend.place()), clock: () => ++now });
    });
    afterAll(async () => {
      await store?.close();
      await backend.stop();
    });

    describe('captures', () => {
      it('keep what the analysis says', async () => {
        org = await freshOrg();
        const done = await importInto(org, 1, contents([device(1)], { warnings: ['cut at byte 24'] }));
        expect(await org.captures.get(done.id)).toEqual(done);
        expect(done).toMatchObject({
          name: 'capture-1.pcap',
          status: 'ready',
          progress: 1,
          packets: 3,
          bytes: 300,
          wireBytes: 301,
          firstSeen: NEW_YEAR,
          lastSeen: NEW_YEAR + 1_000_000,
          linkTypes: ['ethernet'],
          decode: { ok: 3, truncated: 0, malformed: 0, unsupported: 0 },
          warnings: ['cut at byte 24'],
          error: null,
        });
        expect(done.finishedAt).toBeGreaterThan(done.createdAt);
      });

      it('say that a file is there already, and change nothing', async () => {
        org = await freshOrg();
        const first = await importInto(org, 1, contents([device(1)]));
        expect(await org.captures.begin({ ...file(1), name: 'copy.pcap' })).toEqual({
          outcome: 'already',
          capture: first,
        });
        expect(await org.captures.list()).toEqual([first]);
      });

      it('keep one of two imports of a file side by side', async () => {
        org = await freshOrg();
        const one = await org.captures.begin(file(1));
        const two = await org.captures.begin(file(1));
        const outcomes = await Promise.all([
          org.captures.finish(one.capture.id, contents([device(1)])),
          org.captures.finish(two.capture.id, contents([device(1)])),
        ]);
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already', 'ready']);
        expect(await org.captures.list()).toHaveLength(1);
        expect((await org.devices.get('mac-00005e005301'))?.packetsSent).toBe(1);
      });

      it('show progress while importing only', async () => {
        org = await freshOrg();
        const { capture } = await org.captures.begin(file(1));
        await org.captures.progress(capture.id, 0.5, 42);
        expect(await org.captures.get(capture.id)).toMatchObject({ progress: 0.5, packets: 42 });
        await org.captures.fail(capture.id, 'capture-1.pcap: byte 24: expected a packet, found nothing');
        await org.captures.progress(capture.id, 0.7, 43);
        expect(await org.captures.get(capture.id)).toMatchObject({ progress: 0.5, status: 'failed' });
      });

      it('let a file be imported again after it failed', async () => {
        org = await freshOrg();
        const { capture } = await org.captures.begin(file(1));
        await org.captures.fail(capture.id, 'no space left');
        expect(await org.captures.begin(file(1))).toMatchObject({ outcome: 'started' });
      });

      it('refuse what does not exist or is over, by name', async () => {
        org = await freshOrg();
        const done = await importInto(org, 1, contents([]));
        await expect(org.captures.finish('nothing', contents([]))).rejects.toThrow('capture "nothing"');
        await expect(org.captures.update(done.id, contents([]))).rejects.toThrow('it is ready');
        await expect(org.captures.begin({ ...file(2), sha256: 'xyz' })).rejects.toThrow('SHA-256');
        expect(await org.captures.remove('nothing')).toBe(false);
        await expect(store.forOrg('nobody').captures.begin(file(1))).rejects.toThrow('organisation "nobody"');
      });

      it('replace what a live capture said with what it says now', async () => {
        org = await freshOrg();
        const wanted = { name: 'eth0', kind: 'live', sha256: null, sizeBytes: null } as const;
        const { capture } = await org.captures.begin(wanted);
        await org.captures.update(capture.id, contents([device(1), device(2)]));
        const more = contents([device(1, { packetsSent: 9 })]);
        expect(await org.captures.update(capture.id, more)).toMatchObject({ status: 'importing' });
        expect((await org.devices.list()).rows).toMatchObject([{ id: 'mac-00005e005301', packetsSent: 9 }]);
      });

      it('take what packets may hold that PostgreSQL does not', async () => {
        org = await freshOrg();
        const hostile = 'a\u0000b\ud800c\\u0000 \'";--';
        const named = device(1, { names: [{ value: hostile, source: 'dhcp option 12' }], vendor: hostile });
        const { capture } = await org.captures.begin({ ...file(1), name: hostile });
        await org.captures.finish(capture.id, contents([named], { warnings: [hostile] }));
        const kept = 'a\ufffdb\ufffdc\\u0000 \'";--';
        expect(await org.captures.list()).toMatchObject([{ name: kept, warnings: [kept] }]);
        const { rows } = await org.devices.list({ filter: { text: hostile } });
        expect(rows).toMatchObject([{ name: kept, vendor: kept }]);
        expect(await org.devices.get(hostile)).toBeNull();
      });
    });

    describe('devices', () => {
      it('are one over all captures, and without a capture as if it had never been there', async () => {
        org = await freshOrg();
        const early = await importInto(org, 1, contents([device(1), device(2)]));
        const before = await org.devices.list();
        const late = await importInto(
          org,
          2,
          contents([
            typed(1, 'plc', 0.9, {
              names: [{ value: 'press-4', source: 'lldp system name' }],
              addresses: [{ ip: '192.0.2.77', vlan: 20, firstSeen: at(60), lastSeen: at(61) }],
              firstSeen: at(60),
              lastSeen: at(61),
              vlans: [20],
              isGateway: true,
            }),
          ]),
        );
        expect(await org.devices.get('mac-00005e005301')).toMatchObject({
          name: 'press-4',
          type: 'plc',
          ip: '192.0.2.77',
          packetsSent: 2,
          bytesReceived: 400,
          firstSeen: NEW_YEAR,
          lastSeen: NEW_YEAR + 61_000_000,
          vlans: [20],
          isGateway: true,
          captures: [early.id, late.id],
          addresses: [
            { ip: '192.0.2.77', vlan: 20 },
            { ip: '192.0.2.1', vlan: null },
          ],
          attributes: { type: [{ value: 'plc', evidence: [{ capture: late.id, packet: 1 }] }] },
        });
        expect(await org.captures.remove(late.id)).toBe(true);
        expect(await org.devices.list()).toEqual(before);
        expect(await org.captures.remove(early.id)).toBe(true);
        expect(await org.devices.list()).toEqual({ rows: [], total: 0 });
      });

      it("keep a person's word over every capture, and give it back after the captures went", async () => {
        org = await freshOrg();
        const id = 'mac-00005e005301';
        const capture = await importInto(org, 1, contents([typed(1, 'server', 0.9)]));
        const words = {
          name: ' Pump 7 ',
          type: 'plc',
          notes: 'in the cellar',
          tags: ['ot', 'ot', ' '],
          flagged: true,
        } as const;
        const changed = await org.devices.patch(id, words, 0);
        const said = {
          name: 'Pump 7',
          type: 'plc',
          notes: 'in the cellar',
          tags: ['ot'],
          flagged: true,
          version: 1,
        };
        expect(changed).toMatchObject({
          outcome: 'changed',
          device: { ...said, found: { name: null, type: 'server' } },
        });
        await importInto(
          org,
          2,
          contents([typed(1, 'printer', 1, { names: [{ value: 'x', source: 'dhcp' }] })]),
        );
        expect(await org.devices.get(id)).toMatchObject(said);
        for (const { id: each } of await org.captures.list()) await org.captures.remove(each);
        expect(await org.devices.get(id)).toBeNull();
        await importInto(org, 1, contents([typed(1, 'server', 0.9)]));
        expect(await org.devices.get(id)).toMatchObject(said);
        expect(capture.status).toBe('ready');
        expect(await org.devices.patch(id, { name: null, type: null })).toMatchObject({
          device: { name: null, type: 'server', notes: 'in the cellar', version: 2 },
        });
      });

      it('refuse a change of what somebody else has changed since', async () => {
        org = await freshOrg();
        await importInto(org, 1, contents([device(1)]));
        const id = 'mac-00005e005301';
        const both = await Promise.all([
          org.devices.patch(id, { name: 'one' }, 0),
          org.devices.patch(id, { name: 'two' }, 0),
        ]);
        expect(both.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'stale']);
        expect(await org.devices.patch('nothing', { name: 'x' })).toEqual({ outcome: 'missing' });
        await expect(org.devices.patch(id, { name: 'x'.repeat(201) })).rejects.toThrow(
          'name: expected at most 200',
        );
        await expect(org.devices.patch(id, { type: 'toaster' as 'plc' })).rejects.toThrow(
          'type: expected one of',
        );
      });

      describe('list', () => {
        const ids = async (query: DeviceListQuery) =>
          (await org.devices.list(query)).rows.map(({ id }) => Number.parseInt(id.slice(-2), 16));

        beforeAll(async () => {
          org = await freshOrg();
          const devices = [
            typed(1, 'plc', 0.9, {
              names: [{ value: 'Press-4.Hall.example', source: 'lldp system name' }],
              vendor: 'Ferrolink',
              vlans: [20],
              packetsSent: 5,
            }),
            typed(2, 'router', 0.9, {
              names: [{ value: 'gw-nord', source: 'lldp system name' }],
              isGateway: true,
              vlans: [10, 20],
              lastSeen: at(100),
              addresses: [
                { ip: '198.51.100.1', vlan: 10, firstSeen: at(0), lastSeen: at(1) },
                { ip: '2001:db8::1', vlan: 10, firstSeen: at(0), lastSeen: at(2) },
              ],
            }),
            device(3, { vendor: 'Borealis Networks', lastSeen: at(50) }),
          ];
          await importInto(org, 1, contents(devices));
          await importInto(org, 2, contents([device(4, { addresses: [], lastSeen: null, firstSeen: null })]));
          await org.devices.patch('mac-00005e005303', {
            tags: ['spare parts'],
            flagged: true,
            notes: 'ask Élodie',
          });
        });

        it('pages with the total, in an order without gaps', async () => {
          expect(await org.devices.list({ limit: 2 })).toMatchObject({
            total: 4,
            rows: [{ id: 'mac-00005e005302' }, { id: 'mac-00005e005303' }],
          });
          expect(await ids({ limit: 2, offset: 2 })).toEqual([1, 4]);
          expect(await org.devices.list({ offset: 9 })).toEqual({ rows: [], total: 4 });
        });

        it.each<[DeviceListQuery, number[]]>([
          [{ sort: 'name' }, [2, 1, 3, 4]],
          [{ sort: 'name', descending: true }, [1, 2, 4, 3]],
          [{ sort: 'ip' }, [1, 3, 2, 4]],
          [{ sort: 'vendor' }, [3, 1, 2, 4]],
          [{ sort: 'mac', descending: true }, [4, 3, 2, 1]],
          [{ sort: 'vlan' }, [2, 1, 3, 4]],
          [{ sort: 'packetsSent', descending: true }, [1, 4, 3, 2]],
          [{ sort: 'flagged', descending: true }, [3, 4, 2, 1]],
          [{ sort: 'firstSeen' }, [1, 2, 3, 4]],
        ])('sorts by %j', async (query, expected) => {
          expect(await ids(query)).toEqual(expected);
        });

        it.each<[DeviceListQuery['filter'], number[]]>([
          [{ types: ['plc', 'router'] }, [1, 2]],
          [{ vendors: ['Ferrolink'] }, [1]],
          [{ vlan: 20 }, [1, 2]],
          [{ tag: 'spare parts' }, [3]],
          [{ flagged: false }, [1, 2, 4]],
          [{ gateway: true }, [2]],
          [{ activeSince: NEW_YEAR + 50_000_000 }, [2, 3]],
          [{ subnet: '192.0.2.0/24' }, [1, 3]],
          [{ subnet: '2001:db8::/32' }, [2]],
          [{ subnet: '198.51.100.1' }, [2]],
          [{ vlan: 20, gateway: false }, [1]],
          [{ text: 'press' }, [1]],
          [{ text: 'HALL ferro' }, [1]],
          [{ text: 'press borealis' }, []],
          [{ text: '192.0.2' }, [1, 3]],
          [{ text: '0.2.1' }, []],
          [{ text: '00:00:5e:00:53:0' }, [1, 2, 3, 4]],
          [{ text: '00005e005302' }, [2]],
          [{ text: '00-00-5e-00-53-02' }, [2]],
          [{ text: '0000.5e00.5303' }, [3]],
          [{ text: '2001:db8' }, [2]],
          [{ text: 'élo' }, [3]],
          [{ text: 'parts' }, [3]],
          [{ text: "it's & | ! <-> \\ ':*" }, []],
          [{ text: '  ' }, [1, 2, 3, 4]],
        ])('filters by %j', async (filter, expected) => {
          const query = { filter, sort: 'mac' } as DeviceListQuery;
          expect(await ids(query)).toEqual(expected);
          expect((await org.devices.list(query)).total).toBe(expected.length);
        });

        it('filters by capture', async () => {
          const second = (await org.captures.list()).find(({ name }) => name === 'capture-2.pcap');
          expect(await ids({ filter: { captureId: second!.id } })).toEqual([4]);
        });

        it.each<[DeviceListQuery, string]>([
          [{ limit: 0 }, 'limit: expected a whole number from 1 to 1000, found 0'],
          [{ offset: -1 }, 'offset'],
          [{ sort: 'toString' as 'name' }, 'sort: expected one of name'],
          [{ filter: { subnet: '192.0.2.0/33' } }, 'subnet: expected an address or CIDR'],
          [{ filter: { subnet: "1'" } }, 'subnet'],
          [{ filter: { vlan: 5000 } }, 'vlan'],
        ])('refuses %j', async (query, message) => {
          await expect(org.devices.list(query)).rejects.toThrow(message);
        });
      });
    });

    it('lists findings with their capture, the gravest first', async () => {
      org = await freshOrg();
      const finding = (severity: 'low' | 'high') =>
        ({
          kind: 'port-scan',
          severity,
          message: `${severity} one`,
          evidence: [],
          params: { ports: 3 },
        }) as const;
      const { id } = await importInto(org, 1, contents([], { findings: [finding('low')] }));
      await importInto(org, 2, contents([], { findings: [finding('high')] }));
      const all = await org.findings.list();
      expect(all.map(({ severity }) => severity)).toEqual(['high', 'low']);
      expect(all[1]).toMatchObject({
        captureId: id,
        captureName: 'capture-1.pcap',
        position: 1,
        params: { ports: 3 },
      });
      expect(await org.findings.list({ captureId: id, severities: ['low'] })).toHaveLength(1);
      expect(await org.findings.list({ limit: 1 })).toEqual(all.slice(0, 1));
      await org.captures.remove(id);
      expect(await org.findings.list()).toHaveLength(1);
    });

    it('adds VLANs up, and keeps their names', async () => {
      org = await freshOrg();
      const vlan = (outerVlan: number | null) => ({
        vlan: 20,
        outerVlan,
        packets: 2,
        bytes: 100,
        devices: 1,
      });
      await importInto(org, 1, contents([device(1, { vlans: [20] })], { vlans: [vlan(null), vlan(7)] }));
      const { id } = await importInto(
        org,
        2,
        contents([device(1, { vlans: [20] }), device(2, { vlans: [20] })], { vlans: [vlan(null)] }),
      );
      expect(await org.vlans.patch(20, null, { name: 'OT' }, 0)).toMatchObject({ outcome: 'changed' });
      expect(await org.vlans.patch(20, null, { name: 'IT' }, 0)).toMatchObject({ outcome: 'stale' });
      await org.vlans.patch(30, null, { description: 'planned' });
      expect(await org.vlans.list()).toEqual([
        {
          vlan: 20,
          outerVlan: null,
          name: 'OT',
          description: '',
          packets: 4,
          bytes: 200,
          devices: 2,
          captures: 2,
          version: 1,
        },
        {
          vlan: 30,
          outerVlan: null,
          name: null,
          description: 'planned',
          packets: 0,
          bytes: 0,
          devices: 0,
          captures: 0,
          version: 1,
        },
        {
          vlan: 20,
          outerVlan: 7,
          name: null,
          description: '',
          packets: 2,
          bytes: 100,
          devices: 2,
          captures: 1,
          version: 0,
        },
      ]);
      await org.captures.remove(id);
      expect(await org.vlans.list()).toMatchObject([{ packets: 2, devices: 1 }, {}, {}]);
      await expect(org.vlans.patch(4096, null, {})).rejects.toThrow('vlan: expected a VLAN id');
    });

    it('makes an organisation once', async () => {
      const made = await store.organisations.ensure('plant-nord', 'Plant North');
      expect(await store.organisations.ensure('plant-nord', 'Other')).toEqual(made);
      expect(await store.organisations.get('plant-nord')).toEqual(made);
      expect(await store.organisations.list()).toContainEqual(made);
      await expect(store.organisations.ensure('Plant Nord', 'x')).rejects.toThrow(
        'id: expected lower-case letters',
      );
    });

    it('marks what a dead process left unfinished', async () => {
      const place = await backend.place();
      let reopened = await open(place);
      await reopened.organisations.ensure('one', 'One');
      const ready = await importInto(reopened.forOrg('one'), 1, contents([device(1)]));
      const { capture } = await reopened.forOrg('one').captures.begin(file(2));
      await reopened.close();
      reopened = await open(place);
      expect(reopened.opened).toEqual({ migrated: [], backup: null, interrupted: 1 });
      const one = reopened.forOrg('one').captures;
      expect(await one.get(ready.id)).toEqual(ready);
      expect(await one.get(capture.id)).toMatchObject({
        status: 'interrupted',
        error: expect.stringMatching(/^The server ended during the import.*\.$/),
        finishedAt: expect.any(Number),
      });
      expect(await one.begin(file(2))).toMatchObject({ outcome: 'started' });
      await reopened.close();
      await reopened.close();
    });
  });
}
