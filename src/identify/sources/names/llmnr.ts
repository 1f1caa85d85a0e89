import type { DnsMessage } from '../../../wire/dissect/names/dns.ts';
import type { IdentitySource } from '../../sighting.ts';
import { about } from '../say.ts';
import { isSender, speakerOf } from '../speaker.ts';
import { addressOfReverseName } from './reverse-name.ts';

const SELF = 0.7;
const RESPONDER_PORT = 5355;
/** Names of services that Windows looks for: only spoofing tools answer to them. */
const NO_HOST = new Set(['wpad', 'isatap', 'localhost']);

/** LLMNR: a responder answers for its own names only (RFC 4795 §2.3), with its own address. */
export const llmnr: IdentitySource<'llmnr', DnsMessage> = {
  protocol: 'llmnr',

  observe(message, context, sink) {
    const tentative = message.recursionDesired; // the T bit: the name is not yet known to be unique
    if (!message.isResponse || context.srcPort !== RESPONDER_PORT || message.rcode !== 0 || tentative) return;
    const subject = speakerOf(context, true);
    if (subject === null) return;
    const say = about(subject, context, sink);
    for (const { name, data } of message.answers) {
      if (data.kind === 'address' && isSender(data.ip, context) && !NO_HOST.has(name.toLowerCase())) {
        say('name', name, SELF, 'llmnr response');
      } else if (data.kind === 'name' && isSender(addressOfReverseName(name), context)) {
        say('name', data.name, SELF, 'llmnr reverse response');
      }
    }
  },
};
