/** Every reading route of devices over the real embedded stores, with the demo network in them. */
import { describe, expect, it } from 'vitest';
import { testedApi } from '../../../test/fixtures/tested-api.ts';
import { formatMicros } from '../../base/time.ts';
import { DEMO_START } from '../../features/demo/defaults.ts';

const { on, ok, get, refused } = testedApi();
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const sender = () => on().analysis.devices.toSorted((a, b) => b.bytesSent - a.bytesSent)[0];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

describe('devices', () => {
  it('are those of the analysis, page by page, sorted', async () => {
    const all = await get('/devices?limit=1000&sort=bytesSent&order=desc');
    expect(all.total).toBe(on().analysis.devices.length);
    expect(all.items).toHaveLength(all.total);
    expect(all.items[0]).toMatchObject({ id: sender().id, bytesSent: sender().bytesSent });
    expect(all.items[0].firstSeen).toBe(sender().firstSeen);
    const second = await get('/devices?limit=5&offset=5&sort=bytesSent&order=desc');
    expect(second.items).toEqual(all.items.slice(5, 10));
  });

  it('are filtered: type, flag, VLAN, subnet, gateway, time, text', async () => {
    const plcs = on().analysis.devices.filter(({ type }) => type === 'plc' || type === 'hmi');
    expect((await get('/devices?type=plc,hmi&limit=1000')).total).toBe(plcs.length);
    expect((await get('/devices?type=plc&type=hmi')).total).toBe(plcs.length);
    expect(plcs.length).toBeGreaterThan(1);
    expect(await get('/devices?flagged=true')).toEqual({ items: [], total: 0 });
    const gateways = on().analysis.devices.filter(({ isGateway }) => isGateway);
    expect((await get('/devices?gateway=true')).total).toBe(gateways.length);
    const [vlan] = sender().vlans;
    const inVlan = on().analysis.devices.filter(({ vlans }) => vlans.includes(vlan));
    expect((await get(`/devices?vlan=${vlan}`)).total).toBe(inVlan.length);
    const [{ ip }] = sender().addresses;
    expect((await get(`/devices?subnet=${ip}/32`)).items[0].id).toBe(sender().id);
    expect((await get(`/devices?q=${ip}`)).items.map(({ id }: { id: string }) => id)).toContain(sender().id);
    expect((await get('/devices?activeSince=2030-01-01T00:00:00Z')).total).toBe(0);
    expect((await get(`/devices?capture=${on().captureId}`)).total).toBe(on().analysis.devices.length);
    expect((await get('/devices?capture=nothing')).total).toBe(0);
  });

  it('tell their model, system and number of addresses, and are found by them', async () => {
    const modelled = on().analysis.devices.filter(({ attributes }) => attributes.model !== undefined);
    expect(modelled.length).toBeGreaterThan(5);
    const { items } = await get('/devices?limit=1000&sort=model&order=asc');
    const byId = new Map(items.map((item: { id: string }) => [item.id, item]));
    for (const { id, attributes, addresses } of on().analysis.devices) {
      expect(byId.get(id)).toMatchObject({
        model: attributes.model?.value ?? null,
        os: attributes.os?.value ?? null,
        ipCount: new Set(addresses.map(({ ip }) => ip)).size,
      });
    }
    expect(items.findIndex(({ model }: { model: string | null }) => model === null)).toBe(modelled.length);
    const [word] = modelled[0].attributes.model.value.split(' ');
    const found = (await get(`/devices?q=${encodeURIComponent(word)}`)).items;
    expect(found.map(({ id }: { id: string }) => id)).toContain(modelled[0].id);
  });

  it('say what they can be narrowed to', async () => {
    const { types, vendors, vlans, tags } = await get('/devices/facets');
    for (const { value, devices } of types) {
      expect(on().analysis.devices.filter(({ type }) => type === value)).toHaveLength(devices);
    }
    expect(sum(types.map(({ devices }: { devices: number }) => devices))).toBe(on().analysis.devices.length);
    for (const { value, devices } of vendors) {
      expect((await get(`/devices?vendor=${encodeURIComponent(value)}`)).total).toBe(devices);
    }
    for (const { value, devices } of vlans) {
      expect((await get(`/devices?vlan=${value}`)).total).toBe(devices);
    }
    expect(tags).toEqual([]);
  });

  it('are those known within a time', async () => {
    const start = formatMicros(DEMO_START);
    expect((await get(`/devices?from=${start}`)).total).toBe(on().analysis.devices.length);
    expect((await get(`/devices?to=${start}`)).total).toBe(0);
    const until = formatMicros(DEMO_START + 5e6);
    const before = on().analysis.devices.filter(({ firstSeen }) => firstSeen !== null && firstSeen < until);
    expect((await get(`/devices?to=${until}`)).total).toBe(before.length);
    expect(before.length).toBeLessThan(on().analysis.devices.length);
  });

  it('offer and use services, as their conversations show', async () => {
    const [server] = on().analysis.devices.filter(({ attributes }) => attributes.services !== undefined);
    const { offered, used } = await get(`/devices/${server.id}/services`);
    const flows = (await get(`/devices/${server.id}/flows?limit=1000`)).items;
    expect(offered.services.length).toBeGreaterThan(0);
    for (const { protocol, appProtocol, port, flows: counted, bytesSent } of offered.services) {
      const same = flows.filter(
        (flow: { dstDevice: string; protocol: string; appProtocol: string; dst: { port: number } }) =>
          flow.dstDevice === server.id &&
          [flow.protocol, flow.appProtocol, flow.dst.port].join() === [protocol, appProtocol, port].join(),
      );
      expect(same).toHaveLength(counted);
      expect(sum(same.map(({ bytesBack }: { bytesBack: number }) => bytesBack))).toBe(bytesSent);
    }
    for (const { port } of used.services) expect(port).toBeGreaterThanOrEqual(0);
  });

  it('offer nothing by refusing it', async () => {
    const [scanned] = on().analysis.findings.filter(({ kind }) => kind === 'port-scan');
    const { items } = await get(`/devices?q=${scanned.params.target}`);
    const { offered } = await get(`/devices/${items[0].id}/services`);
    expect(offered.services.length).toBeLessThan(10);
  });

  it('have a page each, with an ETag', async () => {
    const response = await ok(`/devices/${sender().id}`);
    expect(response.headers.etag).toBe('"0"');
    const { id, macs, packetsSent } = sender();
    expect(response.json()).toMatchObject({ id, macs, packetsSent, captures: [on().captureId], notes: '' });
    expect(response.json().addresses[0].intervals[0].firstSeen).toMatch(ISO);
  });

  it('show why', async () => {
    const shown = await get(`/devices/${sender().id}/evidence`);
    expect(Object.keys(shown.attributes).sort()).toEqual(Object.keys(sender().attributes).sort());
    expect(shown.names).toEqual(sender().names);
    for (const [claim] of Object.values<{ evidence: unknown[] }[]>(shown.attributes)) {
      expect(claim.evidence[0]).toMatchObject({ capture: on().captureId, file: 0 });
    }
  });

  it('have flows and bandwidth of their own', async () => {
    const { id } = sender();
    const { items, total } = await get(`/devices/${id}/flows?limit=1000`);
    expect(total).toBe((await get(`/flows?device=${id}`)).total);
    for (const flow of items) expect([flow.srcDevice, flow.dstDevice]).toContain(id);
    const { points } = await get(`/devices/${id}/bandwidth`);
    // What was routed to it is in the list twice, and in the volume once: as its own VLAN saw it.
    const sent = items.map(
      ({ srcDevice, dstDevice, srcRouted, dstRouted, bytes, bytesBack }: ReturnType<typeof JSON.parse>) =>
        (srcDevice === id && !srcRouted ? bytes : 0) + (dstDevice === id && !dstRouted ? bytesBack : 0),
    );
    expect(sum(points.map(({ bytes }: { bytes: number }) => bytes))).toBe(sum(sent));
  });

  it('that do not exist are named', async () => {
    for (const path of ['', '/flows', '/bandwidth', '/evidence']) {
      expect(await refused(`/devices/mac-0000${path}`)).toMatchObject({
        code: 'unknown-id',
        detail: expect.stringContaining('"mac-0000"'),
      });
    }
  });
});
