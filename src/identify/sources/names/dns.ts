import type { DnsMessage } from '../../../wire/dissect/names/dns.ts';
import type { IdentitySource } from '../../sighting.ts';
import { sayOnce } from '../say.ts';
import { addressOf, isSiteAddress } from '../speaker.ts';
import { addressOfReverseName } from './reverse-name.ts';

const SERVER_AT_WORK = 0.9;
/** Names people gave to addresses, perhaps long ago, perhaps of a service and not of its host. */
const REVERSE = 0.5;
const FORWARD = 0.4;
const SERVER_PORT = 53;

/** DNS: whoever answers is a server; its answers name other hosts, of which only those of the site count. */
export const dns: IdentitySource<'dns', DnsMessage> = {
  protocol: 'dns',

  observe(message, context, sink) {
    if (!message.isResponse || context.srcPort !== SERVER_PORT) return;
    const server = addressOf(context.srcIp, context);
    if (server !== null) {
      sayOnce(server, context, sink, 'role', 'dns-server', SERVER_AT_WORK, 'dns response');
    }
    for (const { name, data } of message.answers) {
      if (data.kind === 'address' && isSiteAddress(data.ip)) {
        const host = { ip: data.ip, vlan: context.vlan };
        sayOnce(host, context, sink, 'name', name, FORWARD, 'dns address record');
      } else if (data.kind === 'name') {
        const ip = addressOfReverseName(name);
        if (ip === null || !isSiteAddress(ip)) continue;
        const host = { ip, vlan: context.vlan };
        sayOnce(host, context, sink, 'name', data.name, REVERSE, 'dns reverse record');
      }
    }
  },
};
