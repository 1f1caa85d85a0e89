/** Whose a side of a conversation is. */
import { isHostIpv4, isHostIpv6, isLinkLocalIpv6, parseIpv4, parseIpv6 } from '../../base/ip.ts';
import type { Conversation, Device, Endpoint } from '../../model/analysis.ts';

/** A device, and the VLAN on which the address is its own: another than the conversation's when it was routed. */
export interface Owner {
  /** `Device.id` */
  readonly device: string;
  readonly vlan: Conversation['vlan'];
}

/** A side of a conversation. */
export type End = Pick<Endpoint, 'mac' | 'ip'>;

/** `null` when the side is nobody's: multicast, broadcast, far away, or of several. */
export type OwnerOf = (end: End, vlan: Conversation['vlan']) => Owner | null;

interface Claim extends Owner {
  readonly lastSeen: string;
}

const UNSPECIFIED = new Set(['0.0.0.0', '::']);

/**
 * An address belongs to the device that owns it on that VLAN, whatever MAC the frame has: behind a router that is the
 * router's. When several devices claim it (a duplicate address), the MAC decides. Without an address, or with the
 * unspecified one (RFC 1122 3.2.1.3, RFC 4291 2.5.2), the MAC says it.
 *
 * An address that nobody has on that VLAN was routed from another: it belongs to the only device that owns it anywhere.
 * Where several own it, on whatever VLANs, it is nobody's.
 */
export function ownerFinder(devices: Iterable<Device>): OwnerOf {
  const byMac = new Map<string, string>();
  const byAddress = new Map<string, Claim | Claim[]>();
  for (const { id, macs, addresses } of devices) {
    for (const mac of macs) byMac.set(mac, id);
    for (const { ip, vlan, lastSeen } of addresses) {
      const claim = { device: id, vlan, lastSeen };
      const known = byAddress.get(ip);
      // Nearly every address has one: a list for each would take most of the room.
      if (known === undefined) byAddress.set(ip, claim);
      else if (Array.isArray(known)) known.push(claim);
      else byAddress.set(ip, [known, claim]);
    }
  }
  return ({ mac, ip }, vlan) => {
    const ofMac = () => (mac === null ? undefined : byMac.get(mac));
    if (ip === null || UNSPECIFIED.has(ip)) {
      const device = ofMac();
      return device === undefined ? null : { device, vlan };
    }
    const claims = byAddress.get(ip);
    if (claims === undefined) return null;
    if (!Array.isArray(claims)) return claims.vlan === vlan || isRouted(ip) ? claims : null;
    const there = claims.filter((claim) => claim.vlan === vlan);
    if (there.length > 0) {
      const isOfOne = there.every(({ device }) => device === there[0].device);
      const device = isOfOne ? there[0].device : ofMac();
      return there.find((claim) => claim.device === device) ?? null;
    }
    return isRouted(ip) ? onlyOwner(claims) : null;
  };
}

/** Where it was seen last; `null` when several devices have it. */
function onlyOwner(claims: readonly Claim[]): Claim | null {
  let last = claims[0];
  for (const claim of claims) {
    if (claim.device !== last.device) return null;
    if (claim.lastSeen > last.lastSeen) last = claim;
  }
  return last;
}

/** Whether routers forward to it: one host's, and not of the link alone (RFC 3927 2.7, RFC 4291 2.5.6). */
function isRouted(ip: string): boolean {
  const word = parseIpv4(ip);
  if (word !== null) return isHostIpv4(word) && word >>> 16 !== 0xa9fe;
  const groups = parseIpv6(ip);
  if (groups === null) return false;
  const at = (i: number): number => ((groups[i] << 16) | groups[i + 1]) >>> 0;
  return isHostIpv6(at(0), at(2), at(4), at(6)) && !isLinkLocalIpv6(at(0));
}
