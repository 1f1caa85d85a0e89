import type { Analysis } from '../../../../model/analysis.ts';
import { carrierFinder, conversationBytes, deviceBytes, largest } from '../view.ts';

/** Devices on the map, busiest first, and what they exchanged. Indices are into `nodes`. */
export interface FlowGraph {
  /** Index into analysis.devices. */
  readonly nodes: readonly number[];
  readonly edges: readonly { readonly a: number; readonly b: number; readonly bytes: number }[];
  readonly leftOut: number;
}

/** Conversations of each pair of devices as one edge, both directions together, largest first. */
export function flowGraph(analysis: Analysis, maxNodes: number): FlowGraph {
  const rank = new Map(analysis.devices.map((device, i) => [device, i]));
  const nodes = largest(analysis.devices, deviceBytes, maxNodes).map((device) => rank.get(device) as number);
  const place = new Map(nodes.map((device, node) => [device, node]));
  const find = carrierFinder(analysis);
  const volume = new Map<number, number>();
  for (const conversation of analysis.conversations) {
    const src = find(conversation.src, conversation.vlan);
    const dst = find(conversation.dst, conversation.vlan);
    if (src === null || dst === null || src === dst) continue;
    const a = place.get(rank.get(src) as number);
    const b = place.get(rank.get(dst) as number);
    if (a === undefined || b === undefined) continue;
    const pair = Math.min(a, b) * maxNodes + Math.max(a, b);
    volume.set(pair, (volume.get(pair) ?? 0) + conversationBytes(conversation));
  }
  const edges = [...volume].map(([pair, bytes]) => ({
    a: Math.floor(pair / maxNodes),
    b: pair % maxNodes,
    bytes,
  }));
  edges.sort((x, y) => y.bytes - x.bytes || x.a - y.a || x.b - y.b);
  return { nodes, edges, leftOut: analysis.devices.length - nodes.length };
}
