/** Some captures among others: every question about them is answered as if there were no others. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeUp, temporaryFolder, trafficOf } from '../../../../test/fixtures/telemetry.ts';
import { SITE_LIMITS } from '../../../model/site-limits.ts';
import { type OrgTelemetry, open, type Telemetry } from '../store.ts';
import type { Scope } from './range.ts';

const ROWS = 600;
const [FIRST, OTHER] = ['mac-00005e005303', 'mac-00005e005305'];
const flows = Array.from({ length: ROWS }, (_, row) => madeUp(row, 30, { rows: ROWS, spanUs: 3 * 86_400e6 }));
const folder = temporaryFolder();
let store: Telemetry;

beforeAll(async () => {
  store = await open({ dataFolder: folder.path });
  const write = async (org: string, captures: readonly string[]) => {
    for (const capture of captures) {
      const rows = flows.filter(({ row }) => `c${row % 3}` === capture);
      await store.forOrg(org).writeConversations(capture, 0, rows);
      await store.forOrg(org).writeTraffic(
        capture,
        0,
        rows.map((flow) => trafficOf(flow)),
      );
    }
  };
  await write('all', ['c0', 'c1', 'c2']);
  await write('some', ['c0', 'c2']);
  await write('one', ['c1']);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

/** Hours and minutes of a range that begins and ends within them, so that every roll-up takes part. */
const range = { from: 1_767_225_600e6 + 1830e6, to: 1_767_225_600e6 + 2.3 * 86_400e6 };

async function answers(org: OrgTelemetry, scope: Scope) {
  const exported: unknown[] = [];
  for await (const flow of org.exportFlows(scope)) exported.push(flow);
  return {
    exported,
    flows: await org.flows({ ...scope, limit: 30, offset: 10 }),
    sorted: await org.flows({ ...scope, sort: 'bytes', limit: 30, offset: 10 }),
    ofDevice: await org.flows({ ...scope, device: FIRST }),
    ofAddress: await org.flows({ ...scope, address: '198.18.0.5', protocol: 'tcp' }),
    between: await org.flows({ ...scope, device: FIRST, peer: OTHER }),
    topTalkers: await org.topTalkers(scope),
    bandwidth: await org.bandwidth({ ...scope, of: { device: FIRST } }),
    services: await org.services({ ...scope, device: OTHER }),
    protocols: await org.protocols(scope),
    vlans: await org.vlans(scope),
    topology: await org.topology(scope),
    around: await org.topology({ ...scope, device: FIRST }),
    deviceMatrix: await org.deviceMatrix({ ...scope, maxDevices: 5 }),
    vlanMatrix: await org.vlanMatrix(scope),
    dashboard: await org.dashboard(scope),
  };
}

it('of several captures', async () => {
  const all = store.forOrg('all');
  const some = { captures: ['c2', 'c0'] };
  const expected = await answers(store.forOrg('some'), {});
  expect(expected.flows.total).toBe((ROWS / 3) * 2);
  expect(await answers(all, some)).toEqual(expected);
  expect(await answers(all, { ...some, range })).toEqual(await answers(store.forOrg('some'), { range }));
});

it('of one, of one among them, of none, and of one that is not among them', async () => {
  const all = store.forOrg('all');
  const one = await answers(store.forOrg('one'), {});
  expect(await answers(all, { captures: ['c1'] })).toEqual(one);
  // As many as a site may have.
  const many = Array.from({ length: SITE_LIMITS.captures - 1 }, () => randomUUID());
  expect(await answers(all, { captures: [...many, 'c1'] })).toEqual(one);
  expect(await answers(all, { captures: ['c1', 'c2'], capture: 'c1' })).toEqual(one);
  const nothing = await answers(store.forOrg('empty'), {});
  expect(nothing.flows.total).toBe(0);
  expect(await answers(all, { captures: [] })).toEqual(nothing);
  expect(await answers(all, { captures: ['c0', 'c2'], capture: 'c1' })).toEqual(nothing);
});
