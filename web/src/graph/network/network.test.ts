import { describe, expect, it } from 'vitest';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { choose, reachable } from './choose.ts';
import { find, findBest } from './find.ts';
import { groupsOf, layoutInput } from './layout-input.ts';
import { isPublic, LANES, laneOf, NO_VLAN, SEVERAL_VLANS } from './network.ts';
import { readNetwork, type TopologyAnswer } from './read-network.ts';

type Node = TopologyAnswer['nodes'][number];
const node = (id: string, label: Partial<NonNullable<Node['label']>> | null = {}): Node => ({
  device: id,
  packets: 3,
  bytes: 500,
  peers: 2,
  label:
    label === null ? null : { id, name: null, type: 'server', vendor: null, ip: null, vlans: [], ...label },
});
const edge = (a: string, b: string, bytes: number) => ({ a, b, packets: 1, bytes });

const ANSWER: TopologyAnswer = {
  nodes: [
    node('mac-00005e005301', {
      name: 'plc-north',
      type: 'plc',
      ip: '192.0.2.1',
      vlans: [10],
      vendor: 'Acme',
    }),
    node('mac-00005e005302', { ip: '192.0.2.2', vlans: [10, 20] }),
    node('mac-00005e005303', { name: '' }),
    node('ip-198.51.100.7', null),
  ],
  edges: [
    edge('mac-00005e005301', 'mac-00005e005302', 900),
    edge('mac-00005e005302', 'mac-00005e005303', 500),
    edge('ip-198.51.100.7', 'mac-00005e005303', 100),
    edge('mac-00005e005301', 'somebody-left-out', 50),
  ],
  totalNodes: 9,
  totalEdges: 12,
  nodesLeftOut: 5,
  edgesLeftOut: 9,
  bytesLeftOut: 77,
};
const { network, totals } = readNetwork(ANSWER);

describe('the network of an answer', () => {
  it('has names: given, else the address, else the MAC', () => {
    expect(network.names).toEqual(['plc-north', '192.0.2.2', '00:00:5e:00:53:03', '198.51.100.7']);
  });

  it('knows who is in one VLAN, in several, in none', () => {
    expect([...network.vlans]).toEqual([10, SEVERAL_VLANS, NO_VLAN, NO_VLAN]);
    expect([...groupsOf(network, 'vlan')]).toEqual([10, -1, -1, -1]);
  });

  it('has connections by index, without those to devices that are not there', () => {
    expect([...network.sources]).toEqual([0, 1, 3]);
    expect([...network.targets]).toEqual([1, 2, 2]);
    expect(totals).toEqual({ nodes: 9, edges: 12, bytesLeftOut: 77 });
  });

  it('lists the connections of each device, busiest first', () => {
    const linksOf = (i: number) => [...network.links.subarray(network.offsets[i], network.offsets[i + 1])];
    expect([0, 1, 2, 3].map(linksOf)).toEqual([[0], [0, 1], [1, 2], [2]]);
  });

  it('puts devices in lanes by type, and strangers with a public address outside', () => {
    expect([...network.lanes].map((lane) => LANES[lane])).toEqual([
      'control',
      'operations',
      'operations',
      'outside',
    ]);
    for (const type of DEVICE_TYPES) expect(LANES[laneOf(type, 'mac-1', '')]).toBeDefined();
  });
});

describe('public addresses', () => {
  it.each(['198.51.100.7', '172.32.0.1', '100.128.0.1', '2001:db8::1'])('%s is one', (ip) => {
    expect(isPublic(ip)).toBe(true);
  });
  it.each([
    '',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.3.3',
    '100.64.0.1',
    '127.0.0.1',
    '224.0.0.1',
    'fe80::1',
    'fd00::1',
  ])('%s is none', (ip) => {
    expect(isPublic(ip)).toBe(false);
  });
});

describe('a part of a network', () => {
  const all = { types: null, around: null, hops: 1 };

  it('is all of it without a choice', () => {
    expect(choose(network, all)).toBe(network);
  });

  it('has some types, and the connections between them', () => {
    const part = choose(network, { ...all, types: [DEVICE_TYPES.indexOf('server')] });
    expect(part.names).toEqual(['192.0.2.2', '00:00:5e:00:53:03']);
    expect([[...part.sources], [...part.targets], [...part.edgeBytes]]).toEqual([[0], [1], [500]]);
    expect([...part.offsets]).toEqual([0, 1, 2]);
  });

  it('is what lies so many connections around a device', () => {
    expect([...reachable(network, 0, 1)]).toEqual([1, 1, 0, 0]);
    expect([...reachable(network, 0, 3)]).toEqual([1, 1, 1, 1]);
    expect(choose(network, { ...all, around: 'mac-00005e005301', hops: 2 }).count).toBe(3);
    expect(choose(network, { ...all, around: 'nobody', hops: 2 }).count).toBe(0);
  });
});

describe('finding', () => {
  it('looks at names, addresses, vendors and MACs however they are written', () => {
    expect(find(network, ' PLC ')).toEqual([0]);
    expect(find(network, '192.0.2.')).toEqual([0, 1]);
    expect(find(network, 'acme')).toEqual([0]);
    expect(find(network, '00-00-5E-00-53-03')).toEqual([2]);
    expect(find(network, '')).toEqual([]);
    // Called just so, rather than the busiest of those that begin like it.
    expect([
      findBest(network, '192.0.2.'),
      findBest(network, network.ips[1]),
      findBest(network, 'zz'),
    ]).toEqual([0, 1, undefined]);
  });
});

describe('what layouts take', () => {
  it('has remembered places, and weights that grow slower than volumes', () => {
    const places = new Map([['mac-00005e005302', { x: 4, y: 5, pinned: true }]]);
    const input = layoutInput(network, 'type', places);
    expect([...input.start.subarray(2, 4), input.pinned[1]]).toEqual([4, 5, 1]);
    expect(Number.isNaN(input.start[0])).toBe(true);
    expect(input.weights[0]).toBeGreaterThan(input.weights[2]);
    expect(input.weights[0]).toBeLessThan(2 * input.weights[2]);
  });
});
