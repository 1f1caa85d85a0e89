import type { Analysis } from '../../../../model/analysis.ts';
import { conversationBytes, type DeviceFinder, deviceBytes, largestPlaces } from '../view.ts';

/** Devices on the map, busiest first, and what they exchanged. Indices are into `nodes`. */
export interface FlowGraph {
  /** Index into analysis.devices. */
  readonly nodes: readonly number[];
  readonly edges: readonly { readonly a: number; readonly b: number; readonly bytes: number }[];
  readonly leftOut: number;
}

/** Conversations of each pair of devices as one edge, both directions together, largest first. */
export function flowGraph(analysis: Analysis, { carrierOf }: DeviceFinder, maxNodes: number): FlowGraph {
  const nodes = largestPlaces(analysis.devices, deviceBytes, maxNodes);
  const nodeOf = new Map(nodes.map((device, node) => [device, node]));
  const volume = new Map<number, number>();
  for (const conversation of analysis.conversations) {
    const src = carrierOf(conversation.src, conversation.vlan);
    const dst = carrierOf(conversation.dst, conversation.vlan);
    if (src < 0 || dst < 0 || src === dst) continue;
    const a = nodeOf.get(src);
    const b = nodeOf.get(dst);
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
