import { Largest } from '../../../base/largest.ts';
import type { Conversation, Device, Endpoint } from '../../../model/analysis.ts';
import type { Sequence } from '../../../model/sequence.ts';
import { type Claimant, ownerFinder } from '../analysis/device-of.ts';
import { printable } from './text/printable.ts';

/** The name that a device gave itself, safe to print, not escaped for HTML; empty when it gave none. */
export function deviceName({ names }: Pick<Device, 'names'>): string {
  const name = names.length === 0 ? '' : printable(names[0].value);
  // A name of nothing but spaces names nobody.
  return name.trim() === '' ? '' : name;
}

/** What a person calls it: its name, else an address, else a MAC. Safe to print, not escaped for HTML. */
export function deviceLabel(device: Device): string {
  const name = deviceName(device);
  return name === '' ? printable(device.addresses[0]?.ip ?? device.macs[0] ?? device.id) : name;
}

/**
 * The captures as people call them: without folders, which say something about this machine and nothing about the
 * capture, unless two would then be the same.
 */
export function fileLabels(files: readonly string[]): string[] {
  const bare = files.map((file) => file.replace(/^.*[\\/](?=[^\\/])/, ''));
  return (new Set(bare).size === files.length ? bare : [...files]).map(printable);
}

export const deviceBytes = (device: Device): number => device.bytesSent + device.bytesReceived;

export const conversationBytes = (conversation: Conversation): number =>
  conversation.bytes + conversation.bytesBack;

/** Where the `count` largest by `size` stand, largest first; equals keep their order. */
export function largestPlaces<T>(rows: Sequence<T>, size: (row: T) => number, count: number): number[] {
  const kept = new Largest(Math.min(count, rows.length));
  let place = 0;
  for (const row of rows) kept.add(place++, size(row));
  return kept.largestFirst();
}

/** The `count` largest by `size`, largest first; equals keep their order. */
export function largest<T>(rows: Sequence<T>, size: (row: T) => number, count: number): T[] {
  return largestPlaces(rows, size, count).flatMap((place) => rows.at(place) ?? []);
}

/** Who an end of a conversation is: its place among the devices, -1 when it is nobody. */
type PlaceOf = (endpoint: Endpoint, vlan: number | null) => number;

export interface DeviceFinder {
  /** As imports find it (device-of.ts). */
  readonly placeOf: PlaceOf;
  /** The same, and for what is far away the router in front of it: whose MAC the frames have. */
  readonly carrierOf: PlaceOf;
}

export function deviceFinder(devices: Iterable<Pick<Device, 'macs' | 'addresses'>>): DeviceFinder {
  // By place, not by id: texts of a whole network would be kept for nothing.
  function* places(): Generator<Claimant<number>> {
    let id = 0;
    for (const { macs, addresses } of devices) yield { id: id++, macs, addresses };
  }
  const ownerOf = ownerFinder(places());
  const placeOf: PlaceOf = (endpoint, vlan) => ownerOf(endpoint, vlan)?.device ?? -1;
  return {
    placeOf,
    carrierOf(endpoint, vlan) {
      const place = placeOf(endpoint, vlan);
      return place >= 0 ? place : placeOf({ ...endpoint, ip: null }, vlan);
    },
  };
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`, or the MAC without IP. */
export function endpointText({ ip, mac, port }: Endpoint): string {
  if (ip === null) return mac ?? '–';
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
