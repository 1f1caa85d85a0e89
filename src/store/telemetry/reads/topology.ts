/** Who talks to whom: the graph, and the matrices. */
import { type DeviceNames, KEYS } from './device-names.ts';
import type { OrgReader } from './org-reader.ts';
import { captureParameter, EVER, limit, ofCapture, type Scope, volumes } from './range.ts';

export interface TopologyQuery extends Scope {
  /** Either side in this VLAN; `null`: untagged. */
  readonly vlan?: number | null;
  /** Only this device, those it talks to, and what they say to each other. */
  readonly device?: string;
  /** The busiest devices, 1 to 20,000; default 500. */
  readonly maxNodes?: number;
  /** The busiest connections among them, 1 to 100,000; default 2,000. */
  readonly maxEdges?: number;
}

export interface TopologyNode {
  readonly device: string;
  readonly packets: number;
  readonly bytes: number;
  /** How many devices it talks to, those left out included. */
  readonly peers: number;
}

/** Both directions together; `a` < `b`. */
export interface TopologyEdge {
  readonly a: string;
  readonly b: string;
  readonly packets: number;
  readonly bytes: number;
}

export interface Topology {
  /** Busiest first. */
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  /** What there is in all, and how much of it is not shown. */
  readonly totalNodes: number;
  readonly totalEdges: number;
  readonly nodesLeftOut: number;
  readonly edgesLeftOut: number;
  readonly bytesLeftOut: number;
}

interface Source {
  /** Directed, `(SELECT src_key, dst_key, …)`. */
  readonly directed: string;
  /** One row per connected pair of two known devices, `(SELECT a, b, packets, bytes …)`. */
  readonly pairs: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

const KEY = 'cityHash64({device:String})';
/** Up to this many pairs are read once and put together here; of more the engine picks the busiest, in several passes. */
const MOST_PAIRS = 50_000;

function source(query: TopologyQuery): Source {
  const { vlan, device } = query;
  const inVlan = vlan === undefined ? '' : ' AND (src_vlan = {vlan:Int16} OR dst_vlan = {vlan:Int16})';
  const directed = volumes(
    'pair',
    'src_key, dst_key, packets, bytes, packets_back, bytes_back',
    query.range ?? EVER,
    inVlan + ofCapture(query),
  );
  const all = `(SELECT least(src_key, dst_key) AS a, greatest(src_key, dst_key) AS b,
    sum(v.packets + v.packets_back) AS packets, sum(v.bytes + v.bytes_back) AS bytes
    FROM ${directed} AS v WHERE src_key != dst_key GROUP BY a, b)`;
  const around = `(SELECT arrayJoin([a, b]) FROM ${all} WHERE a = ${KEY} OR b = ${KEY})`;
  const pairs =
    device === undefined
      ? all
      : `(SELECT a, b, packets, bytes FROM ${all} WHERE a IN ${around} AND b IN ${around})`;
  const inVlanParameter: Record<string, number> =
    vlan === undefined ? {} : { vlan: vlan === null ? -1 : limit('vlan', vlan, 0, 4095) };
  const ofDevice = device === undefined ? {} : { device };
  return { directed, pairs, parameters: { ...captureParameter(query), ...inVlanParameter, ...ofDevice } };
}

/** A 64-bit key travels as text: a number has 53 bits. */
interface NodeRow {
  readonly key: string;
  readonly packets: number;
  readonly bytes: number;
  readonly peers: number;
}

const nodesSql = (pairs: string, count: number): string =>
  `SELECT toString(node) AS key, packets, bytes, peers, total FROM (
     SELECT node, sum(p.packets) AS packets, sum(p.bytes) AS bytes, count() AS peers, count() OVER () AS total
     FROM (SELECT arrayJoin([a, b]) AS node, packets, bytes FROM ${pairs}) AS p
     GROUP BY node ORDER BY bytes DESC, node LIMIT ${count})`;

const pairsSql = (pairs: string, among: string, count: number): string =>
  `SELECT toString(e.a) AS a, toString(e.b) AS b, e.packets AS packets, e.bytes AS bytes
   FROM (SELECT a, b, packets, bytes FROM ${pairs} ${among} ORDER BY bytes DESC, a, b LIMIT ${count}) AS e
   ORDER BY e.bytes DESC, e.a, e.b`;

/** Keys everywhere. */
interface Graph {
  readonly nodes: readonly NodeRow[];
  readonly edges: readonly TopologyEdge[];
  readonly totalNodes: number;
  readonly totalEdges: number;
  readonly totalBytes: number;
}

/**
 * Devices that talked with another device, and their connections. Those of different VLANs count as the
 * initiator's VLAN saw them. What goes to nobody in particular (multicast, addresses far away) is not in it.
 */
export async function topology(read: OrgReader, names: DeviceNames, query: TopologyQuery): Promise<Topology> {
  const maxNodes = limit('maxNodes', query.maxNodes ?? 500, 1, 20_000);
  const maxEdges = limit('maxEdges', query.maxEdges ?? 2000, 1, 100_000);
  const from = source(query);
  const all = await read<TopologyEdge>(pairsSql(from.pairs, '', MOST_PAIRS + 1), from.parameters);
  const graph =
    all.length <= MOST_PAIRS
      ? graphOf(all, maxNodes, maxEdges)
      : await busiest(read, from, maxNodes, maxEdges);
  const { totalNodes, totalEdges, totalBytes } = graph;
  const known = await names(graph.nodes.map(({ key }) => key));
  const nodes = graph.nodes.flatMap(({ key, packets, bytes, peers }) => {
    const device = known.get(key);
    return device === undefined ? [] : [{ device, packets, bytes, peers }];
  });
  const edges = graph.edges.flatMap(({ a, b, packets, bytes }) => {
    const [x, y] = [known.get(a), known.get(b)];
    if (x === undefined || y === undefined) return [];
    return [{ a: x < y ? x : y, b: x < y ? y : x, packets, bytes }];
  });
  const shown = edges.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    nodes: nodes.sort((x, y) => y.bytes - x.bytes || compare(x.device, y.device)),
    edges: edges.sort((x, y) => y.bytes - x.bytes || compare(x.a, y.a) || compare(x.b, y.b)),
    ...{ totalNodes, totalEdges },
    nodesLeftOut: totalNodes - nodes.length,
    edgesLeftOut: totalEdges - edges.length,
    bytesLeftOut: totalBytes - shown,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** As the numbers that the keys are. */
const compareKeys = (a: string, b: string): number => a.length - b.length || compare(a, b);

/** From all pairs, busiest first. */
function graphOf(pairs: readonly TopologyEdge[], maxNodes: number, maxEdges: number): Graph {
  const all = new Map<string, { key: string; packets: number; bytes: number; peers: number }>();
  let totalBytes = 0;
  for (const { a, b, packets, bytes } of pairs) {
    totalBytes += bytes;
    for (const key of [a, b]) {
      const node = all.get(key);
      if (node === undefined) all.set(key, { key, packets, bytes, peers: 1 });
      else {
        node.packets += packets;
        node.bytes += bytes;
        node.peers++;
      }
    }
  }
  const nodes = [...all.values()]
    .sort((x, y) => y.bytes - x.bytes || compareKeys(x.key, y.key))
    .slice(0, maxNodes);
  const shown = new Set(nodes.map(({ key }) => key));
  const edges = pairs.filter(({ a, b }) => shown.has(a) && shown.has(b)).slice(0, maxEdges);
  return { nodes, edges, totalNodes: all.size, totalEdges: pairs.length, totalBytes };
}

async function busiest(
  read: OrgReader,
  { pairs, parameters }: Source,
  maxNodes: number,
  maxEdges: number,
): Promise<Graph> {
  const nodes = await read<NodeRow & { total: number }>(nodesSql(pairs, maxNodes), parameters);
  const totalNodes = nodes[0]?.total ?? 0;
  const [totals] = await read<{ edges: number; bytes: number }>(
    `SELECT count() AS edges, sum(p.bytes) AS bytes FROM ${pairs} AS p`,
    parameters,
  );
  // All of them are shown: no need to look each one up.
  const isAll = totalNodes === nodes.length;
  const edges = await read<TopologyEdge>(
    pairsSql(pairs, isAll ? '' : `WHERE a IN ${KEYS} AND b IN ${KEYS}`, maxEdges),
    isAll ? parameters : { ...parameters, keys: nodes.map(({ key }) => key) },
  );
  return { nodes, edges, totalNodes, totalEdges: totals?.edges ?? 0, totalBytes: totals?.bytes ?? 0 };
}

export interface MatrixQuery extends Scope {
  /** Either side in this VLAN; `null`: untagged. */
  readonly vlan?: number | null;
  /** The busiest devices, 2 to 500; default 50. */
  readonly maxDevices?: number;
}

/** From one side to another; only cells with traffic. */
export interface MatrixCell<Side> {
  readonly from: Side;
  readonly to: Side;
  readonly packets: number;
  readonly bytes: number;
}

export interface Matrix<Side> {
  /** Rows and columns alike, busiest first. */
  readonly sides: readonly Side[];
  readonly cells: readonly MatrixCell<Side>[];
  readonly sidesLeftOut: number;
}

/** What the initiator sent goes one way, the answers the other. */
const BOTH_WAYS = `arrayJoin([(src, dst, v.packets, v.bytes), (dst, src, v.packets_back, v.bytes_back)])`;

/** Device × device among the busiest, each direction by itself. */
export async function deviceMatrix(
  read: OrgReader,
  names: DeviceNames,
  query: MatrixQuery,
): Promise<Matrix<string>> {
  const count = limit('maxDevices', query.maxDevices ?? 50, 2, 500);
  const { pairs, directed, parameters } = source(query);
  const found = await read<NodeRow & { total: number }>(nodesSql(pairs, count), parameters);
  const keys = found.map(({ key }) => key);
  const known = await names(keys);
  const nameOf = (key: string): string => known.get(key) ?? '';
  // Summed before each row becomes two: hours and captures fall together first.
  const among = `(SELECT src_key, dst_key, sum(w.packets) AS packets, sum(w.bytes) AS bytes,
    sum(w.packets_back) AS packets_back, sum(w.bytes_back) AS bytes_back
    FROM ${directed} AS w WHERE src_key IN ${KEYS} AND dst_key IN ${KEYS} GROUP BY src_key, dst_key)`;
  const cells = await read<MatrixCell<string>>(
    `SELECT toString(way.1) AS from, toString(way.2) AS to, sum(way.3) AS packets, sum(way.4) AS bytes FROM (
       SELECT src_key AS src, dst_key AS dst, ${BOTH_WAYS} AS way FROM ${among} AS v)
     GROUP BY way.1, way.2 HAVING packets > 0`,
    { ...parameters, keys },
  );
  return {
    sides: found
      .toSorted((x, y) => y.bytes - x.bytes || compare(nameOf(x.key), nameOf(y.key)))
      .map(({ key }) => nameOf(key)),
    cells: cells
      .map((cell) => ({ ...cell, from: nameOf(cell.from), to: nameOf(cell.to) }))
      .sort((x, y) => y.bytes - x.bytes || compare(x.from, y.from) || compare(x.to, y.to)),
    sidesLeftOut: (found[0]?.total ?? 0) - found.length,
  };
}

/** VLAN × VLAN, each side where its address is its own (`null`: untagged): what is not on the diagonal was routed. */
export async function vlanMatrix(read: OrgReader, query: Scope): Promise<Matrix<number | null>> {
  const from = volumes(
    'pair',
    'src_vlan, dst_vlan, packets, bytes, packets_back, bytes_back',
    query.range ?? EVER,
    ofCapture(query),
  );
  const cells = await read<MatrixCell<number | null>>(
    `SELECT nullIf(way.1, -1) AS from, nullIf(way.2, -1) AS to, sum(way.3) AS packets, sum(way.4) AS bytes FROM (
       SELECT v.src_vlan AS src, v.dst_vlan AS dst, ${BOTH_WAYS} AS way FROM ${from} AS v)
     GROUP BY from, to HAVING packets > 0 ORDER BY bytes DESC, from, to`,
    captureParameter(query),
  );
  const volume = new Map<number | null, number>();
  for (const { from: a, to: b, bytes } of cells) {
    volume.set(a, (volume.get(a) ?? 0) + bytes);
    volume.set(b, (volume.get(b) ?? 0) + bytes);
  }
  const sides = [...volume].sort((x, y) => y[1] - x[1] || (x[0] ?? -1) - (y[0] ?? -1)).map(([vlan]) => vlan);
  return { sides, cells, sidesLeftOut: 0 };
}
