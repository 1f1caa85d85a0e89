/** The store on chDB: what goes in comes out, once, for one organisation only, and can be taken out again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversation, START, temporaryFolder, trafficOf } from '../../../test/fixtures/telemetry.ts';
import type { ConversationRow, TrafficRow } from '../../model/traffic.ts';
import type { Engine } from './engine.ts';
import { openEmbedded } from './engine.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { stepFor } from './reads/bandwidth.ts';
import { FLOW_SORTS } from './reads/flows.ts';
import { tablesWithoutOrg } from './reads/org-reader.ts';
import { forOrg, type OrgTelemetry, open, type Telemetry } from './store.ts';
import type { Writer } from './writes/writer.ts';

const [a, b, c] = ['mac-00005e005301', 'mac-00005e005302', 'mac-00005e005303'];
const HOUR = 3600e6;

/** Three conversations: a→b in VLAN 10, c→b untagged, b→nobody an hour and a half later. */
const rows: readonly ConversationRow[] = [
  conversation(0),
  conversation(1, { srcDevice: c, vlan: null, serverName: 'a\tb\\n\n"é', tunnel: 'gre', outerVlan: 7 }),
  conversation(2, {
    protocol: 'udp',
    appProtocol: null,
    serverName: null,
    src: { mac: null, ip: '2001:db8::1', port: null },
    dst: { mac: '00:00:5e:00:53:ff', ip: null, port: null },
    srcDevice: b,
    dstDevice: null,
    tcp: null,
    tcpFlags: null,
    handshakeRttMs: null,
    packetsBack: 0,
    bytesBack: 0,
    firstSeen: '2026-01-01T01:30:00.000001Z',
    lastSeen: '2026-01-01T01:30:59.999999Z',
  }),
];
const traffic: readonly TrafficRow[] = rows.map((row) => trafficOf(row));

const folder = temporaryFolder();
let store: Telemetry;
let org: OrgTelemetry;
beforeAll(async () => {
  store = await open({ dataFolder: folder.path });
  org = store.forOrg('acme');
  await org.writeConversations('c1', 0, rows);
  await org.writeTraffic('c1', 0, traffic);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

async function exported(of: OrgTelemetry, capture: string) {
  const flows = [];
  for await (const flow of of.exportFlows({ capture })) flows.push(flow);
  return flows;
}

describe('flows', () => {
  it('come back as they went in', async () => {
    expect(await exported(org, 'c1')).toEqual(rows.map((row) => ({ ...row, capture: 'c1' })));
    expect(await org.flow('c1', 2)).toEqual({ ...rows[2], capture: 'c1' });
    expect(await org.flow('c1', 3)).toBeNull();
  });

  it.each([
    [{ device: b }, [2, 1, 0]],
    [{ device: a }, [0]],
    [{ device: 'mac' }, []],
    [{ address: '2001:db8:0::1' }, [2]],
    [{ address: '198.51.100.2' }, [1, 0]],
    [{ port: 443 }, [1, 0]],
    [{ protocol: 'udp' }, [2]],
    [{ app: 'tls', vlan: null }, [1]],
    [{ vlan: 10 }, [2, 0]],
    [{ serverName: 'WWW.' }, [0]],
    [{ serverName: 'É' }, [1]],
    [{ range: { from: START + HOUR, to: null } }, [2]],
    [{ range: { from: START + 500_000, to: START + 1e6 } }, [0]],
    [{ range: { from: null, to: START } }, []],
    [{ capture: 'c2' }, []],
    [{ limit: 1, offset: 1 }, [1]],
  ])('are found by %j', async (query, expected) => {
    const page = await org.flows(query);
    expect(page.flows.map(({ row }) => row)).toEqual(expected);
    if (!('limit' in query)) expect(page.total).toBe(expected.length);
  });

  it('are sorted by every column, both ways', async () => {
    for (const sort of FLOW_SORTS) {
      const down = (await org.flows({ sort })).flows.map(({ row }) => row);
      expect([...down].sort(), sort).toEqual([0, 1, 2]);
      const up = (await org.flows({ sort, order: 'asc' })).flows.map(({ row }) => row);
      // An address that is absent stays last.
      if (sort !== 'dstIp' && sort !== 'srcIp') expect(up, sort).toEqual(down.reverse());
    }
  });

  it.each([[{ port: 70_000 }], [{ address: 'nonsense' }], [{ limit: 0 }], [{ vlan: 5000 }]])(
    'cannot be asked for with %j',
    async (query) => {
      await expect(org.flows(query)).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});

describe('volumes', () => {
  it('of devices count both sides', async () => {
    expect(await org.topTalkers()).toEqual([
      { device: b, packetsSent: 26, bytesSent: 17_000, packetsReceived: 20, bytesReceived: 2000 },
      { device: a, packetsSent: 10, bytesSent: 1000, packetsReceived: 8, bytesReceived: 8000 },
      { device: c, packetsSent: 10, bytesSent: 1000, packetsReceived: 8, bytesReceived: 8000 },
    ]);
  });

  it('of protocols and VLANs', async () => {
    expect(await org.protocols()).toEqual([
      { protocol: 'tcp', appProtocol: 'tls', packets: 36, bytes: 18_000 },
      { protocol: 'udp', appProtocol: null, packets: 10, bytes: 1000 },
    ]);
    expect(await org.vlans()).toEqual([
      { vlan: 10, packets: 28, bytes: 10_000 },
      { vlan: null, packets: 18, bytes: 9000 },
    ]);
  });

  it.each([
    ['open', { from: null, to: null }, 19_000],
    ['whole hours', { from: START, to: START + 2 * HOUR }, 19_000],
    ['minutes at both ends', { from: START + 60e6, to: START + 1.55 * HOUR }, 1000],
    ['within an hour', { from: START + 1.4 * HOUR, to: START + 1.6 * HOUR }, 1000],
    ['open to the left', { from: null, to: START + 1.5 * HOUR }, 18_000],
    ['open to the right', { from: START + 1.5 * HOUR, to: null }, 1000],
    ['empty', { from: START + HOUR, to: START + HOUR }, 0],
  ])('sum to the same from minutes and hours: %s', async (_, range, bytes) => {
    const sum = (list: readonly { readonly bytes: number }[]) => list.reduce((all, it) => all + it.bytes, 0);
    expect(sum(await org.vlans({ range }))).toBe(bytes);
    expect(sum(await org.protocols({ range }))).toBe(bytes);
    expect((await org.dashboard({ range })).bytes).toBe(bytes);
  });

  it('over time have a point for every step', async () => {
    const { stepSeconds, points } = await org.bandwidth();
    expect([stepSeconds, points.length]).toEqual([60, 91]);
    expect(points[0]).toEqual({ at: START, packets: 20, bytes: 2000, packetsBack: 16, bytesBack: 16_000 });
    expect(points[1].bytes).toBe(0);
    expect(points[90]).toMatchObject({ at: START + 1.5 * HOUR, bytes: 1000 });
    const coarse = await org.bandwidth({ of: { device: b }, maxPoints: 10 });
    expect(coarse.stepSeconds).toBe(900);
    expect(coarse.points.map(({ bytes }) => bytes)).toEqual([16_000, 0, 0, 0, 0, 0, 1000]);
    expect((await org.bandwidth({ of: { protocol: 'tls' } })).points[0].bytes).toBe(2000);
    expect((await org.bandwidth({ of: { vlan: null } })).points[0].bytes).toBe(1000);
  });

  it('never need more points than asked for', () => {
    for (const span of [60, 3600, 86_400, 3e7, 4e9]) {
      for (const most of [10, 300]) expect(span / stepFor(span, most)).toBeLessThanOrEqual(most);
    }
  });

  it('of the overview', async () => {
    expect(await org.dashboard()).toEqual({
      devices: 3,
      flows: 3,
      packets: 46,
      bytes: 19_000,
      vlans: 1,
      captures: 1,
      firstHour: START,
      lastHour: START + HOUR,
    });
  });
});

describe('topology', () => {
  it('has devices that talked with devices, and what is left out', async () => {
    const edge = (x: string, y: string) => ({ a: x, b: y, packets: 18, bytes: 9000 });
    expect(await org.topology()).toEqual({
      nodes: [
        { device: b, packets: 36, bytes: 18_000, peers: 2 },
        { device: a, packets: 18, bytes: 9000, peers: 1 },
        { device: c, packets: 18, bytes: 9000, peers: 1 },
      ],
      edges: expect.arrayContaining([edge(a, b), edge(b, c)]),
      totalNodes: 3,
      totalEdges: 2,
      nodesLeftOut: 0,
      edgesLeftOut: 0,
      bytesLeftOut: 0,
    });
    const two = await org.topology({ maxNodes: 2 });
    expect(two).toMatchObject({ nodesLeftOut: 1, edgesLeftOut: 1, bytesLeftOut: 9000 });
    expect((await org.topology({ vlan: 10 })).edges).toEqual([edge(a, b)]);
    expect((await org.topology({ range: { from: START + HOUR, to: null } })).nodes).toEqual([]);
  });

  it('as a matrix has each direction', async () => {
    const { sides, cells, sidesLeftOut } = await org.deviceMatrix({ vlan: null });
    expect([sides.length, sidesLeftOut]).toEqual([2, 0]);
    expect(cells).toEqual([
      { from: b, to: c, packets: 8, bytes: 8000 },
      { from: c, to: b, packets: 10, bytes: 1000 },
    ]);
    expect(await org.vlanMatrix()).toEqual({
      sides: [null, 10],
      cells: [
        { from: 10, to: 10, packets: 18, bytes: 9000 },
        { from: null, to: null, packets: 18, bytes: 9000 },
      ],
      sidesLeftOut: 0,
    });
  });

  it('has what was routed once, under the VLANs of both sides', async () => {
    const routed = store.forOrg('routed');
    const flows = [
      // a in VLAN 10 to b in VLAN 30, seen on both; then c to b, within VLAN 30.
      conversation(0, { vlan: 10, dstRouted: true }),
      conversation(1, { vlan: 30, srcRouted: true, bytes: 1004 }),
      conversation(2, { vlan: 30, srcDevice: c }),
    ];
    const none = { pairSrc: null, pairDst: null, pairDstVlan: null };
    await routed.writeConversations('c1', 0, flows);
    await routed.writeTraffic('c1', 0, [
      trafficOf(flows[0], { dstDevice: null, pairDstVlan: 30 }),
      trafficOf(flows[1], { srcDevice: null, ...none }),
      trafficOf(flows[2]),
    ]);
    const edge = (x: string, y: string) => ({ a: x, b: y, packets: 18, bytes: 9000 });
    const edges = async (vlan?: number | null) => {
      const found = await routed.topology(vlan === undefined ? {} : { vlan });
      return found.edges.toSorted((x, y) => (x.a < y.a ? -1 : 1));
    };
    expect(await edges()).toEqual([edge(a, b), edge(b, c)]);
    expect(await edges(10)).toEqual([edge(a, b)]);
    expect(await edges(30)).toEqual([edge(a, b), edge(b, c)]);
    expect(await edges(null)).toEqual([]);
    expect((await routed.deviceMatrix({ vlan: 10 })).cells).toEqual([
      { from: b, to: a, packets: 8, bytes: 8000 },
      { from: a, to: b, packets: 10, bytes: 1000 },
    ]);
    expect(await routed.vlanMatrix()).toEqual({
      sides: [30, 10],
      cells: [
        { from: 30, to: 30, packets: 18, bytes: 9000 },
        { from: 30, to: 10, packets: 8, bytes: 8000 },
        { from: 10, to: 30, packets: 10, bytes: 1000 },
      ],
      sidesLeftOut: 0,
    });
    // Volumes of devices, and what they serve, are those of their own VLAN; their flows are all.
    expect(await routed.topTalkers()).toEqual([
      { device: b, packetsSent: 16, bytesSent: 16_000, packetsReceived: 20, bytesReceived: 2004 },
      { device: a, packetsSent: 10, bytesSent: 1000, packetsReceived: 8, bytesReceived: 8000 },
      { device: c, packetsSent: 10, bytesSent: 1000, packetsReceived: 8, bytesReceived: 8000 },
    ]);
    const { offered } = await routed.services({ device: b });
    expect(offered.services).toMatchObject([{ flows: 2, bytesSent: 16_000, bytesReceived: 2004 }]);
    const { used } = await routed.services({ device: a });
    expect(used.services).toMatchObject([{ flows: 1, bytesSent: 1000, bytesReceived: 8000 }]);
    expect((await routed.flows({ device: a, peer: b })).total).toBe(2);
    expect(await exported(routed, 'c1')).toEqual(flows.map((row) => ({ ...row, capture: 'c1' })));
    await routed.deleteCapture('c1');
    expect([await edges(), (await routed.vlanMatrix()).cells]).toEqual([[], []]);
  });
});

describe('an organisation', () => {
  it('never sees another', async () => {
    const other = store.forOrg('other');
    await other.writeConversations('c1', 0, [conversation(0, { serverName: 'theirs' })]);
    expect((await org.flows({ serverName: 'theirs' })).total).toBe(0);
    expect((await org.dashboard()).flows).toBe(3);
    expect((await other.dashboard()).bytes).toBe(0);
    expect(await other.topTalkers()).toEqual([]);
    await other.deleteCapture('c1');
    expect((await other.flows()).total).toBe(0);
    expect((await org.flows()).total).toBe(3);
  });

  it.each(["a'b", '', 'a b', 'a/b', 'a\tb'])('cannot be called %j, nor can a capture', async (id) => {
    expect(() => store.forOrg(id)).toThrow(/organisation id/);
    await expect(org.writeConversations(id, 0, [...rows])).rejects.toThrow(/capture id/);
  });

  /** So much that every way to read is gone. */
  function answerTo(sql: string): object[] {
    if (sql.includes('AS total FROM vigie.')) return [{ total: 1 }];
    if (sql.includes('capture_id AS capture')) return [{ at: '2026-01-01 00:00:00', capture: 'c1', row: 0 }];
    if (sql.includes('toString(e.a)')) return Array(50_001).fill({ a: '1', b: '2', packets: 0, bytes: 0 });
    return [];
  }

  it('stands right behind every table of every statement', async () => {
    const seen: string[] = [];
    const note = (sql: string, parameters: object | undefined) => {
      seen.push(sql);
      expect(parameters).toMatchObject({ org: 'acme' });
      return [];
    };
    const engine: Engine = {
      query: async (sql, parameters) => {
        note(sql, parameters);
        return answerTo(sql) as never[];
      },
      command: async (sql, parameters) => void note(sql, parameters),
      insert: async ({ table }) => void seen.push(`INSERT INTO vigie.${table}`),
      close: async () => {},
    };
    const writer = { exclusive: (work: () => Promise<void>) => work(), write: async () => 'written' };
    const heard = forOrg(engine, writer as unknown as Writer, 'acme');
    const range = { from: START + 60e6, to: START + 3 * HOUR + 60e6 };
    const asked: Readonly<Record<keyof OrgTelemetry, unknown>> = {
      writeConversations: [],
      writeTraffic: [],
      writeEncoded: [],
      deleteCapture: await heard.deleteCapture('c1'),
      flows: [
        await heard.flows({ range, capture: 'c1' }),
        await heard.flows({ range, device: a, capture: 'c1' }),
        await heard.flows({ device: a, sort: 'serverName', port: 443 }),
      ],
      flow: await heard.flow('c1', 0),
      exportFlows: await heard.exportFlows().next(),
      topTalkers: await heard.topTalkers({ range }),
      bandwidth: await heard.bandwidth({ range, of: { device: a } }),
      services: await heard.services({ range, device: a }),
      protocols: await heard.protocols({ range }),
      vlans: await heard.vlans({ range }),
      topology: await heard.topology({ range, vlan: 10 }),
      deviceMatrix: await heard.deviceMatrix({ range }),
      vlanMatrix: await heard.vlanMatrix({ range }),
      dashboard: await heard.dashboard({ range }),
    };
    expect(Object.keys(asked).sort()).toEqual(Object.keys(heard).sort());
    const reads = seen.filter((sql) => !sql.startsWith('INSERT'));
    expect(reads.length).toBeGreaterThan(25);
    expect(reads.filter((sql) => !sql.includes('vigie.') || tablesWithoutOrg(sql).length > 0)).toEqual([]);
    for (const { statements } of MIGRATIONS) {
      const tables = statements.filter((sql) => sql.startsWith('CREATE TABLE'));
      expect(tables.filter((sql) => !/ORDER BY \(org_id, /.test(sql))).toEqual([]);
    }
  });

  it('is missed where it is missing', () => {
    expect(tablesWithoutOrg('SELECT 1 FROM vigie.traffic')).toEqual(['traffic']);
    expect(tablesWithoutOrg("SELECT 1 FROM vigie.traffic WHERE org_id = 'x'")).toEqual(['traffic']);
    expect(tablesWithoutOrg('SELECT 1 FROM vigie.traffic WHERE org_id = {org:String} OR 1')).toEqual([]);
  });
});

describe('a batch', () => {
  it('sent again changes nothing', async () => {
    expect(await org.writeConversations('c1', 0, rows)).toBe('known');
    expect(await org.writeTraffic('c1', 0, traffic)).toBe('known');
    expect((await org.dashboard()).bytes).toBe(19_000);
  });

  it('goes with its capture, and may come again', async () => {
    const before = [
      await org.topTalkers(),
      await org.protocols(),
      await org.topology(),
      await org.dashboard(),
    ];
    for (let i = 0; i < 2; i++) {
      expect(await org.writeConversations('c9', 0, rows)).toBe('written');
      expect(await org.writeTraffic('c9', 0, traffic)).toBe('written');
      expect(await org.dashboard()).toMatchObject({ flows: 6, bytes: 38_000, captures: 2 });
      await org.deleteCapture('c9');
      await org.deleteCapture('c9');
      expect(await exported(org, 'c9')).toEqual([]);
      const after = [
        await org.topTalkers(),
        await org.protocols(),
        await org.topology(),
        await org.dashboard(),
      ];
      expect(after).toEqual(before);
    }
  });

  it('of impossible rows is refused before it is sent', async () => {
    const wrong = [conversation(0, { packets: -1 })];
    await expect(org.writeConversations('c2', 0, wrong)).rejects.toThrow(/packets: expected a whole number/);
    await expect(org.writeConversations('c2', -1, [...rows])).rejects.toThrow(/batch: expected/);
    expect(await org.writeConversations('c2', 0, [])).toBe('known');
  });

  it('of bytes that are no rows is refused for good by the engine, and takes no room', async () => {
    const body = new TextEncoder().encode('acme\tc2\tnot a number\n');
    const batch = { org: 'acme', capture: 'c2', target: 'conversations', number: 7, rows: 1, body } as const;
    const before = store.counters();
    await expect(org.writeEncoded(batch)).rejects.toThrow(
      /rows refused: .*CANNOT_PARSE|rows refused: .*parse/,
    );
    const { refusedRows, spoolBatches, queuedBatches } = store.counters();
    expect({ refusedRows, spoolBatches, queuedBatches }).toEqual({
      ...{ refusedRows: before.refusedRows + 1, spoolBatches: 0, queuedBatches: 0 },
    });
  });

  it('keeps hostile instants within what the columns hold', async () => {
    const strange = [
      '+275760-09-13T00:00:00.000000Z',
      '-271821-04-20T00:00:00.000000Z',
      '1899-12-31T23:59:59.999999Z',
    ];
    await org.writeConversations(
      'c3',
      0,
      strange.map((at, row) => conversation(row, { firstSeen: at, lastSeen: at })),
    );
    await org.writeTraffic('c3', 0, [
      { ...traffic[0], minute: 8.64e18 },
      { ...traffic[0], minute: -60e6 },
    ]);
    const years = (await exported(org, 'c3')).map(({ firstSeen }) => firstSeen.slice(0, 4));
    expect(years).toEqual(['1900', '1900', '2299']);
    await org.deleteCapture('c3');
  });
});

describe('opening', () => {
  it('is refused while this process has another store open', async () => {
    const other = temporaryFolder();
    await expect(open({ dataFolder: other.path })).rejects.toMatchObject({ code: 'in-use' });
    other.remove();
  });

  it('finds everything again, syncs what it writes, and refuses a schema it does not know', async () => {
    await store.close();
    await expect(org.dashboard()).rejects.toMatchObject({ code: 'closed' });
    const engine = await openEmbedded(`${folder.path}/clickhouse`);
    try {
      const changed = MIGRATIONS.map((it) => ({ ...it, statements: [...it.statements, 'SELECT 1'] }));
      await expect(migrate(engine, changed)).rejects.toThrow(/0001_flows was changed after it ran/);
      await expect(migrate(engine, [])).rejects.toThrow(/0001_flows, which this Vigie does not know/);
      expect(await migrate(engine)).toBe(0);
    } finally {
      await engine.close();
    }
    store = await open({ dataFolder: folder.path });
    org = store.forOrg('acme');
    expect((await org.dashboard()).bytes).toBe(19_000);
    expect(await org.writeTraffic('c1', 0, traffic)).toBe('known');
  });
});
