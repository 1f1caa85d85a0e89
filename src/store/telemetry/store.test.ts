import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversation, START, temporaryFolder, trafficOf } from '../../../test/fixtures/telemetry.ts';
import type { ConversationRow } from '../../model/traffic.ts';
import { type OrgTelemetry, open, type Telemetry } from './store.ts';

const folder = temporaryFolder();
let store: Telemetry;
let org: OrgTelemetry;

beforeAll(async () => {
  store = await open({ dataFolder: folder.path });
  org = store.forOrg('acme');
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const a = 'mac-00005e005301';
const b = 'mac-00005e005302';
const c = 'mac-00005e005303';

describe('smoke', () => {
  it('writes and reads', async () => {
    const rows: ConversationRow[] = [
      conversation(0),
      conversation(1, { srcDevice: c, vlan: null, serverName: 'a\tb\\n\n' }),
    ];
    expect(await org.writeConversations('c1', 0, rows)).toBe('written');
    expect(await org.writeConversations('c1', 0, rows)).toBe('known');
    expect(
      await org.writeTraffic(
        'c1',
        0,
        rows.map((row) => trafficOf(row)),
      ),
    ).toBe('written');
    console.log(
      JSON.stringify(
        {
          flows: await org.flows(),
          top: await org.topTalkers(),
          bw: await org.bandwidth(),
          bwd: await org.bandwidth({ of: { device: a } }),
          p: await org.protocols(),
          v: await org.vlans(),
          t: await org.topology(),
          m: await org.deviceMatrix(),
          vm: await org.vlanMatrix(),
          d: await org.dashboard({ range: { from: START, to: START + 90e6 } }),
          f: await org.flow('c1', 1),
          counters: store.counters(),
          b,
        },
        null,
        1,
      ),
    );
    for await (const flow of org.exportFlows()) expect(flow).toEqual({ ...rows[flow.row], capture: 'c1' });
    await org.deleteCapture('c1');
    console.log(await org.dashboard(), await org.topTalkers());
  });
});
