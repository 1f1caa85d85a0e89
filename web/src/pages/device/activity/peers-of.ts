import type { z } from 'zod';
import type { topology } from '../../../../../src/api/topology/schemas.ts';

export type Neighbourhood = z.input<typeof topology>;
export type Label = NonNullable<Neighbourhood['nodes'][number]['label']>;

export interface Peer {
  readonly id: string;
  readonly label: Label | null;
  /** Both directions. */
  readonly packets: number;
  readonly bytes: number;
}

/** Who a device talks with, the busiest first; what its neighbours say to each other is left out. */
export function peersOf(device: string, { nodes, edges }: Neighbourhood): readonly Peer[] {
  const labels = new Map(nodes.map((node) => [node.device, node.label]));
  return edges
    .filter(({ a, b }) => (a === device) !== (b === device))
    .map(({ a, b, packets, bytes }) => {
      const id = a === device ? b : a;
      return { id, label: labels.get(id) ?? null, packets, bytes };
    })
    .sort((x, y) => y.bytes - x.bytes || (x.id < y.id ? -1 : 1));
}

/** How many of each type, the most frequent first. */
export function typesOf(peers: readonly Peer[]): readonly (readonly [Label['type'], number])[] {
  const counts = new Map<Label['type'], number>();
  for (const { label } of peers) {
    const type = label?.type ?? 'unknown';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1));
}
