import { type Ip, parseIp } from '../../../base/ip.ts';
import type { NbnsMessage } from '../../../wire/dissect/names/nbns.ts';
import type { Context, IdentitySink, IdentitySource, Subject } from '../../sighting.ts';
import { about } from '../say.ts';
import { addressOf, isSender, isSiteAddress, speakerOf } from '../speaker.ts';
import { sayNetbiosName } from './netbios.ts';

const SELF = 0.9;
/** A name server's memory of somebody else. */
const BY_SERVER = 0.5;

/** NetBIOS name service: who registers or defends a name has it; a name server answers for others. */
export const nbns: IdentitySource<'nbns', NbnsMessage> = {
  protocol: 'nbns',

  observe(message, context, sink) {
    if (message.rcode !== 0) return;
    if (message.isResponse) {
      if (message.operation !== 'query') return;
      observeOwners(message, 'nbns query response', context, sink);
      observeStatus(message, context, sink);
    } else if (message.operation === 'registration' || message.operation === 'multihomed-registration') {
      observeOwners(message, 'nbns registration', context, sink);
    } else if (message.operation === 'refresh') {
      observeOwners(message, 'nbns refresh', context, sink);
    }
  },
};

function observeOwners(message: NbnsMessage, source: string, context: Context, sink: IdentitySink): void {
  for (const { name, owners } of message.names) {
    for (const { ip: text, group } of owners) {
      const ip = parseIp(text);
      if (ip === null) continue;
      const own = isSender(ip, context);
      const subject = own ? speakerOf(context, false) : ownerElsewhere(message, ip, context);
      if (subject === null) continue;
      sayNetbiosName(about(subject, context, sink), name, group, own ? SELF : BY_SERVER, source);
    }
  }
}

/** Only answers speak of others: a registration for another address is a host with several. */
function ownerElsewhere(message: NbnsMessage, ip: Ip, context: Context): Subject | null {
  return message.isResponse && isSiteAddress(ip) ? addressOf(ip, context) : null;
}

/** Status answers cross routers, so their names are the address's. */
function observeStatus(message: NbnsMessage, context: Context, sink: IdentitySink): void {
  const subject = addressOf(context.srcIp, context);
  if (message.status === null || subject === null) return;
  const say = about(subject, context, sink);
  for (const { name, group, active } of message.status.names) {
    if (active) sayNetbiosName(say, name, group, SELF, 'nbns node status');
  }
}
