/** Every reading route but those of devices, over the real embedded stores, with the demo network in them. */
import { describe, expect, it } from 'vitest';
import { testedApi, V1 } from '../../test/fixtures/tested-api.ts';
import { formatMicros } from '../base/time.ts';
import { DEMO_START } from '../features/demo/defaults.ts';
import { DEVICE_SORTS as STORE_DEVICE_SORTS } from '../store/state/devices/query.ts';
import { FLOW_SORTS as STORE_FLOW_SORTS } from '../store/telemetry/reads/flows.ts';
import { DEVICE_SORTS } from './devices/schemas.ts';
import { FLOW_SORTS } from './flows/schemas.ts';

const { on, ok, get, refused } = testedApi();
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const sender = () => on().analysis.devices.toSorted((a, b) => b.bytesSent - a.bytesSent)[0];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

describe('lists', () => {
  it('can be sorted by all that their stores can sort by', () => {
    expect([...DEVICE_SORTS].sort()).toEqual([...STORE_DEVICE_SORTS].sort());
    expect([...FLOW_SORTS].sort()).toEqual([...STORE_FLOW_SORTS].sort());
  });
});

describe('flows', () => {
  it('are the conversations of the analysis', async () => {
    const { items, total } = await get('/flows?limit=1000&sort=bytes');
    expect(total).toBe(on().analysis.conversations.length);
    const largest = Math.max(...on().analysis.conversations.map((c) => c.bytes + c.bytesBack));
    expect(items[0].bytes + items[0].bytesBack).toBe(largest);
    const { capture, row, srcDevice, dstDevice, srcLabel, dstLabel, ...more } = items[0];
    const { srcRouted, dstRouted, ...conversation } = more;
    expect(conversation).toEqual(on().analysis.conversations[row]);
    expect([srcLabel?.id ?? null, dstLabel?.id ?? null]).toEqual([srcDevice, dstDevice]);
    expect(await get(`/flows/${capture}/${row}`)).toEqual(items[0]);
    expect([typeof srcRouted, typeof dstRouted]).toEqual(['boolean', 'boolean']);
  });

  it('between two devices are those of the one that the other has', async () => {
    const { cells } = await get('/topology/matrix?maxDevices=10');
    const { from, to } = cells.find((cell: { from: string; to: string }) => cell.from !== cell.to);
    const { items, total } = await get(`/flows?device=${from}&peer=${to}&limit=1000`);
    expect(total).toBeGreaterThan(0);
    for (const { srcDevice, dstDevice } of items)
      expect([srcDevice, dstDevice].sort()).toEqual([from, to].sort());
    expect((await get(`/flows?device=${to}&peer=${from}`)).total).toBe(total);
    expect((await get(`/devices/${from}/flows?peer=${to}`)).total).toBe(total);
  });

  it('are filtered by both sides, protocol, VLAN and time', async () => {
    const modbus = on().analysis.conversations.filter(({ appProtocol }) => appProtocol === 'mbtcp');
    expect(modbus.length).toBeGreaterThan(0);
    expect((await get('/flows?app=mbtcp')).total).toBe(modbus.length);
    const to502 = on().analysis.conversations.filter(({ src, dst }) => src.port === 502 || dst.port === 502);
    expect(to502.length).toBeGreaterThan(modbus.length);
    expect((await get('/flows?protocol=tcp&port=502')).total).toBe(to502.length);
    expect((await get('/flows?protocol=udp&port=502')).total).toBe(0);
    const untagged = on().analysis.conversations.filter(({ vlan }) => vlan === null);
    expect((await get('/flows?vlan=none')).total).toBe(untagged.length);
    const start = formatMicros(DEMO_START);
    expect((await get(`/flows?to=${start}`)).total).toBe(0);
    expect((await get(`/flows?from=${start}`)).total).toBe(on().analysis.conversations.length);
  });
});

describe('topology', () => {
  it('has labelled nodes and counts what it leaves out', async () => {
    const { nodes, edges, nodesLeftOut } = await get('/topology');
    expect(nodesLeftOut).toBe(0);
    expect(nodes.length).toBeGreaterThan(20);
    for (const { device, label } of nodes) expect(label.id).toBe(device);
    const known = new Set(nodes.map(({ device }: { device: string }) => device));
    for (const { a, b } of edges) expect(known.has(a) && known.has(b)).toBe(true);
    const small = await get('/topology?maxNodes=3');
    expect(small.nodes).toEqual(nodes.slice(0, 3));
    expect(small.nodesLeftOut).toBe(nodes.length - 3);
  });

  it('has a matrix of the busiest', async () => {
    const { sides, cells, sidesLeftOut } = await get('/topology/matrix?maxDevices=10');
    expect(sides).toHaveLength(10);
    expect(sidesLeftOut).toBeGreaterThan(0);
    expect(sides[0].label.id).toBe(sides[0].device);
    expect(cells.length).toBeGreaterThan(5);
  });

  it('has a matrix of VLANs with their names', async () => {
    const { sides, cells } = await get('/topology/matrix/vlans');
    const vlans = sides.map(({ vlan }: { vlan: number | null }) => vlan);
    expect(new Set(vlans).size).toBe(vlans.length);
    expect(vlans.length).toBeGreaterThan(1);
    for (const { from, to } of cells)
      expect([vlans.includes(from), vlans.includes(to)]).toEqual([true, true]);
    expect((await get('/topology/matrix/vlans?capture=nothing')).sides).toEqual([]);
  });
});

describe('stats', () => {
  const volume = () => sum(on().analysis.conversations.map((c) => c.bytes + c.bytesBack));

  it('sum up the network', async () => {
    const board = await get('/stats/dashboard');
    expect(board).toMatchObject({
      devices: { total: on().analysis.devices.length, flagged: 0 },
      flows: on().analysis.conversations.length,
      bytes: volume(),
      captures: 1,
      firstHour: '2026-11-20T08:00:00.000000Z',
    });
    expect(board.findings).toHaveLength(on().analysis.findings.length);
    expect(board.newestDevices).toHaveLength(5);
    expect((await get('/stats/dashboard?capture=nothing')).devices.total).toBe(0);
  });

  it('add up over time, protocols and talkers', async () => {
    const { stepSeconds, points } = await get('/stats/bandwidth');
    expect(stepSeconds).toBe(60);
    expect(points[0].at).toBe('2026-11-20T08:00:00.000000Z');
    const both = points.map((it: { bytes: number; bytesBack: number }) => it.bytes + it.bytesBack);
    expect(sum(both)).toBe(volume());
    const { items } = await get('/stats/protocols');
    expect(sum(items.map(({ bytes }: { bytes: number }) => bytes))).toBe(volume());
    const talkers = (await get('/stats/top-talkers?limit=3')).items;
    expect(talkers).toHaveLength(3);
    expect(talkers[0].label.id).toBe(talkers[0].device);
  });

  it('narrow the bandwidth to one thing only', async () => {
    const modbus = on().analysis.conversations.filter(({ appProtocol }) => appProtocol === 'mbtcp');
    expect(modbus.length).toBeGreaterThan(0);
    const { points } = await get('/stats/bandwidth?protocol=mbtcp');
    expect(sum(points.map(({ packets }: { packets: number }) => packets))).toBe(
      sum(modbus.map(({ packets }) => packets)),
    );
    const { errors } = await refused('/stats/bandwidth?protocol=mbtcp&vlan=none');
    expect(errors[0].expected).toBe('at most one of device, vlan and protocol');
  });
});

describe('vlans, captures and interfaces', () => {
  it('are listed', async () => {
    const { items } = await get('/vlans');
    expect(items.map(({ vlan }: { vlan: number }) => vlan).sort()).toEqual(
      on()
        .analysis.vlans.map(({ vlan }) => vlan)
        .sort(),
    );
    const captures = (await get('/captures')).items;
    expect(captures).toEqual([await get(`/captures/${on().captureId}`)]);
    expect(captures[0]).toMatchObject({
      status: 'ready',
      packets: on().analysis.capture.packets,
      kind: 'demo',
    });
    expect(captures[0].createdAt).toMatch(ISO);
    expect(await refused('/captures/nothing')).toMatchObject({ code: 'unknown-id' });
    expect((await get('/interfaces')).items[0].name).toBe('eth0');
  });
});

describe('exports', () => {
  it('write every device as CSV that no spreadsheet runs', async () => {
    const { id } = sender();
    await on().api.inject({ method: 'PATCH', url: `${V1}/devices/${id}`, payload: { name: '=cmd()' } });
    const response = await ok('/export/cmdb');
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).toBe('attachment; filename="vigie-cmdb.csv"');
    const lines = response.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(on().analysis.devices.length + 1);
    expect(lines[0]).toMatch(/^id,name,type,vendor,model,/);
    expect(response.body).toContain(",'=cmd(),");
    expect(response.body).not.toMatch(/(^|,)[=+@-]/m);
  });

  it('write every flow, or those asked for, as JSON', async () => {
    const flows = await get('/export/flows?format=json');
    expect(flows).toHaveLength(on().analysis.conversations.length);
    expect(flows[0].firstSeen <= flows[1].firstSeen).toBe(true);
    expect(await get('/export/flows?format=json&app=nothing')).toEqual([]);
    expect(await get('/export/cmdb?format=json')).toHaveLength(on().analysis.devices.length);
    const plcs = on().analysis.devices.filter(({ type }) => type === 'plc');
    expect(await get('/export/cmdb?format=json&type=plc')).toHaveLength(plcs.length);
  });
});

describe('system', () => {
  it('is alive and ready, and counts', async () => {
    expect((await on().api.inject('/healthz')).json()).toEqual({
      status: 'ok',
      version: '9.9.9-test',
      uptimeSeconds: 0,
    });
    expect((await on().api.inject('/readyz')).json()).toEqual({ status: 'ready' });
    const { body, headers } = await on().api.inject('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const { writtenRows } = on().telemetry.counters();
    expect(body).toContain(`\nvigie_telemetry_written_rows_total ${writtenRows}\n`);
    for (const line of body.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) )?vigie_\w+(\{.*\})? \S/);
  });

  it('tells the administrators of the platform how all of it is', async () => {
    const person = { email: 'above@example.org', name: 'Above', password: 'a password of this test' };
    await on().backend.accounts.administration.add({ ...person, isPlatformAdmin: true });
    const { email, password } = person;
    const entered = await on().api.inject({
      ...{
        method: 'POST',
        url: `${V1}/session`,
        payload: { email, password },
        headers: { authorization: '' },
      },
    });
    const [cookie] = String(entered.headers['set-cookie']).split(';');
    const answer = await on().api.inject({ url: `${V1}/platform/health`, headers: { cookie } });
    expect(answer.statusCode, answer.body).toBe(200);
    const health = answer.json();
    const { writtenRows } = on().telemetry.counters();
    expect(health).toMatchObject({
      stores: { state: { lastError: null }, telemetry: { writtenRows, droppedRows: 0, lastError: null } },
      ...{ disk: null, outgoing: null, signIns: { wrong: 0, heldBack: 0 } },
      startedAt: expect.stringMatching(ISO),
    });
    expect(health.process.memoryBytes).toBeGreaterThan(1e6);
    const { p99Ms, maxMs } = health.process.loopDelay;
    expect(maxMs).toBeGreaterThanOrEqual(p99Ms);
    expect(health.refused).toContainEqual({ reason: 'wrong-origin', count: expect.any(Number) });
  });
});

describe('wrong parameters', () => {
  it.each([
    ['/devices?limit=5000', 'limit', '5000', 'at most 1000'],
    ['/devices?limit=ten', 'limit', 'ten', 'a number'],
    ['/devices?sort=colour', 'sort', 'colour', `one of ${DEVICE_SORTS.join(', ')}`],
    ['/devices?type=plc,toaster', 'type', 'toaster', /^one of router, switch/],
    ['/devices?flagged=maybe', 'flagged', 'maybe', 'one of true, false'],
    ['/devices?subnet=192.0.2.0/64', 'subnet', '192.0.2.0/64', /CIDR|IPv4/i],
    ['/devices?colour=red', 'colour', 'red', /^one of the names limit, offset, sort/],
    ['/flows?port=70000', 'port', '70000', 'at most 65535'],
    ['/flows?vlan=4096', 'vlan', '4096', 'at most 4095'],
    ['/flows?from=yesterday', 'from', 'yesterday', 'an ISO 8601 instant such as 2026-11-20T08:00:00Z'],
    ['/flows?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'to', null, 'an instant at or after from'],
    ['/topology?maxNodes=0', 'maxNodes', '0', 'at least 1'],
    ['/topology/matrix?maxDevices=1', 'maxDevices', '1', 'at least 2'],
    ['/stats/dashboard?capture=', 'capture', '', 'at least 1 character'],
    ['/stats/protocols?limit=3', 'limit', '3', 'one of the names from, to, capture, site'],
    ['/stats/top-talkers?limit=-1', 'limit', '-1', 'at least 1'],
    ['/vlans?x=1', 'x', '1', 'one of the names site'],
    ['/captures?x=1', 'x', '1', 'one of the names site'],
    ['/interfaces?x=1', 'x', '1', 'nothing of this name'],
    ['/export/cmdb?format=xlsx', 'format', 'xlsx', 'one of csv, json'],
    ['/export/flows?limit=1', 'limit', '1', /^one of the names/],
  ] as const)('%s is refused by name', async (path, field, value, expected) => {
    const problem = await refused(path);
    expect(problem.code).toBe('invalid-request');
    const match: unknown = expected instanceof RegExp ? expect.stringMatching(expected) : expected;
    const found = value === null ? expect.anything() : value;
    expect(problem.errors).toContainEqual({
      in: 'query',
      path: field,
      value: found,
      expected: match,
    });
  });
});
