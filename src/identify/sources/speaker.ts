import { type Ip, isSameIp } from '../../base/ip.ts';
import { isPrivateIpv4, isUniqueLocalIpv6, staysOnLink } from '../../base/ip-ranges.ts';
import { isGroupMac } from '../../base/mac.ts';
import { HOPS_FORWARDED } from '../hop-kinds.ts';
import { hopLimitEvidence } from '../hop-limit.ts';
import type { Context, Subject } from '../sighting.ts';

/**
 * Who sent a message: its interface when no router can stand between, else its address.
 * `linkLocal`: the protocol is not routed by design (mDNS, LLMNR); otherwise only broadcast and multicast
 * frames count. `null` without MAC and address.
 */
export function speakerOf(context: Context, linkLocal: boolean): Subject | null {
  const { srcMac, dstMac, srcIp } = context;
  const near = linkLocal || (dstMac !== null && isGroupMac(dstMac));
  if (near && srcMac !== null && !wasForwarded(context)) return { mac: srcMac };
  return addressOf(srcIp, context);
}

/** Whoever owns an address on the VLAN of the message; `null` when there is no address. */
export function addressOf(ip: Ip | null, context: Context): Subject | null {
  return ip === null ? null : { ip, vlan: context.vlan };
}

/** Whether it is the address that the message came from. */
export function isSender(ip: Ip | null, { srcIp }: Context): boolean {
  return ip !== null && srcIp !== null && isSameIp(ip, srcIp);
}

/** RFC 1918, shared or link-local, or a unique local IPv6 address (RFC 4193): a host of this site. */
export function isSiteAddress({ version, w0 }: Ip): boolean {
  return version === 4 ? isPrivateIpv4(w0) : isUniqueLocalIpv6(w0);
}

/** The hop limit was decremented; what goes to a link-local group never is, whatever it says. */
function wasForwarded(context: Context): boolean {
  if (context.ttl === null || hopLimitEvidence(context.ttl) !== HOPS_FORWARDED) return false;
  const to = context.dstIp;
  return to === null || !staysOnLink(to.version, to.w0);
}
