import type { Micros } from '../../base/time.ts';
import { hashWords } from '../core/program/distinct.ts';
import type { Mark } from '../evidence.ts';
import { MOST_EVIDENCE } from '../evidence.ts';
import type { Addresses } from '../tables/addresses.ts';
import type { FindingDraft, FindingRule } from './finding-rule.ts';
import { listText, MOST_FINDINGS } from './finding-rule.ts';
import type { ProbeTable } from './probe-table.ts';

/** Distinct ports of one target, or distinct targets of one port, from which on it is a scan. */
export const FEWEST = 25;
/** Of these, the share that nobody answered. */
const FAILED_SHARE = 0.7;
/** Scans of one source that are told one by one; more are told together. */
const MOST_SINGLE = 3;

/**
 * UDP ports tried on many addresses: below 1024 or one of these. Above live peer-to-peer networks, whose
 * peers often are gone. DNS and NTP clients ask many servers; log and flow exports are never answered.
 */
const SCANNED_UDP = new Set([1434, 1604, 1900, 3702, 5060, 5351, 5353, 5683, 11211, 20000, 44818, 47808]);
const NOT_SCANNED_UDP = new Set([53, 67, 68, 123, 162, 514]);

/** One source that tried many ports of a target (`vertical`), or one port on many targets. */
export interface Scan {
  readonly shape: 'vertical' | 'horizontal';
  /** Addresses as numbers. `target` is -1 when horizontal, `port` when vertical. */
  readonly source: number;
  readonly target: number;
  readonly isTcp: boolean;
  readonly port: number;
  /** Distinct ports or targets tried, and how many of them nobody answered. */
  readonly tried: number;
  readonly failed: number;
  readonly at: Micros;
  readonly marks: readonly Mark[];
}

/** Scans found so far. Those of earlier generations of the probe table come first. */
export interface Scans {
  all(): readonly Scan[];
}

/** Looks for scans among the probes. Time grows with the number of probes, once or twice. */
export function findScans(probes: ProbeTable, addresses: Addresses): Scan[] {
  if (probes.size === 0) return [];
  const failures = new Int32Array(addresses.size);
  for (let id = 0; id < probes.size; id++) if (probes.failed(id)) failures[probes.sourceOf(id)]++;
  const isSuspect = (id: number): boolean => failures[probes.sourceOf(id)] >= FEWEST;
  const isAcross = (id: number): boolean => isSuspect(id) && isScannedAcross(probes, id);
  const keyOf = (id: number, common: number): number =>
    (common * 2 + Number(probes.isTcp(id))) * addresses.size + probes.sourceOf(id);
  return [
    ...scansOf(probes, 'vertical', isSuspect, (id) => keyOf(id, probes.targetOf(id))),
    ...scansOf(probes, 'horizontal', isAcross, (id) => keyOf(id, probes.portOf(id))),
  ];
}

/** Probes are counted by a hash of their key first: where there are few is no scan. A power of two. */
const BUCKETS = 1 << 18;

/** Scans among the probes that are `chosen`, one for each key. Half a million that are no scan are counted, not gathered. */
function scansOf(
  probes: ProbeTable,
  shape: Scan['shape'],
  chosen: (id: number) => boolean,
  keyOf: (id: number) => number,
): Scan[] {
  const bucketOf = (id: number): number => {
    const key = keyOf(id);
    return hashWords(key / 0x1_0000_0000, key, 0, 0, 0) & (BUCKETS - 1);
  };
  const counts = new Int32Array(BUCKETS);
  for (let id = 0; id < probes.size; id++) if (chosen(id)) counts[bucketOf(id)]++;
  const groups = new Map<number, number[]>();
  for (let id = 0; id < probes.size; id++) {
    if (!chosen(id) || counts[bucketOf(id)] < FEWEST) continue;
    const key = keyOf(id);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [id]);
    else group.push(id);
  }
  const scans: Scan[] = [];
  for (const group of groups.values()) addScan(scans, probes, group, shape);
  return scans;
}

/** More scans than this are not kept apart; the first ones tell enough. */
const MOST_SCANS = 4096;

/** One entry per scan, when the probe table was emptied in the middle of it: its largest part, its first time. */
export function mergeScans(scans: readonly Scan[]): Scan[] {
  const merged = new Map<string, Scan>();
  for (const scan of scans) {
    const key = `${scan.source} ${scan.target} ${scan.port} ${scan.isTcp}`;
    const known = merged.get(key);
    if (known === undefined) {
      if (merged.size < MOST_SCANS) merged.set(key, scan);
      continue;
    }
    const larger = scan.tried > known.tried ? scan : known;
    const earlier = scan.at < known.at ? scan : known;
    merged.set(key, { ...larger, at: earlier.at, marks: earlier.marks });
  }
  return [...merged.values()];
}

function isScannedAcross(probes: ProbeTable, id: number): boolean {
  if (probes.isTcp(id)) return true;
  const port = probes.portOf(id);
  return (port < 1024 || SCANNED_UDP.has(port)) && !NOT_SCANNED_UDP.has(port);
}

function addScan(scans: Scan[], probes: ProbeTable, group: number[], shape: Scan['shape']): void {
  if (group.length < FEWEST) return;
  const failed = group.filter((id) => probes.failed(id));
  if (failed.length < FEWEST * FAILED_SHARE || failed.length < group.length * FAILED_SHARE) return;
  const first = group[0];
  const byPacket = failed.sort((a, b) => probes.packet[a] - probes.packet[b]);
  const source = probes.isTcp(first) ? 'tcp connection attempt' : 'udp attempt';
  scans.push({
    shape,
    source: probes.sourceOf(first),
    target: shape === 'vertical' ? probes.targetOf(first) : -1,
    isTcp: probes.isTcp(first),
    port: shape === 'horizontal' ? probes.portOf(first) : -1,
    tried: group.length,
    failed: failed.length,
    at: probes.at[byPacket[0]],
    marks: byPacket
      .slice(0, MOST_EVIDENCE)
      .map((id) => ({ source, at: probes.at[id], packet: probes.packet[id] })),
  });
}

/**
 * Port scans: one source that tried at least 25 ports of one target, or one port of at least 25
 * targets, and got no connection from 70 % of them or more. A sweep of many hosts and ports is told
 * in one finding per source, transport and shape.
 */
export const portScan: FindingRule = {
  kind: 'port-scan',
  find({ scans, addresses }) {
    const bySource = new Map<string, Scan[]>();
    for (const scan of scans.all()) {
      const key = `${scan.source} ${scan.shape} ${scan.isTcp}`;
      const list = bySource.get(key);
      if (list === undefined) bySource.set(key, [scan]);
      else list.push(scan);
    }
    const drafts: FindingDraft[] = [];
    for (const list of bySource.values()) {
      list.sort(
        (a, b) => a.at - b.at || (a.target < 0 ? a.port - b.port : addresses.compare(a.target, b.target)),
      );
      if (list.length > MOST_SINGLE) drafts.push(describeTogether(list, addresses));
      else for (const scan of list) drafts.push(describe(scan, addresses));
      if (drafts.length >= MOST_FINDINGS * 4) break;
    }
    return drafts.sort((a, b) => a.at - b.at);
  },
};

function describe(scan: Scan, addresses: Addresses): FindingDraft {
  const source = addresses.text(scan.source);
  const transport = scan.isTcp ? 'TCP' : 'UDP';
  const common = { shape: scan.shape, source, transport, failed: scan.failed };
  if (scan.shape === 'vertical') {
    const target = addresses.text(scan.target);
    return {
      kind: 'port-scan',
      severity: 'medium',
      message: `${source} tried ${scan.tried} ${transport} ports of ${target}; ${scan.failed} did not accept.`,
      params: { ...common, target, ports: scan.tried, targets: 1 },
      marks: scan.marks,
      at: scan.at,
    };
  }
  return {
    kind: 'port-scan',
    severity: 'medium',
    message: `${source} tried ${transport} port ${scan.port} on ${scan.tried} addresses; ${scan.failed} did not accept.`,
    params: { ...common, port: scan.port, ports: 1, targets: scan.tried },
    marks: scan.marks,
    at: scan.at,
  };
}

function describeTogether(scans: readonly Scan[], addresses: Addresses): FindingDraft {
  const { source, shape, isTcp, at } = scans[0];
  const from = addresses.text(source);
  const transport = isTcp ? 'TCP' : 'UDP';
  const most = Math.max(...scans.map((scan) => scan.tried));
  const failed = scans.reduce((sum, scan) => sum + scan.failed, 0);
  const common = { shape, source: from, transport, failed };
  const isVertical = shape === 'vertical';
  const items = scans.map((scan) => (isVertical ? addresses.text(scan.target) : String(scan.port)));
  return {
    kind: 'port-scan',
    severity: 'medium',
    message: isVertical
      ? `${from} tried up to ${most} ${transport} ports of each of ${scans.length} addresses (${listText(items)}); ${failed} attempts failed.`
      : `${from} tried ${scans.length} ${transport} ports (${listText(items)}) on up to ${most} addresses each; ${failed} attempts failed.`,
    params: {
      ...common,
      ports: isVertical ? most : scans.length,
      targets: isVertical ? scans.length : most,
      list: items.slice(0, 16).join(', '),
    },
    marks: scans.flatMap((scan) => scan.marks),
    at,
  };
}
