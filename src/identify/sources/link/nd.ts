import { type Ip, parseIp } from '../../../base/ip.ts';
import { isHostIp } from '../../../base/ip-ranges.ts';
import type { Mac } from '../../../base/mac.ts';
import { isGroupMac } from '../../../base/mac.ts';
import type { NdMessage } from '../../../wire/dissect/link/nd.ts';
import type { Context, IdentitySink, IdentitySource } from '../../sighting.ts';
import { about } from '../say.ts';

/** A router must send them; a rogue one is a router as well. */
const ADVERTISES = 0.95;
const ROUTER_FLAG = 0.85;
/** RFC 4861 §6.1, §7.1, §8.1: a message with a lower hop limit came from outside the link and is ignored. */
const ON_LINK_HOPS = 255;

/** The option must name the sender itself: a proxy (RFC 4389) speaks for somebody else. */
function claim(ip: Ip | null, mac: Mac | null, context: Context, sink: IdentitySink): void {
  if (ip === null || mac === null || mac === 0 || isGroupMac(mac)) return;
  if (!isHostIp(ip.version, ip.w0, ip.w1, ip.w2, ip.w3)) return;
  if (context.srcMac !== null && context.srcMac !== mac) return;
  sink.claim({ mac, ip, vlan: context.vlan, source: 'nd', at: context.at, packet: context.packet });
}

/**
 * Neighbour discovery: addresses and their interfaces, and who is a router. A solicitation from `::` is
 * duplicate address detection (RFC 4862 §5.4): its sender does not yet have the address.
 */
export const nd: IdentitySource<'icmpv6', NdMessage> = {
  protocol: 'icmpv6',

  observe(message, context, sink) {
    if (context.ttl !== null && context.ttl !== ON_LINK_HOPS) return;
    if (message.kind === 'neighbor-advertisement') {
      claim(parseIp(message.target), message.targetLinkAddress, context, sink);
    } else if (message.kind !== 'redirect') {
      claim(context.srcIp, message.sourceLinkAddress, context, sink);
    }
    if (context.srcMac === null) return;
    const say = about({ mac: context.srcMac }, context, sink);
    if (message.kind === 'router-advertisement' && message.lifetimeSeconds > 0) {
      say('role', 'router', ADVERTISES, 'nd router advertisement');
    } else if (message.kind === 'neighbor-advertisement' && message.router) {
      say('role', 'router', ROUTER_FLAG, 'nd router flag');
    }
  },
};
