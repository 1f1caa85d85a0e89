import type { Analysis, Conversation, Device, Endpoint } from '../../../model/analysis.ts';
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

/** Finds the device an end of a conversation belongs to; `null` for groups and for what is unknown. */
export function deviceFinder(analysis: Analysis): (endpoint: Endpoint, vlan: number | null) => Device | null {
  const byMac = new Map<string, Device>();
  const byAddress = new Map<string, Device>();
  for (const device of analysis.devices) {
    for (const mac of device.macs) byMac.set(mac, device);
    for (const { ip, vlan } of device.addresses) {
      byAddress.set(`${vlan ?? ''} ${ip}`, device);
      // Inside tunnels the VLAN is not the one the address was learned on.
      if (!byAddress.has(ip)) byAddress.set(ip, device);
    }
  }
  return ({ mac, ip }, vlan) => {
    if (mac !== null) return byMac.get(mac) ?? null;
    if (ip === null) return null;
    return byAddress.get(`${vlan ?? ''} ${ip}`) ?? byAddress.get(ip) ?? null;
  };
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`, or the MAC without IP. */
export function endpointText({ ip, mac, port }: Endpoint): string {
  if (ip === null) return mac ?? '–';
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
