/** A part of a network: some types, or the surroundings of one device. */
import { linkTable } from './links.ts';
import { type Network, otherEnd } from './network.ts';

export interface Choice {
  /** Indexes in `DEVICE_TYPES`; `null`: all. */
  readonly types: readonly number[] | null;
  /** Id of the device in the middle. */
  readonly around: string | null;
  /** How many connections away from it, 1 or more. */
  readonly hops: number;
}

/** The same network when nothing is left out. A device that is not there surrounds nothing. */
export function choose(network: Network, { types, around, hops }: Choice): Network {
  if (types === null && around === null) return network;
  const near = around === null ? null : reachable(network, network.ids.indexOf(around), hops);
  const kept: number[] = [];
  for (let i = 0; i < network.count; i++) {
    if (types !== null && !types.includes(network.types[i])) continue;
    if (near !== null && near[i] === 0) continue;
    kept.push(i);
  }
  return pick(network, kept);
}

/** 1 for the devices that are at most `hops` connections away. */
export function reachable(network: Network, from: number, hops: number): Uint8Array {
  const found = new Uint8Array(network.count);
  if (from < 0) return found;
  found[from] = 1;
  let edge: number[] = [from];
  for (let hop = 0; hop < hops && edge.length > 0; hop++) {
    const next: number[] = [];
    for (const device of edge) {
      for (let k = network.offsets[device]; k < network.offsets[device + 1]; k++) {
        const other = otherEnd(network, network.links[k], device);
        if (found[other] === 1) continue;
        found[other] = 1;
        next.push(other);
      }
    }
    edge = next;
  }
  return found;
}

function pick(network: Network, kept: readonly number[]): Network {
  const renamed = new Int32Array(network.count).fill(-1);
  kept.forEach((old, i) => {
    renamed[old] = i;
  });
  const edges: number[] = [];
  for (let e = 0; e < network.sources.length; e++) {
    if (renamed[network.sources[e]] >= 0 && renamed[network.targets[e]] >= 0) edges.push(e);
  }
  const sources = Uint32Array.from(edges, (e) => renamed[network.sources[e]]);
  const targets = Uint32Array.from(edges, (e) => renamed[network.targets[e]]);
  return {
    count: kept.length,
    ids: kept.map((i) => network.ids[i]),
    names: kept.map((i) => network.names[i]),
    ips: kept.map((i) => network.ips[i]),
    vendors: kept.map((i) => network.vendors[i]),
    types: Uint8Array.from(kept, (i) => network.types[i]),
    vlans: Int16Array.from(kept, (i) => network.vlans[i]),
    lanes: Uint8Array.from(kept, (i) => network.lanes[i]),
    bytes: Float64Array.from(kept, (i) => network.bytes[i]),
    packets: Float64Array.from(kept, (i) => network.packets[i]),
    peers: Uint32Array.from(kept, (i) => network.peers[i]),
    sources,
    targets,
    edgeBytes: Float64Array.from(edges, (e) => network.edgeBytes[e]),
    edgePackets: Float64Array.from(edges, (e) => network.edgePackets[e]),
    ...linkTable(kept.length, sources, targets),
  };
}
