/** The state store as the server uses it, on both databases. */
import { expect, it } from 'vitest';
import { contents, device, file, importInto, onEachBackend } from '../../../test/fixtures/state-store.ts';
import { type OrgStore, open } from './open.ts';

onEachBackend('state store', (opened) => {
  let org: OrgStore;

  it('lists findings with their capture, the gravest first', async () => {
    org = await opened.freshOrg();
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
    org = await opened.freshOrg();
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
    const made = await opened.store.organisations.ensure('plant-nord', 'Plant North');
    expect(await opened.store.organisations.ensure('plant-nord', 'Other')).toEqual(made);
    expect(await opened.store.organisations.get('plant-nord')).toEqual(made);
    expect(await opened.store.organisations.list()).toContainEqual(made);
    await expect(opened.store.organisations.ensure('Plant Nord', 'x')).rejects.toThrow(
      'id: expected lower-case letters',
    );
  });

  it('marks what a dead process left unfinished', async () => {
    const place = await opened.backend.place();
    let reopened = await open(place);
    await reopened.organisations.ensure('one', 'One');
    const ready = await importInto(reopened.forOrg('one'), 1, contents([device(1)]));
    const { capture } = await reopened.forOrg('one').captures.begin(file(2));
    // The devices of this one are all in, its rows are not.
    const { capture: counted } = await reopened.forOrg('one').captures.begin(file(3));
    const rows = new Promise(() => {});
    void reopened.forOrg('one').captures.finish(counted.id, contents([device(1), device(2)]), rows);
    await expect.poll(async () => (await reopened.forOrg('one').devices.list()).total).toBe(2);
    await reopened.close();
    reopened = await open(place);
    expect(reopened.opened).toEqual({ migrated: [], backup: null, interrupted: 2 });
    const one = reopened.forOrg('one').captures;
    expect(await one.get(ready.id)).toEqual(ready);
    for (const { id } of [capture, counted]) {
      expect(await one.get(id)).toMatchObject({
        status: 'interrupted',
        error: { key: 'read.interrupted' },
        finishedAt: expect.any(Number),
      });
    }
    expect((await reopened.forOrg('one').devices.list()).rows).toMatchObject([
      { id: device(1).id, captures: 1, packetsSent: device(1).packetsSent },
    ]);
    expect(await one.begin(file(2))).toMatchObject({ outcome: 'started' });
    await reopened.close();
    await reopened.close();
  });
});
