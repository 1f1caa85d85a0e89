/** Devices over all captures, and what people say of them, on both databases. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  contents,
  device,
  importInto,
  NEW_YEAR,
  onEachBackend,
  typed,
} from '../../../../test/fixtures/state-store.ts';
import type { OrgStore } from '../open.ts';
import type { DeviceListQuery } from './query.ts';

onEachBackend('devices', (opened) => {
  let org: OrgStore;

  it('are one over all captures, and without a capture as if it had never been there', async () => {
    org = await opened.freshOrg();
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
    org = await opened.freshOrg();
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
    await importInto(org, 2, contents([typed(1, 'printer', 1, { names: [{ value: 'x', source: 'dhcp' }] })]));
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
    org = await opened.freshOrg();
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
      org = await opened.freshOrg();
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
