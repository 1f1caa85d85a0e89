/** Pages of flows far down the list are those that the pages before them lead to. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeUp, temporaryFolder, trafficOf } from '../../../../test/fixtures/telemetry.ts';
import { type OrgTelemetry, open, type Telemetry } from '../store.ts';
import { FLOW_SORTS } from './flows.ts';

const ROWS = 1200;
const DEVICES = 40;
const flows = Array.from({ length: ROWS }, (_, row) =>
  madeUp(row, DEVICES, { rows: ROWS, spanUs: 3 * 86_400e6 }),
);
const folder = temporaryFolder();
let store: Telemetry;
let org: OrgTelemetry;
beforeAll(async () => {
  store = await open({ dataFolder: folder.path });
  org = store.forOrg('acme');
  await org.writeConversations('c1', 0, flows);
  await org.writeTraffic(
    'c1',
    0,
    flows.map((flow) => trafficOf(flow)),
  );
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

it.each(FLOW_SORTS)('a deep page sorted by %s goes on where the one before it ends', async (sort) => {
  for (const order of ['asc', 'desc'] as const) {
    const near = (await org.flows({ sort, order, limit: 1000 })).flows;
    const deep = await org.flows({ sort, order, limit: 300, offset: 900 });
    expect(deep.total).toBe(ROWS);
    expect(deep.flows).toHaveLength(300);
    expect(deep.flows.slice(0, 100)).toEqual(near.slice(900));
    expect(new Set([...near, ...deep.flows].map(({ row }) => row)).size).toBe(ROWS);
  }
});

it('behind the last page there is nothing, and still the number of them', async () => {
  expect(await org.flows({ offset: ROWS })).toEqual({ flows: [], total: ROWS });
  expect(await org.flows({ protocol: 'icmp' })).toEqual({ flows: [], total: 0 });
});

it('what a device sent and received by step is what its flows say, by minute, hour and day', async () => {
  const device = 'mac-00005e005305';
  const sent = flows.map(
    (it) => (it.srcDevice === device ? it.bytes : 0) + (it.dstDevice === device ? it.bytesBack : 0),
  );
  const expected = sent.reduce((sum, bytes) => sum + bytes, 0);
  expect(expected).toBeGreaterThan(0);
  for (const [maxPoints, step] of [
    [5000, 60],
    [100, 3600],
    [10, 43_200],
  ]) {
    const { points, stepSeconds } = await org.bandwidth({ of: { device }, maxPoints });
    expect(stepSeconds).toBe(step);
    expect(points.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(expected);
  }
});
