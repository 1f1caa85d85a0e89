/** Kerberos (RFC 4120) and LDAP (RFC 4511), as a Windows client uses them when somebody logs on. */
import { type Bytes, concat, u32 } from '../../../wire/build/index.ts';
import type { Random } from '../random.ts';
import { ber, berInteger, berText, sequence } from './encoding.ts';

const GENERAL_STRING = 0x1b;
const context = (tag: number, ...content: Bytes[]) => ber(0xa0 | tag, ...content);
const application = (tag: number, ...content: Bytes[]) => ber(0x60 | tag, ...content);

/** `type` 1 is a principal, 2 a service instance (§6.2). */
const principal = (type: number, ...parts: string[]) =>
  sequence(
    context(0, berInteger(type)),
    context(1, sequence(...parts.map((part) => berText(part, GENERAL_STRING)))),
  );
const encrypted = (random: Random, length: number) =>
  sequence(context(0, berInteger(18)), context(1, berInteger(2)), context(2, ber(4, random.noise(length))));
/** Over TCP every message has its length before it (§7.2.2). */
const framed = (message: Uint8Array) => concat(u32(message.length), message);

export function kerberosRequest(random: Random, user: string, realm: string): Uint8Array {
  const body = sequence(
    context(0, ber(3, [0], u32(0x4081_0010))),
    context(1, principal(1, user)),
    context(2, berText(realm, GENERAL_STRING)),
    context(3, principal(2, 'krbtgt', realm)),
    context(5, berText('20370913024805Z', 0x18)),
    context(7, berInteger(random.next() >>> 1)),
    context(8, sequence(berInteger(18), berInteger(17), berInteger(23))),
  );
  return framed(
    application(10, sequence(context(1, berInteger(5)), context(2, berInteger(10)), context(4, body))),
  );
}

export function kerberosReply(random: Random, user: string, realm: string): Uint8Array {
  const ticket = application(
    1,
    sequence(
      context(0, berInteger(5)),
      context(1, berText(realm, GENERAL_STRING)),
      context(2, principal(2, 'krbtgt', realm)),
      context(3, encrypted(random, 980)),
    ),
  );
  return framed(
    application(
      11,
      sequence(
        context(0, berInteger(5)),
        context(1, berInteger(11)),
        context(3, berText(realm, GENERAL_STRING)),
        context(4, principal(1, user)),
        context(5, ticket),
        context(6, encrypted(random, 290)),
      ),
    ),
  );
}

const ldapMessage = (id: number, operation: Uint8Array) => sequence(berInteger(id), operation);
const enumerated = (value: number) => ber(10, [value]);
const result = (tag: number) => application(tag, enumerated(0), berText(''), berText(''));

/** Anonymous bind. */
export const ldapBind = (id: number): Uint8Array =>
  ldapMessage(id, application(0, berInteger(3), berText(''), ber(0x80)));
export const ldapBound = (id: number): Uint8Array => ldapMessage(id, result(1));

/** The root DSE: what a client asks first. */
export const ldapSearch = (id: number): Uint8Array =>
  ldapMessage(
    id,
    application(
      3,
      berText(''),
      enumerated(0),
      enumerated(0),
      berInteger(0),
      berInteger(120),
      ber(1, [0]),
      ber(0x87, 'objectClass'),
      sequence(berText('defaultNamingContext'), berText('dnsHostName')),
    ),
  );

export function ldapFound(id: number, values: Readonly<Record<string, string>>): Uint8Array {
  const attributes = Object.entries(values).map(([name, value]) =>
    sequence(berText(name), ber(0x31, berText(value))),
  );
  const entry = ldapMessage(id, application(4, berText(''), sequence(...attributes)));
  return concat(entry, ldapMessage(id, result(5)));
}

export const ldapUnbind = (id: number): Uint8Array => ldapMessage(id, ber(0x42));
