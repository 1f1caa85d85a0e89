import { describe, expect, it } from 'vitest';
import { type Neighbourhood, peersOf, typesOf } from './peers-of.ts';

const label = (id: string, type: 'plc' | 'hmi') => ({
  id,
  name: id,
  type,
  vendor: null,
  ip: null,
  vlans: [],
});
const node = (device: string, type: 'plc' | 'hmi') => ({
  ...{ device, packets: 1, bytes: 1, peers: 1 },
  label: label(device, type),
});
const edge = (a: string, b: string, bytes: number) => ({ a, b, bytes, packets: 1 });
const graph: Neighbourhood = {
  nodes: [node('me', 'hmi'), node('x', 'plc'), node('y', 'plc'), { ...node('z', 'plc'), label: null }],
  edges: [
    edge('me', 'x', 10),
    edge('a-first', 'me', 30),
    edge('me', 'y', 20),
    edge('x', 'y', 99),
    edge('me', 'z', 20),
  ],
  ...{ totalNodes: 4, totalEdges: 5, nodesLeftOut: 0, edgesLeftOut: 0, bytesLeftOut: 0 },
};

describe('peers', () => {
  it('are at the other end, the busiest first', () => {
    expect(peersOf('me', graph).map(({ id, bytes }) => [id, bytes])).toEqual([
      ['a-first', 30],
      ['y', 20],
      ['z', 20],
      ['x', 10],
    ]);
  });

  it('are counted by type, those without a name as unknown', () => {
    expect(typesOf(peersOf('me', graph))).toEqual([
      ['plc', 2],
      ['unknown', 2],
    ]);
  });
});
