/** Whose a side of a conversation is. */
import type { Conversation, Device, Endpoint } from '../../../model/analysis.ts';

/** Gives `Device.id`, or `null` when the side is nobody's: multicast, broadcast, behind a router. */
export type DeviceOf = (end: Endpoint, vlan: Conversation['vlan']) => string | null;

const UNSPECIFIED = new Set(['0.0.0.0', '::']);

/**
 * An address belongs to the device that owns it on that VLAN, whatever MAC the frame has: behind a router that is the
 * router's. When several devices claim it (a duplicate address), the MAC decides. Without an address, or with the
 * unspecified one (RFC 1122 3.2.1.3, RFC 4291 2.5.2), the MAC says it.
 */
export function deviceFinder(devices: readonly Device[]): DeviceOf {
  const byMac = new Map<string, string>();
  const byAddress = new Map<string, string | string[]>();
  for (const { id, macs, addresses } of devices) {
    for (const mac of macs) byMac.set(mac, id);
    for (const { ip, vlan } of addresses) {
      const key = `${ip} ${vlan}`;
      const owners = byAddress.get(key);
      if (owners === undefined) byAddress.set(key, id);
      else if (owners !== id) byAddress.set(key, [...new Set([owners, id].flat())]);
    }
  }
  return ({ mac, ip }, vlan) => {
    const ofMac = mac === null ? null : (byMac.get(mac) ?? null);
    if (ip === null || UNSPECIFIED.has(ip)) return ofMac;
    const owners = byAddress.get(`${ip} ${vlan}`);
    if (owners === undefined) return null;
    if (typeof owners === 'string') return owners;
    return ofMac !== null && owners.includes(ofMac) ? ofMac : null;
  };
}
