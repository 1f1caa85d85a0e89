/** The answer of `GET topology` → columns. */
import type { z } from 'zod';
import type { topology } from '../../../../src/api/topology/schemas.ts';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { linkTable } from './links.ts';
import { laneOf, type Network, NO_VLAN, SEVERAL_VLANS, type Totals } from './network.ts';

export type TopologyAnswer = z.input<typeof topology>;

export interface ReadNetwork {
  readonly network: Network;
  readonly totals: Totals;
}

/** Connections whose device is not among the nodes are left out. */
export function readNetwork(answer: TopologyAnswer): ReadNetwork {
  const { nodes, edges } = answer;
  const count = nodes.length;
  const index = new Map(nodes.map(({ device }, i) => [device, i]));
  const types = new Uint8Array(count);
  const vlans = new Int16Array(count);
  const lanes = new Uint8Array(count);
  const ips: string[] = [];
  const names: string[] = [];
  nodes.forEach(({ device, label }, i) => {
    const type = label?.type ?? 'unknown';
    const ip = label?.ip ?? (device.startsWith('ip-') ? device.slice(3) : '');
    ips.push(ip);
    names.push(deviceLabel({ id: device, name: label?.name, ip }));
    types[i] = DEVICE_TYPES.indexOf(type);
    vlans[i] = homeOf(label?.vlans ?? []);
    lanes[i] = laneOf(type, device, ip);
  });
  const known = edges.flatMap((edge) => {
    const a = index.get(edge.a);
    const b = index.get(edge.b);
    return a === undefined || b === undefined ? [] : [{ a, b, bytes: edge.bytes, packets: edge.packets }];
  });
  const sources = Uint32Array.from(known, ({ a }) => a);
  const targets = Uint32Array.from(known, ({ b }) => b);
  const network = {
    count,
    ids: nodes.map(({ device }) => device),
    names,
    ips,
    vendors: nodes.map(({ label }) => label?.vendor ?? ''),
    types,
    vlans,
    lanes,
    bytes: Float64Array.from(nodes, ({ bytes }) => bytes),
    packets: Float64Array.from(nodes, ({ packets }) => packets),
    peers: Uint32Array.from(nodes, ({ peers }) => peers),
    sources,
    targets,
    edgeBytes: Float64Array.from(known, ({ bytes }) => bytes),
    edgePackets: Float64Array.from(known, ({ packets }) => packets),
    ...linkTable(count, sources, targets),
  };
  return {
    network,
    totals: { nodes: answer.totalNodes, edges: answer.totalEdges, bytesLeftOut: answer.bytesLeftOut },
  };
}

function homeOf(vlans: readonly number[]): number {
  return vlans.length === 0 ? NO_VLAN : vlans.length === 1 ? vlans[0] : SEVERAL_VLANS;
}
