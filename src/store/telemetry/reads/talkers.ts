/** Who and what moves most: devices, protocols, VLANs, and the numbers of the overview. */
import type { Micros } from '../../../base/time.ts';
import { flowCondition } from './flow-filter.ts';
import { type OrgReader, ofOrg } from './org-reader.ts';
import { captureParameter, EVER, limit, ofCapture, type Scope, volumes } from './range.ts';

const COUNTS = 'packets, bytes, packets_back, bytes_back';

export interface Talker {
  readonly device: string;
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly packetsReceived: number;
  readonly bytesReceived: number;
}

export interface TopQuery extends Scope {
  /** 1 to 10,000; default 10. */
  readonly limit?: number;
}

/** Devices by what they sent and received together, the busiest first. */
export function topTalkers(read: OrgReader, query: TopQuery): Promise<Talker[]> {
  const from = volumes(
    'device',
    `device, ${COUNTS}`,
    query.range ?? EVER,
    `${ofCapture(query)} AND device != ''`,
  );
  return read(
    `SELECT device, sum(packets) AS packetsSent, sum(bytes) AS bytesSent,
       sum(packets_back) AS packetsReceived, sum(bytes_back) AS bytesReceived
     FROM ${from} GROUP BY device ORDER BY bytesSent + bytesReceived DESC, device
     LIMIT ${limit('limit', query.limit ?? 10, 1, 10_000)}`,
    captureParameter(query),
  );
}

export interface ProtocolVolume {
  readonly protocol: string;
  readonly appProtocol: string | null;
  /** Both directions. */
  readonly packets: number;
  readonly bytes: number;
}

/** Every protocol with what ran over it, the busiest first. */
export function protocolVolumes(read: OrgReader, query: Scope): Promise<ProtocolVolume[]> {
  const columns = `protocol, app_protocol, ${COUNTS}`;
  const from = volumes('protocol', columns, query.range ?? EVER, ofCapture(query));
  return read(
    `SELECT toString(protocol) AS protocol, nullIf(toString(app_protocol), '') AS appProtocol,
       sum(v.packets + v.packets_back) AS packets, sum(v.bytes + v.bytes_back) AS bytes
     FROM ${from} AS v GROUP BY protocol, appProtocol ORDER BY bytes DESC, protocol, appProtocol LIMIT 10000`,
    captureParameter(query),
  );
}

export interface VlanVolume {
  /** `null`: untagged. */
  readonly vlan: number | null;
  readonly packets: number;
  readonly bytes: number;
}

/** Every VLAN, the busiest first. */
export function vlanVolumes(read: OrgReader, query: Scope): Promise<VlanVolume[]> {
  const from = volumes('vlan', `vlan, ${COUNTS}`, query.range ?? EVER, ofCapture(query));
  return read(
    `SELECT nullIf(v.vlan, -1) AS vlan, sum(v.packets + v.packets_back) AS packets,
       sum(v.bytes + v.bytes_back) AS bytes
     FROM ${from} AS v GROUP BY vlan ORDER BY bytes DESC, vlan LIMIT 10000`,
    captureParameter(query),
  );
}

export interface Dashboard {
  /** Devices with traffic in the range. */
  readonly devices: number;
  readonly flows: number;
  readonly packets: number;
  readonly bytes: number;
  /** Tagged ones. */
  readonly vlans: number;
  readonly captures: number;
  /** Beginning of the first and of the last hour with traffic; `null` without any. */
  readonly firstHour: Micros | null;
  readonly lastHour: Micros | null;
}

interface Totals {
  readonly packets: number;
  readonly bytes: number;
  readonly vlans: number;
  readonly captures: number;
  readonly first: number;
  readonly last: number;
}

export async function dashboard(read: OrgReader, query: Scope): Promise<Dashboard> {
  const range = query.range ?? EVER;
  const parameters = captureParameter(query);
  const byVlan = volumes('vlan', `at, vlan, capture_id, ${COUNTS}`, range, ofCapture(query), 'hour');
  const byDevice = volumes('device', 'device', range, `${ofCapture(query)} AND device != ''`);
  const flow = flowCondition(query);
  const [totals] = await read<Totals>(
    `SELECT sum(packets + packets_back) AS packets, sum(bytes + bytes_back) AS bytes,
       uniqExactIf(vlan, vlan >= 0) AS vlans, uniqExact(capture_id) AS captures,
       toUnixTimestamp(toStartOfHour(min(at))) AS first, toUnixTimestamp(toStartOfHour(max(at))) AS last
     FROM ${byVlan}`,
    parameters,
  );
  const [devices] = await read<{ devices: number }>(
    `SELECT count() AS devices FROM (SELECT device FROM ${byDevice} GROUP BY device)`,
    parameters,
  );
  const [flows] = await read<{ flows: number }>(
    `SELECT count() AS flows FROM ${ofOrg('conversations')}${flow.sql}`,
    flow.parameters,
  );
  const empty = totals === undefined || totals.captures === 0;
  return {
    devices: devices?.devices ?? 0,
    flows: flows?.flows ?? 0,
    packets: totals?.packets ?? 0,
    bytes: totals?.bytes ?? 0,
    vlans: totals?.vlans ?? 0,
    captures: totals?.captures ?? 0,
    firstHour: empty ? null : totals.first * 1e6,
    lastHour: empty ? null : totals.last * 1e6,
  };
}
