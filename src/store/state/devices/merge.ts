import type { Micros } from '../../../base/time.ts';
import { bestNames } from '../../../identify/names.ts';
import type { Attribute, Device } from '../../../model/analysis.ts';
import type { DeviceType } from '../../../model/device-types.ts';
import { parseInstant } from '../instant.ts';
import type { FoundAddress, FoundAttribute, FoundDevice } from './device.ts';

/** What one capture says of a device. */
export interface Contribution {
  readonly captureId: string;
  readonly device: Device;
}

const MOST_INTERVALS = 64;
const MOST_VALUES = 8;
const MOST_EVIDENCE = 16;
/** Attributes that list things: captures add to each other instead of contradicting. */
const LISTS: ReadonlySet<string> = new Set(['services', 'servicesUsed']);

/**
 * One device from what every capture says of it: at least one contribution, in any order, with the same result. Counters
 * add up; attributes and the type go by confidence, then by who said it first; addresses keep when they were its own.
 */
export function mergeDevices(contributions: readonly Contribution[]): FoundDevice {
  const sorted = [...contributions].sort(
    (a, b) =>
      compare(a.device.firstSeen ?? '~', b.device.firstSeen ?? '~') || compare(a.captureId, b.captureId),
  );
  const devices = sorted.map(({ device }) => device);
  const sum = (counter: 'packetsSent' | 'packetsReceived' | 'bytesSent' | 'bytesReceived') =>
    devices.reduce((total, device) => total + device[counter], 0);
  return {
    macs: union(devices.map(({ macs }) => macs)).sort(compare),
    vendor: devices.find(({ vendor }) => vendor !== null)?.vendor ?? null,
    type: mergeTypes(devices),
    names: mergeNames(devices),
    addresses: mergeAddresses(devices),
    attributes: mergeAttributes(sorted),
    packetsSent: sum('packetsSent'),
    packetsReceived: sum('packetsReceived'),
    bytesSent: sum('bytesSent'),
    bytesReceived: sum('bytesReceived'),
    isGateway: devices.some(({ isGateway }) => isGateway),
    vlans: union(devices.map(({ vlans }) => vlans)).sort((a, b) => a - b),
    firstSeen: extreme(
      devices.map(({ firstSeen }) => parseInstant(firstSeen)),
      Math.min,
    ),
    lastSeen: extreme(
      devices.map(({ lastSeen }) => parseInstant(lastSeen)),
      Math.max,
    ),
    addressesBehind: devices.reduce((most, device) => Math.max(most, device.addressesBehind), 0),
    captures: sorted.map(({ captureId }) => captureId),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function union<Value>(lists: readonly (readonly Value[])[]): Value[] {
  return [...new Set(lists.flat())];
}

function extreme(
  instants: readonly (Micros | null)[],
  pick: (a: number, b: number) => number,
): Micros | null {
  return instants.reduce((best, at) => (best === null ? at : at === null ? best : pick(best, at)), null);
}

/** The most certain guess; one that gives no confidence counts as none. */
function mergeTypes(devices: readonly Device[]): DeviceType {
  let best: DeviceType = 'unknown';
  let confidence = -1;
  for (const { type, attributes } of devices) {
    const certain = attributes.type?.confidence ?? 0;
    if (type === 'unknown' || certain <= confidence) continue;
    best = type;
    confidence = certain;
  }
  return best;
}

/** Ranked as within one capture (identify/names.ts); among equals, what stood first in its own capture. */
function mergeNames(devices: readonly Device[]): FoundDevice['names'] {
  return bestNames(
    devices.flatMap(({ names }, capture) =>
      names.map(({ value, source }, position) => ({
        attribute: 'name' as const,
        value,
        source,
        confidence: 1 / (1 + position),
        first: capture,
        firstPacket: 1,
        last: capture,
        count: 1,
      })),
    ),
  );
}

/** By address and VLAN; intervals that touch become one. Last seen first. */
function mergeAddresses(devices: readonly Device[]): FoundAddress[] {
  const byPlace = new Map<string, { ip: string; vlan: number | null; intervals: [Micros, Micros][] }>();
  for (const { ip, vlan, firstSeen, lastSeen } of devices.flatMap(({ addresses }) => addresses)) {
    const key = `${ip} ${vlan}`;
    const place = byPlace.get(key) ?? { ip, vlan, intervals: [] };
    byPlace.set(key, place);
    place.intervals.push([parseInstant(firstSeen) ?? 0, parseInstant(lastSeen) ?? 0]);
  }
  return [...byPlace.values()]
    .map(({ ip, vlan, intervals }) => ({ ip, vlan, intervals: joinIntervals(intervals) }))
    .sort(
      (a, b) =>
        (b.intervals.at(-1)?.lastSeen ?? 0) - (a.intervals.at(-1)?.lastSeen ?? 0) ||
        compare(a.ip, b.ip) ||
        (a.vlan ?? -1) - (b.vlan ?? -1),
    );
}

function joinIntervals(intervals: readonly [Micros, Micros][]): FoundAddress['intervals'] {
  const joined: { firstSeen: Micros; lastSeen: Micros }[] = [];
  for (const [firstSeen, lastSeen] of [...intervals].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const open = joined.at(-1);
    if (open !== undefined && firstSeen <= open.lastSeen) open.lastSeen = Math.max(open.lastSeen, lastSeen);
    else joined.push({ firstSeen, lastSeen });
  }
  return joined.slice(-MOST_INTERVALS);
}

/** Every value that was said, best first. */
function mergeAttributes(contributions: readonly Contribution[]): FoundDevice['attributes'] {
  const byName = new Map<string, FoundAttribute[]>();
  for (const { captureId, device } of contributions) {
    for (const [name, attribute] of Object.entries(device.attributes)) {
      const values = byName.get(name) ?? [];
      byName.set(name, values);
      addAttribute(values, attribute, captureId, LISTS.has(name));
    }
  }
  // By name, so that the order of captures does not show.
  const sorted = [...byName].sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(sorted.map(([name, values]) => [name, best(values)]));
}

function addAttribute(values: FoundAttribute[], said: Attribute, captureId: string, isList: boolean): void {
  const evidence = said.evidence.map((mark) => ({ ...mark, capture: captureId }));
  const known = values.findIndex(({ value }) => isList || value === said.value);
  if (known < 0) {
    values.push({
      value: said.value,
      confidence: said.confidence,
      evidence: evidence.slice(0, MOST_EVIDENCE),
    });
    return;
  }
  const { value, confidence, evidence: older } = values[known];
  values[known] = {
    value: isList ? union([value.split(', '), said.value.split(', ')]).join(', ') : value,
    confidence: Math.max(confidence, said.confidence),
    evidence: [...older, ...evidence].slice(0, MOST_EVIDENCE),
  };
}

/** A stable sort: values stand in the order in which they were first said. */
function best(values: readonly FoundAttribute[]): FoundAttribute[] {
  return [...values].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_VALUES);
}
