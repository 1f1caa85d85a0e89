/** Volumes, matrices and topology of three conversations, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { conversation, START, trafficOf } from '../../../../test/fixtures/telemetry.ts';
import { a, b, c, exported, filledStore, HOUR } from '../../../../test/fixtures/three-flows.ts';
import { stepFor } from './bandwidth.ts';

const filled = filledStore();

describe('volumes', () => {
  it('of devices count both sides', async () => {
    expect(await filled.org.topTalkers()).toEqual([
      { device: b, packetsSent: 26, bytesSent: 17_000, packetsReceived: 20, bytesReceived: 2000 },
      { device: a, packetsSent: 10, bytesSent: 1000, packetsReceived: 8, bytesReceived: 8000 },
      { device: c, packetsSent: 10, bytesSent: 1000, packetsReceived: 8, bytesReceived: 8000 },
    ]);
  });

  it('of protocols and VLANs', async () => {
    expect(await filled.org.protocols()).toEqual([
      { protocol: 'tcp', appProtocol: 'tls', packets: 36, bytes: 18_000 },
      { protocol: 'udp', appProtocol: null, packets: 10, bytes: 1000 },
    ]);
    expect(await filled.org.vlans()).toEqual([
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
    expect(sum(await filled.org.vlans({ range }))).toBe(bytes);
    expect(sum(await filled.org.protocols({ range }))).toBe(bytes);
    expect((await filled.org.dashboard({ range })).bytes).toBe(bytes);
  });

  it('over time have a point for every step', async () => {
    const { stepSeconds, points } = await filled.org.bandwidth();
    expect([stepSeconds, points.length]).toEqual([60, 91]);
    expect(points[0]).toEqual({ at: START, packets: 20, bytes: 2000, packetsBack: 16, bytesBack: 16_000 });
    expect(points[1].bytes).toBe(0);
    expect(points[90]).toMatchObject({ at: START + 1.5 * HOUR, bytes: 1000 });
    const coarse = await filled.org.bandwidth({ of: { device: b }, maxPoints: 10 });
    expect(coarse.stepSeconds).toBe(900);
    expect(coarse.points.map(({ bytes }) => bytes)).toEqual([16_000, 0, 0, 0, 0, 0, 1000]);
    expect((await filled.org.bandwidth({ of: { protocol: 'tls' } })).points[0].bytes).toBe(2000);
    expect((await filled.org.bandwidth({ of: { vlan: null } })).points[0].bytes).toBe(1000);
  });

  it('never need more points than asked for', () => {
    for (const span of [60, 3600, 86_400, 3e7, 4e9]) {
      for (const most of [10, 300]) expect(span / stepFor(span, most)).toBeLessThanOrEqual(most);
    }
  });

  it('of the overview', async () => {
    expect(await filled.org.dashboard()).toEqual({
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
    expect(await filled.org.topology()).toEqual({
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
    const two = await filled.org.topology({ maxNodes: 2 });
    expect(two).toMatchObject({ nodesLeftOut: 1, edgesLeftOut: 1, bytesLeftOut: 9000 });
    expect((await filled.org.topology({ vlan: 10 })).edges).toEqual([edge(a, b)]);
    expect((await filled.org.topology({ range: { from: START + HOUR, to: null } })).nodes).toEqual([]);
  });

  it('as a matrix has each direction', async () => {
    const { sides, cells, sidesLeftOut } = await filled.org.deviceMatrix({ vlan: null });
    expect([sides.length, sidesLeftOut]).toEqual([2, 0]);
    expect(cells).toEqual([
      { from: b, to: c, packets: 8, bytes: 8000 },
      { from: c, to: b, packets: 10, bytes: 1000 },
    ]);
    expect(await filled.org.vlanMatrix()).toEqual({
      sides: [null, 10],
      cells: [
        { from: 10, to: 10, packets: 18, bytes: 9000 },
        { from: null, to: null, packets: 18, bytes: 9000 },
      ],
      sidesLeftOut: 0,
    });
  });

  it('has what was routed once, under the VLANs of both sides', async () => {
    const routed = filled.store.forOrg('routed');
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
