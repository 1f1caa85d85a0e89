import type { LayoutInput } from '../layout/layout.ts';
import { seedsOf } from '../layout/seed.ts';
import { type Network, radiiOf } from './network.ts';

/** What devices are grouped by. */
export const GROUPINGS = ['vlan', 'type'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Devices of no VLAN or of several stay by themselves when grouped by VLAN. */
export function groupsOf(network: Network, grouping: Grouping): Int32Array {
  return grouping === 'type'
    ? Int32Array.from(network.types)
    : Int32Array.from(network.vlans, (vlan) => Math.max(-1, vlan));
}

/** Where devices were the last time, by id. */
export interface Place {
  readonly x: number;
  readonly y: number;
  /** Put there by a person. */
  readonly pinned: boolean;
}

export function layoutInput(
  network: Network,
  grouping: Grouping,
  places: ReadonlyMap<string, Place>,
): LayoutInput {
  const { count, ids, edgeBytes } = network;
  const start = new Float32Array(2 * count).fill(Number.NaN);
  const pinned = new Uint8Array(count);
  ids.forEach((id, i) => {
    const place = places.get(id);
    if (place === undefined) return;
    start[2 * i] = place.x;
    start[2 * i + 1] = place.y;
    pinned[i] = place.pinned ? 1 : 0;
  });
  const most = Math.log1p(edgeBytes.reduce((largest, bytes) => Math.max(largest, bytes), 1));
  return {
    count,
    sources: network.sources,
    targets: network.targets,
    // A thousand times the volume draws a little more, not a thousand times as much.
    weights: Float32Array.from(edgeBytes, (bytes) => 0.5 + Math.log1p(bytes) / most),
    seeds: seedsOf(ids),
    groups: groupsOf(network, grouping),
    lanes: network.lanes,
    sizes: radiiOf(network.bytes),
    start,
    pinned,
  };
}
