import type { Analysis, Conversation, Device, Endpoint } from '../../../model/analysis.ts';
import { ownerFinder } from '../device-of.ts';
import { printable } from './text/printable.ts';

/** What a person calls it: its first name, else an address, else a MAC. Safe to print, not escaped for HTML. */
export function deviceLabel(device: Device): string {
  const known = [device.names[0]?.value, device.addresses[0]?.ip, device.macs[0]];
  // A name of nothing but spaces names nobody.
  return printable(known.find((text) => text !== undefined && printable(text).trim() !== '') ?? device.id);
}

/** Whether the label is a name that the device gave itself. */
export function isNamed(device: Device): boolean {
  return printable(device.names[0]?.value ?? '').trim() !== '';
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

/** The `count` largest by `size`, largest first; equals keep their order. */
export function largest<T>(rows: readonly T[], size: (row: T) => number, count: number): T[] {
  return [...rows].sort((a, b) => size(b) - size(a)).slice(0, count);
}

type DeviceOf = (endpoint: Endpoint, vlan: number | null) => Device | null;

/** Finds the device that an end of a conversation is, as imports do (device-of.ts); `null` when it is nobody's. */
export function deviceFinder(analysis: Analysis): DeviceOf {
  const ownerOf = ownerFinder(analysis.devices);
  const byId = new Map(analysis.devices.map((device) => [device.id, device]));
  return (endpoint, vlan) => {
    const owner = ownerOf(endpoint, vlan);
    return owner === null ? null : (byId.get(owner.device) ?? null);
  };
}

/** The same, and for what is far away the router in front of it: whose MAC the frames have. */
export function carrierFinder(analysis: Analysis): DeviceOf {
  const find = deviceFinder(analysis);
  const byMac = new Map(analysis.devices.flatMap((device) => device.macs.map((mac) => [mac, device])));
  return (endpoint, vlan) => find(endpoint, vlan) ?? byMac.get(endpoint.mac ?? '') ?? null;
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`, or the MAC without IP. */
export function endpointText({ ip, mac, port }: Endpoint): string {
  if (ip === null) return mac ?? '–';
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
