import { isHostIpv4 } from '../../../base/ip-ranges.ts';
import { isGroupMac } from '../../../base/mac.ts';
import type { ArpMessage } from '../../../wire/dissect/link/arp.ts';
import type { IdentitySource } from '../../sighting.ts';

/**
 * ARP: the sender says which address is its own, in requests and replies alike (RFC 826).
 * No claim from probes (RFC 5227: the address is not yet used), from RARP (it is the server's business to
 * say so), nor when another interface sent the frame: a proxy or a relay speaks for somebody else there. Of plain files the
 * kernel hears the same by itself (flows/kernel/fold.as).
 */
export const arp: IdentitySource<'arp', ArpMessage> = {
  protocol: 'arp',

  observe(message, context, sink) {
    if (message.operation !== 'request' && message.operation !== 'reply') return;
    const mac = message.senderMac;
    const word = message.senderIp;
    if (!isHostIpv4(word) || mac === 0 || isGroupMac(mac)) return;
    if (context.srcMac !== null && context.srcMac !== mac) return;
    const ip = { version: 4, w0: word, w1: 0, w2: 0, w3: 0 };
    sink.claim({ mac, ip, vlan: context.vlan, source: 'arp', at: context.at, packet: context.packet });
  },
};
