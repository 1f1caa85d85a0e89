/** Volume over time, in steps that suit the range. */
import type { Micros } from '../../../base/time.ts';
import type { QueryParameters } from '../engine.ts';
import { type OrgReader, ofOrg } from './org-reader.ts';
import {
  captureParameter,
  EVER,
  limit,
  ofCapture,
  type RollUpName,
  type Scope,
  seconds,
  volumes,
} from './range.ts';

/** Whose volume: everybody's, a device's, a VLAN's (`null`: untagged), or a protocol's (transport or application). */
export type BandwidthOf =
  | { readonly device: string }
  | { readonly vlan: number | null }
  | { readonly protocol: string }
  | null;

export interface BandwidthQuery extends Scope {
  readonly of?: BandwidthOf;
  /** At most this many points, 10 to 5,000; default 300. */
  readonly maxPoints?: number;
}

export interface BandwidthPoint {
  /** Beginning of the step. */
  readonly at: Micros;
  readonly packets: number;
  /** Sent by the device; else by initiators. */
  readonly bytes: number;
  readonly packetsBack: number;
  /** Received by the device; else sent back to initiators. */
  readonly bytesBack: number;
}

export interface Bandwidth {
  readonly stepSeconds: number;
  /** One for every step of the range, those without traffic too. */
  readonly points: readonly BandwidthPoint[];
}

const DAY = 86_400;
const STEPS = [
  60,
  120,
  300,
  600,
  900,
  1800,
  3600,
  7200,
  10_800,
  21_600,
  43_200,
  DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
];

/** The smallest step with which `span` seconds need at most `maxPoints`. */
export function stepFor(span: number, maxPoints: number): number {
  // One more than the quotient: both ends of the range may lie within a step.
  return (
    STEPS.find((step) => Math.ceil(span / step) + 1 <= maxPoints) ??
    Math.ceil(span / maxPoints / DAY + 1) * DAY
  );
}

function source(of: BandwidthOf): { name: RollUpName; where: string; parameters: QueryParameters } {
  if (of === null) return { name: 'vlan', where: '', parameters: {} };
  if ('device' in of) {
    return { name: 'device', where: ' AND device = {device:String}', parameters: { device: of.device } };
  }
  if ('vlan' in of) {
    const vlan = of.vlan === null ? -1 : limit('vlan', of.vlan, 0, 4095);
    return { name: 'vlan', where: ' AND vlan = {vlan:Int16}', parameters: { vlan } };
  }
  const where = ' AND (protocol = {protocol:String} OR app_protocol = {protocol:String})';
  return { name: 'protocol', where, parameters: { protocol: of.protocol } };
}

/**
 * An open end of the range is the first or last minute with traffic. The range is widened to whole steps.
 */
export async function bandwidth(read: OrgReader, query: BandwidthQuery): Promise<Bandwidth> {
  const maxPoints = limit('maxPoints', query.maxPoints ?? 300, 10, 5000);
  const asked = seconds(query.range ?? EVER, 60);
  const [bounds] = await read<{ rows: number; first: number; last: number }>(
    `SELECT count() AS rows, toUnixTimestamp(min(at)) AS first, toUnixTimestamp(max(at)) + 60 AS last
     FROM ${ofOrg('vlan_minute')}${ofCapture(query)}`,
    captureParameter(query),
  );
  const known = bounds !== undefined && bounds.rows > 0 ? bounds : null;
  const first = asked.from ?? known?.first ?? asked.to;
  const end = asked.to ?? known?.last ?? asked.from;
  if (first === null || end === null || first >= end) return { stepSeconds: 60, points: [] };
  const step = stepFor(end - first, maxPoints);
  const from = Math.floor(first / step) * step;
  const to = Math.ceil(end / step) * step;
  const { name, where, parameters } = source(query.of ?? null);
  const range = { from: from * 1e6, to: to * 1e6 };
  const columns = 'at, packets, bytes, packets_back, bytes_back';
  const coarsest = step % DAY === 0 ? 'day' : step % 3600 === 0 ? 'hour' : 'minute';
  const sums = volumes(name, columns, range, where + ofCapture(query), coarsest);
  const rows = await read<BandwidthPoint>(
    `SELECT intDiv(toUnixTimestamp(v.at), ${step}) * ${step} AS at, sum(v.packets) AS packets,
       sum(v.bytes) AS bytes, sum(v.packets_back) AS packetsBack, sum(v.bytes_back) AS bytesBack
     FROM ${sums} AS v GROUP BY at ORDER BY at`,
    { ...parameters, ...captureParameter(query) },
  );
  const found = new Map(rows.map((row) => [row.at, row]));
  const nothing = { packets: 0, bytes: 0, packetsBack: 0, bytesBack: 0 };
  const points = Array.from({ length: (to - from) / step }, (_, i) => {
    const at = from + i * step;
    return { ...nothing, ...found.get(at), at: at * 1e6 };
  });
  return { stepSeconds: step, points };
}
