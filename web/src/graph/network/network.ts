/** The network as it is drawn: columns of equal length, devices by volume, connections by volume, both largest first. */
import type { DeviceType } from '../../../../src/model/device-types.ts';

export interface Network {
  readonly count: number;
  readonly ids: readonly string[];
  /** What each is called: name, else address, else id. */
  readonly names: readonly string[];
  /** Empty where unknown. */
  readonly ips: readonly string[];
  readonly vendors: readonly string[];
  /** Index in `DEVICE_TYPES` (src/model/device-types.ts). */
  readonly types: Uint8Array;
  /** The one VLAN that a device is in; `NO_VLAN`, `SEVERAL_VLANS`. */
  readonly vlans: Int16Array;
  /** Index in `LANES`. */
  readonly lanes: Uint8Array;
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
  /** Over all devices, those that are not shown included. */
  readonly peers: Uint32Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly edgeBytes: Float64Array;
  readonly edgePackets: Float64Array;
  /** Connections of device `i`: `links[offsets[i]]` up to `links[offsets[i + 1]]`, busiest first. */
  readonly offsets: Uint32Array;
  readonly links: Uint32Array;
}

export const NO_VLAN = -1;
export const SEVERAL_VLANS = -2;

/** What the answer said about what is not in it. */
export interface Totals {
  readonly nodes: number;
  readonly edges: number;
  readonly bytesLeftOut: number;
}

/** From the bottom to the top. */
export const LANES = [
  'field',
  'control',
  'supervision',
  'operations',
  'enterprise',
  'unidentified',
  'network',
  'outside',
] as const;
export type Lane = (typeof LANES)[number];

const LANE_OF: Readonly<Record<DeviceType, Lane>> = {
  drive: 'field',
  io: 'field',
  plc: 'control',
  rtu: 'control',
  hmi: 'supervision',
  historian: 'supervision',
  'engineering-station': 'supervision',
  server: 'operations',
  workstation: 'enterprise',
  laptop: 'enterprise',
  phone: 'enterprise',
  printer: 'enterprise',
  camera: 'enterprise',
  voip: 'enterprise',
  iot: 'enterprise',
  unknown: 'unidentified',
  router: 'network',
  switch: 'network',
  'access-point': 'network',
  firewall: 'network',
};

/** `id` begins with `ip-` for devices known by an address alone: with a public one they are outside. */
export function laneOf(type: DeviceType, id: string, ip: string): number {
  const outside = id.startsWith('ip-') && isPublic(ip);
  return LANES.indexOf(outside ? 'outside' : LANE_OF[type]);
}

/** Not private, link-local, loopback, shared (RFC 6890) or documentation-like special ranges of IPv6. */
export function isPublic(ip: string): boolean {
  if (ip === '') return false;
  if (ip.includes(':')) return /^[23]/i.test(ip);
  const [a, b] = ip.split('.').map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 172 && b >= 16 && b <= 31) return false;
  if (a === 192 && b === 168) return false;
  if (a === 169 && b === 254) return false;
  return !(a === 100 && b >= 64 && b <= 127);
}

/** The other end of a connection. */
export function otherEnd({ sources, targets }: Network, edge: number, device: number): number {
  return sources[edge] === device ? targets[edge] : sources[edge];
}

/** Relative radius of each device: four times as large for the busiest as for the quietest. */
export function radiiOf(bytes: Float64Array): Float32Array<ArrayBuffer> {
  const most = bytes.reduce((largest, value) => Math.max(largest, value), 1);
  return Float32Array.from(bytes, (value) => 0.6 + 1.5 * (value / most) ** 0.3);
}
