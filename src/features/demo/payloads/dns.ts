/** DNS (RFC 1035), and its uses over multicast: mDNS (RFC 6762, 6763), LLMNR (RFC 4795). */
import { type Bytes, concat, ip, u16, u32 } from '../../../wire/build/index.ts';

export const TYPE = { a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33 } as const;
/** Class IN; over mDNS with the bit that replaces older records. */
const IN = 1;
const CACHE_FLUSH = 0x8000;

export interface DnsRecordFields {
  readonly name: string;
  readonly type: number;
  readonly data: Bytes;
  readonly ttlSeconds?: number;
  /** mDNS: this record is the sender's alone. */
  readonly unique?: boolean;
}

export function encodeName(name: string): Uint8Array {
  const labels = name.split('.').filter((label) => label !== '');
  return concat(...labels.flatMap((label) => [[new TextEncoder().encode(label).length], label]), [0]);
}

const question = (name: string, type: number) => concat(encodeName(name), u16(type), u16(IN));

function record({ name, type, data, ttlSeconds = 300, unique = false }: DnsRecordFields): Uint8Array {
  const bytes = concat(data);
  return concat(
    encodeName(name),
    u16(type),
    u16(IN | (unique ? CACHE_FLUSH : 0)),
    u32(ttlSeconds),
    u16(bytes.length),
    bytes,
  );
}

/** A question for one record; recursion desired, except over multicast. */
export function dnsQuery(id: number, name: string, type: number, multicast = false): Uint8Array {
  return concat(u16(id), u16(multicast ? 0 : 0x0100), u16(1), u16(0), u16(0), u16(0), question(name, type));
}

export interface DnsAnswer {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  readonly answers: readonly DnsRecordFields[];
  readonly flags?: number;
}

/** No answers: the name does not exist. */
export function dnsResponse({ id, name, type, answers, flags }: DnsAnswer): Uint8Array {
  const code = answers.length === 0 ? 3 : 0;
  return concat(
    u16(id),
    u16(flags ?? 0x8180 | code),
    u16(1),
    u16(answers.length),
    u16(0),
    u16(0),
    question(name, type),
    ...answers.map(record),
  );
}

/** What a host announces on joining. */
export function mdnsAnnouncement(answers: readonly DnsRecordFields[]): Uint8Array {
  return concat(u16(0), u16(0x8400), u16(0), u16(answers.length), u16(0), u16(0), ...answers.map(record));
}

export const addressRecord = (name: string, address: string, unique = false): DnsRecordFields => ({
  name,
  type: address.includes(':') ? TYPE.aaaa : TYPE.a,
  data: ip(address),
  unique,
  ttlSeconds: unique ? 120 : 300,
});

/** A service of a host (RFC 6763): where it is listed, where it is, what it says of itself. */
export function serviceRecords(
  instance: string,
  service: string,
  host: string,
  port: number,
  text: readonly string[],
): DnsRecordFields[] {
  const type = `${service}.local`;
  const name = `${instance}.${type}`;
  const strings = text.length === 0 ? [''] : text;
  return [
    { name: type, type: TYPE.ptr, data: encodeName(name), ttlSeconds: 4500 },
    {
      name,
      type: TYPE.srv,
      data: concat(u16(0), u16(0), u16(port), encodeName(`${host}.local`)),
      ttlSeconds: 120,
      unique: true,
    },
    {
      name,
      type: TYPE.txt,
      data: concat(...strings.flatMap((each) => [[new TextEncoder().encode(each).length], each])),
      ttlSeconds: 4500,
      unique: true,
    },
  ];
}
