/** Answers of `GET topology` for a made-up company of any size: plants with PLCs, offices, servers, the outside. */
import type { z } from 'zod';
import type { topology } from '../../src/api/topology/schemas.ts';
import { Random } from './random.ts';

type Answer = z.input<typeof topology>;
type Type = NonNullable<Answer['nodes'][number]['label']>['type'];

/** How many of a hundred devices, and in which kind of VLAN they are. */
const MIX: readonly (readonly [Type, number, 'plant' | 'office' | 'hall' | 'core'])[] = [
  ['workstation', 34, 'office'],
  ['laptop', 10, 'office'],
  ['phone', 6, 'office'],
  ['printer', 3, 'office'],
  ['server', 8, 'hall'],
  ['plc', 9, 'plant'],
  ['io', 8, 'plant'],
  ['drive', 4, 'plant'],
  ['hmi', 3, 'plant'],
  ['historian', 1, 'hall'],
  ['engineering-station', 1, 'plant'],
  ['camera', 4, 'office'],
  ['switch', 4, 'core'],
  ['access-point', 2, 'core'],
  ['router', 1, 'core'],
  ['firewall', 1, 'core'],
  ['unknown', 1, 'office'],
];

/** The same for the same numbers. Busiest first, as the API has it. */
export function madeNetwork(devices: number, connections: number): Answer {
  const source = new Random(7);
  const below = (most: number) => source.below(most);
  const random = () => source.below(1_000_000) / 1_000_000;
  const vlans = Math.max(2, Math.min(24, Math.round(Math.sqrt(devices) / 4)));
  const types = MIX.flatMap(([type, share, place]) =>
    Array.from({ length: Math.max(1, Math.round((share * devices) / 100)) }, () => ({ type, place })),
  ).slice(0, devices);
  while (types.length < devices) types.push({ type: 'workstation', place: 'office' });
  const nodes = types.map(({ type, place }, i) => {
    const vlan = place === 'core' ? null : place === 'hall' ? 1 : 10 + below(vlans);
    const id = `mac-00005e${(0x530000 + i).toString(16).padStart(6, '0')}`;
    const ip = `10.${vlan ?? 0}.${i >> 8}.${i & 255}`;
    const name = random() < 0.8 ? `${type}-${i.toString(36)}` : null;
    const label = {
      id,
      name,
      type,
      vendor: 'Made-up Devices',
      ip,
      vlans: vlan === null ? [10, 11, 12] : [vlan],
    };
    return { device: id, packets: 0, bytes: 0, peers: 0, label, vlan, place };
  });
  const hubs = nodes.map((node, i) => ({ node, i })).filter(({ node }) => node.place !== 'office');
  const inVlan = new Map<number | null, number[]>();
  nodes.forEach(({ vlan }, i) => {
    inVlan.set(vlan, [...(inVlan.get(vlan) ?? []), i]);
  });
  const seen = new Set<string>();
  const edges: { a: string; b: string; packets: number; bytes: number }[] = [];
  for (let tries = 0; edges.length < connections && tries < connections * 20; tries++) {
    const from = tries < devices ? tries : below(devices);
    const mates = inVlan.get(nodes[from].vlan) ?? [];
    // Most talk to a few servers and gateways; plants talk among themselves.
    const local = nodes[from].place === 'plant' ? 0.8 : 0.25;
    const to =
      random() < local ? mates[below(mates.length)] : hubs[Math.floor(hubs.length * random() ** 3)].i;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (to === from || seen.has(key)) continue;
    seen.add(key);
    const bytes = Math.round(200 * 10 ** (random() ** 2 * 7));
    const packets = 1 + Math.round(bytes / 700);
    edges.push({ a: nodes[from].device, b: nodes[to].device, packets, bytes });
    for (const end of [nodes[from], nodes[to]]) {
      end.bytes += bytes;
      end.packets += packets;
      end.peers += 1;
    }
  }
  return {
    nodes: nodes
      .sort((a, b) => b.bytes - a.bytes)
      .map(({ device, packets, bytes, peers, label }) => ({ device, packets, bytes, peers, label })),
    edges: edges.sort((a, b) => b.bytes - a.bytes),
    totalNodes: nodes.length,
    totalEdges: edges.length,
    nodesLeftOut: 0,
    edgesLeftOut: 0,
    bytesLeftOut: 0,
  };
}
