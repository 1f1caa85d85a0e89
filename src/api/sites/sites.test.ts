/** Sites over HTTP, with the real stores and imports: what belongs to one, and every question narrowed to it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { pcapFile } from '../../../test/fixtures/pcap.ts';
import { testedApi } from '../../../test/fixtures/tested-api.ts';
import * as f from '../../wire/build/index.ts';

const { on, send, get } = testedApi();
const make = (payload: object, headers = {}) => send('POST', '/sites', { payload, headers });

/** A datagram each way between `…:<one>` and `…:<other>`, in a VLAN. */
function capture(one: number, other: number, vlan: number): Buffer {
  const mac = (last: number) => `00:00:5e:00:53:${last.toString(16).padStart(2, '0')}`;
  const frame = (from: number, to: number, udp: Uint8Array) => {
    const ip = f.ipv4({ src: `192.0.2.${from}`, dst: `192.0.2.${to}`, protocol: 17 }, udp);
    return f.ethernet(mac(to), mac(from), 0x8100, f.vlan({ id: vlan }, 0x0800, ip));
  };
  const frames = [
    frame(one, other, f.udp(40_000, 9999, 'question')),
    frame(other, one, f.udp(9999, 40_000, 'answer')),
  ];
  return Buffer.from(pcapFile(frames));
}
async function upload(payload: Buffer, query = ''): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await send('POST', `/captures?name=a.pcap${query}`, { payload, headers });
  expect(response.statusCode, response.body).toBe(202);
  const { id } = response.json().capture;
  expect((await on().imports.forOrg('default').ended(id))?.status).toBe('imported');
  return id;
}

describe('sites', () => {
  it('are made once, read, changed by version, and deleted', async () => {
    const payload = {
      ...{ name: 'Usine de Brest', note: '1 quai du Commandant', timeZone: 'Europe/Paris' },
      ...{ latitude: 48.39, longitude: -4.49 },
    };
    const made = await make(payload, { 'idempotency-key': 'brest' });
    expect(made.statusCode, made.body).toBe(201);
    const site = made.json();
    expect(site).toMatchObject({ ...payload, version: 1, captures: 0, placedDevices: 0 });
    expect([made.headers.location, made.headers.etag]).toEqual([`/api/v1/sites/${site.id}`, '"1"']);
    const again = await make(payload, { 'idempotency-key': 'brest' });
    expect([again.statusCode, again.headers['idempotency-replayed'], again.json()]).toEqual([
      201,
      'true',
      site,
    ]);

    const twin = await make({ name: 'USINE DE BREST' });
    expect(twin.statusCode).toBe(409);
    expect(twin.json()).toMatchObject({
      code: 'already-there',
      errors: [{ in: 'body', path: 'name', value: 'USINE DE BREST' }],
    });
    const one = `/sites/${site.id}`;
    const patched = await send('PATCH', one, { payload: { note: '' }, headers: { 'if-match': '"1"' } });
    expect([patched.statusCode, patched.headers.etag]).toEqual([200, '"2"']);
    expect(patched.json()).toEqual({ ...site, note: '', version: 2 });
    const late = await send('PATCH', one, { payload: { note: 'x' }, headers: { 'if-match': '"1"' } });
    expect([late.statusCode, late.json().code]).toEqual([412, 'changed-meanwhile']);
    expect(await get('/sites')).toEqual({ items: [patched.json()] });
    expect((await send('DELETE', one)).statusCode).toBe(204);
    for (const method of ['GET', 'DELETE', 'PATCH'] as const) {
      const sent = method === 'PATCH' ? { payload: { note: 'x' } } : {};
      const gone = await send(method, one, sent);
      expect([gone.statusCode, gone.json().code]).toEqual([404, 'unknown-id']);
    }
  });

  it.each([
    [{}, 'name'],
    [{ name: '  ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'x', timeZone: 'Paris' }, 'timeZone'],
    [{ name: 'x', latitude: 91, longitude: 0 }, 'latitude'],
    [{ name: 'x', latitude: 1 }, 'longitude'],
    [{ name: 'x', latitude: null, longitude: 1 }, 'longitude'],
    [{ name: 'x', colour: 'red' }, 'colour'],
  ])('refuse %j, naming %s', async (payload, path) => {
    const response = await make(payload);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors.map((it: { path: string }) => it.path)).toEqual([path]);
  });
});

describe('a site that is asked for', () => {
  let lyon = '';
  let nice = '';
  let ofNice = '';
  beforeAll(async () => {
    lyon = (await make({ name: 'Lyon' })).json().id;
    nice = (await make({ name: 'Nice' })).json().id;
    await upload(capture(0x41, 0x42, 7), `&site=${lyon}`);
    ofNice = await upload(capture(0x42, 0x43, 8), `&site=${nice}`);
  });

  it('has the devices, flows, volumes and VLANs of its captures, and no others', async () => {
    const { items, total } = await get(`/devices?site=${lyon}&sort=ip&order=asc`);
    expect([total, items.map((it: { ip: string }) => it.ip)]).toEqual([2, ['192.0.2.65', '192.0.2.66']]);
    // What a device is, it is everywhere: the shared one was in VLAN 8 of the other site.
    expect((await get(`/devices/facets?site=${lyon}`)).vlans).toEqual([
      { value: 7, devices: 2 },
      { value: 8, devices: 1 },
    ]);
    expect((await get(`/flows?site=${nice}`)).items.map((it: { vlan: number }) => it.vlan)).toEqual([8]);
    expect((await get(`/topology?site=${nice}`)).totalEdges).toBe(1);
    expect((await get(`/topology/matrix?site=${nice}`)).sides).toHaveLength(2);
    expect((await get(`/topology/matrix/vlans?site=${nice}`)).cells).toHaveLength(1);
    expect((await get(`/stats/top-talkers?site=${lyon}`)).items).toHaveLength(2);
    expect((await get(`/stats/protocols?site=${lyon}`)).items).toHaveLength(1);
    expect(await get(`/stats/dashboard?site=${lyon}`)).toMatchObject({
      ...{ devices: { total: 2, active: 2 }, flows: 1, captures: 1 },
      newestDevices: [{}, {}],
    });
    const points = (await get(`/stats/bandwidth?site=${lyon}`)).points as { packets: number }[];
    expect(points.reduce((sum, { packets }) => sum + packets, 0)).toBe(1);
    expect((await get(`/vlans?site=${lyon}`)).items).toMatchObject([{ vlan: 7, devices: 2, captures: 1 }]);
    expect((await get(`/captures?site=${nice}`)).items).toMatchObject([{ id: ofNice, siteId: nice }]);
    // One that is of both, seen from each.
    const [, shared] = items;
    for (const [site, vlan] of [
      [lyon, 7],
      [nice, 8],
    ]) {
      const flows = await get(`/devices/${shared.id}/flows?site=${site}`);
      expect(flows.items).toMatchObject([{ vlan }]);
      expect((await get(`/devices/${shared.id}/services?site=${site}`)).used.leftOut).toBe(0);
    }
    expect((await get(`/devices/${shared.id}`)).sites.map((it: { name: string }) => it.name)).toEqual([
      'Lyon',
      'Nice',
    ]);
    // A capture of another site: both conditions hold together.
    expect((await get(`/flows?site=${lyon}&capture=${ofNice}`)).total).toBe(0);
    const csv = (await send('GET', `/export/cmdb?site=${lyon}`)).body.trim().split('\r\n');
    expect(csv).toHaveLength(3);
    expect(csv[0]).toContain(',vlans,sites,');
    expect(csv.filter((line) => line.includes('Lyon; Nice'))).toHaveLength(1);
    const flows = (await send('GET', `/export/flows?site=${nice}&format=json`)).json();
    expect(flows).toHaveLength(1);
  });

  it('is refused by name when the organisation has none of this id', async () => {
    await on().state.organisations.ensure('other', 'Other');
    const { site } = await on().state.forOrg('other').sites.create({ name: 'Elsewhere' });
    const [device] = (await get('/devices?limit=1')).items;
    const paths = [
      ...['/devices', '/devices/facets', '/flows', '/topology', '/topology/matrix', '/topology/matrix/vlans'],
      ...['/stats/dashboard', '/stats/bandwidth', '/stats/protocols', '/stats/top-talkers', '/vlans'],
      ...['/captures', '/export/cmdb', '/export/flows'],
      ...['flows', 'bandwidth', 'services'].map((what) => `/devices/${device.id}/${what}`),
    ];
    for (const id of ['nothing', site.id]) {
      for (const path of paths) {
        const response = await send('GET', `${path}?site=${id}`);
        expect([response.statusCode, response.json().errors], path).toEqual([
          400,
          [{ in: 'query', path: 'site', value: id, expected: 'the id of a site of the organisation' }],
        ]);
      }
      const writes = [
        await send('PATCH', `/captures/${ofNice}`, { payload: { siteId: id } }),
        await send('PATCH', `/devices/${device.id}`, { payload: { siteId: id } }),
        await send('POST', '/interfaces/eth0/listen', { payload: { siteId: id } }),
      ];
      for (const response of writes) {
        expect(response.statusCode, response.body).toBe(400);
        expect(response.json().errors).toMatchObject([{ in: 'body', path: 'siteId', value: id }]);
      }
      const headers = { 'content-type': 'application/octet-stream' };
      const sent = await send('POST', `/captures?name=x&site=${id}`, { payload: capture(1, 2, 3), headers });
      expect(sent.json().errors).toMatchObject([{ in: 'query', path: 'site' }]);
      const demo = await send('POST', `/demo?site=${id}`);
      expect(demo.json().errors).toMatchObject([{ in: 'query', path: 'site' }]);
    }
  });

  it('can be said of captures, listenings and devices afterwards, and stays while something belongs to it', async () => {
    const moved = await send('PATCH', `/captures/${ofNice}`, { payload: { siteId: lyon } });
    expect([moved.statusCode, moved.json().siteId]).toEqual([200, lyon]);
    expect((await get(`/flows?site=${lyon}`)).total).toBe(2);
    expect((await get(`/devices?site=${nice}`)).total).toBe(0);
    const [device] = (await get(`/devices?site=${lyon}`)).items;
    const placed = await send('PATCH', `/devices/${device.id}`, { payload: { siteId: nice } });
    expect(placed.json()).toMatchObject({
      ...{ sites: [{ id: nice, name: 'Nice' }], words: { siteId: nice } },
      found: { sites: [{ name: 'Lyon' }] },
    });
    const started = await send('POST', '/interfaces/eth0/listen', { payload: { siteId: nice } });
    expect(started.statusCode, started.body).toBe(201);

    const kept = await send('DELETE', `/sites/${nice}`);
    expect([kept.statusCode, kept.json().code]).toEqual([409, 'site-in-use']);
    expect(kept.json().detail).toContain('0 captures and 1 device by people’s word');
    const back = await send('PATCH', `/devices/${device.id}`, { payload: { siteId: null } });
    expect(back.json().sites).toEqual([{ id: lyon, name: 'Lyon' }]);
    expect((await send('DELETE', `/sites/${nice}`)).statusCode).toBe(204);
    const none = await send('PATCH', `/captures/${ofNice}`, { payload: { siteId: null } });
    expect(none.json().siteId).toBeNull();
  });
});
