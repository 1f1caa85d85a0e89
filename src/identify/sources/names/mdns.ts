import type { DnsMessage, DnsRecord } from '../../../wire/dissect/names/dns.ts';
import { splitName } from '../../../wire/dissect/names/domain-name.ts';
import type { Context, IdentitySink, IdentitySource } from '../../sighting.ts';
import { about, type Say, sayOnce } from '../say.ts';
import { addressOf, isSender, isSiteAddress, speakerOf } from '../speaker.ts';
import { readTxt, sayService } from './mdns-services.ts';
import { addressOfReverseName } from './reverse-name.ts';

const SELF = 0.9;
/** Made by a machine for machines: Chromecasts and others. */
const MACHINE_NAME = 0.4;
/** Said by the sender about an address that it did not send from. */
const OTHER_ADDRESS = 0.5;
/** Records without an address to check: a reflector or sleep proxy may speak for another host. */
const UNCHECKED = 0.5;
const UUID_NAME = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\./i;

/**
 * mDNS: hosts announce themselves, but sleep proxies and reflectors announce others. A record speaks of the
 * sender when its host name has the sender's address in the same message.
 */
export const mdns: IdentitySource<'mdns', DnsMessage> = {
  protocol: 'mdns',

  observe(message, context, sink) {
    // The answers of a query are what the asker already knows of others; a probe's authorities are its own.
    const records = message.isResponse ? joined(message.answers, message.additionals) : message.authorities;
    if (records.length === 0) return;
    const subject = speakerOf(context, true);
    if (subject === null) return;
    const say = about(subject, context, sink);
    const own = sayHostNames(records, say, context, sink);
    if (!message.isResponse) return;
    if (own.size > 0) sayServices(records, own, 1, say);
    else if (!records.some(({ data }) => data.kind === 'address')) sayServices(records, own, UNCHECKED, say);
  },
};

function joined(answers: readonly DnsRecord[], additionals: readonly DnsRecord[]): readonly DnsRecord[] {
  return additionals.length === 0 ? answers : [...answers, ...additionals];
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Says the names; gives those with the sender's address, in lower case. */
function sayHostNames(
  records: readonly DnsRecord[],
  say: Say,
  context: Context,
  sink: IdentitySink,
): ReadonlySet<string> {
  let own: Set<string> | null = null;
  for (const { name, data } of records) {
    if (data.kind === 'address' && isSender(data.ip, context)) {
      own ??= new Set();
      own.add(name.toLowerCase());
      say('name', name, UUID_NAME.test(name) ? MACHINE_NAME : SELF, 'mdns address record');
    } else if (data.kind === 'name' && isSender(addressOfReverseName(name), context)) {
      say('name', data.name, SELF, 'mdns reverse record');
    }
  }
  for (const { name, data } of records) {
    if (data.kind !== 'address' || !isSiteAddress(data.ip) || own?.has(name.toLowerCase())) continue;
    const subject = addressOf(data.ip, context);
    if (subject === null) continue;
    sayOnce(subject, context, sink, 'name', name, OTHER_ADDRESS, 'mdns address record of another');
  }
  if (own === null) return NO_NAMES;
  for (const { name, data } of records) {
    if (data.kind === 'hinfo' && own.has(name.toLowerCase()))
      say('os', data.os, 0.6, 'mdns host information');
  }
  return own;
}

function sayServices(records: readonly DnsRecord[], own: ReadonlySet<string>, trust: number, say: Say): void {
  /** Instances that run on another host than the sender. */
  const elsewhere = new Set<string>();
  for (const { name, data } of records) {
    if (data.kind !== 'srv') continue;
    if (own.size > 0 && !own.has(data.target.toLowerCase())) {
      elsewhere.add(name.toLowerCase());
      continue;
    }
    const instance = readInstance(name);
    if (instance === null) continue;
    say('service', `${instance.service}/${data.port}`, SELF * trust, 'mdns service record');
    if (!records.some((record) => record.name === name && record.data.kind === 'txt')) {
      sayService(say, instance.service, new Map(), trust);
    }
  }
  for (const { name, data } of records) {
    if (data.kind !== 'txt' || elsewhere.has(name.toLowerCase())) continue;
    const instance = readInstance(name);
    if (instance !== null) sayService(say, instance.service, readTxt(data.strings), trust);
  }
}

/** `Name._service._tcp.domain` (RFC 6763 §4.1); `null` when the name is none. */
function readInstance(name: string): { readonly service: string } | null {
  const [instance, service, transport] = splitName(name);
  if (instance === undefined || (transport !== '_tcp' && transport !== '_udp')) return null;
  return service.startsWith('_') ? { service: service.slice(1) } : null;
}
