import type { Ip } from '../../../base/ip.ts';
import { ipAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { begins } from '../signature.ts';
import { printable } from '../text.ts';
import { CUT, MALFORMED, readName } from './domain-name.ts';

const HEADER_BYTES = 12;
/** Questions and records of one message that are read; a full UDP datagram of real records holds fewer. */
const MAX_ENTRIES = 1024;

/** RFC 1002 §4.2.1.2. */
const NETBIOS_NB = 0x20;

/** Types whose data is decoded (IANA DNS parameters), and OPT. */
export const DNS_TYPE = {
  a: 1,
  ns: 2,
  cname: 5,
  ptr: 12,
  hinfo: 13,
  txt: 16,
  aaaa: 28,
  srv: 33,
  opt: 41,
} as const;

/** A DNS message (RFC 1035 §4); mDNS (RFC 6762) and LLMNR (RFC 4795) have the same form. */
export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  /** LLMNR: the conflict bit. */
  readonly authoritative: boolean;
  readonly truncated: boolean;
  /** LLMNR: the tentative bit. */
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  /** Response code of the header, without the extension of OPT. */
  readonly rcode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
  /** Every question and record that the header counts was read; else the lists hold those before the break. */
  readonly whole: boolean;
}

export interface DnsQuestion {
  /** As domain-name.ts writes it: no trailing dot, `''` for the root. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** mDNS: the asker wants a unicast answer (RFC 6762 §5.4). */
  readonly unicastResponse: boolean;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  /** For OPT, what its field means: the sender's payload size. */
  readonly class: number;
  /** mDNS: the sender is the only one with records of this name and type (RFC 6762 §10.2). */
  readonly cacheFlush: boolean;
  readonly ttlSeconds: number;
  readonly data: DnsData;
}

/** `other`: a type that is not decoded here, or data that contradicts its type. */
export type DnsData =
  | { readonly kind: 'address'; readonly ip: Ip }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'srv';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | { readonly kind: 'txt'; readonly strings: readonly string[] }
  | { readonly kind: 'hinfo'; readonly cpu: string; readonly os: string }
  | { readonly kind: 'other'; readonly sizeBytes: number };

/** DNS over UDP. Recognised on any port: the whole payload must be one sensible message. */
export const dns: Dissector<'dns', DnsMessage> = {
  protocol: 'dns',
  over: { udp: [53] },
  // One question.
  begins: [begins(2, '....0001')],
  detect: looksLikeDns,
  read: (frame, at, end) => readMessage(frame, at, end, false),
};

/** Multicast DNS. By its bytes it is DNS; only the port tells. */
export const mdns: Dissector<'mdns', DnsMessage> = {
  protocol: 'mdns',
  over: { udp: [5353] },
  begins: [],
  detect: () => false,
  read: (frame, at, end) => readMessage(frame, at, end, true),
};

/** Link-local multicast name resolution. By its bytes it is DNS; only the port tells. */
export const llmnr: Dissector<'llmnr', DnsMessage> = {
  protocol: 'llmnr',
  over: { udp: [5355] },
  begins: [],
  detect: () => false,
  read: (frame, at, end) => readMessage(frame, at, end, false),
};

/** Where reading stands in the entries of one message. */
interface Cursor {
  at: number;
  left: number;
  whole: boolean;
}

function readMessage(frame: DataView, at: number, end: number, multicast: boolean): DnsMessage | null {
  if (at + HEADER_BYTES > end) return null;
  const flags = frame.getUint16(at + 2);
  const cursor: Cursor = { at: at + HEADER_BYTES, left: MAX_ENTRIES, whole: true };
  const questions: DnsQuestion[] = [];
  const questionCount = frame.getUint16(at + 4);
  for (let i = 0; i < questionCount && cursor.whole; i++) {
    const question = readQuestion(frame, at, end, cursor, multicast);
    if (question === null) cursor.whole = false;
    else questions.push(question);
  }
  const answers = readSection(frame, at, end, cursor, frame.getUint16(at + 6), multicast);
  const authorities = readSection(frame, at, end, cursor, frame.getUint16(at + 8), multicast);
  const additionals = readSection(frame, at, end, cursor, frame.getUint16(at + 10), multicast);
  if (!cursor.whole && cursor.left === MAX_ENTRIES) return null; // not even one entry: something else
  return {
    id: frame.getUint16(at),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >>> 11) & 15,
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    rcode: flags & 15,
    questions,
    answers,
    authorities,
    additionals,
    whole: cursor.whole,
  };
}

/** The question at the cursor, which it moves behind it; `null` when it is cut or malformed. */
function readQuestion(
  frame: DataView,
  base: number,
  end: number,
  cursor: Cursor,
  multicast: boolean,
): DnsQuestion | null {
  const read = readName(frame, base, cursor.at, end);
  if (read === CUT || read === MALFORMED || read.next + 4 > end || cursor.left === 0) return null;
  cursor.left--;
  const classField = frame.getUint16(read.next + 2);
  cursor.at = read.next + 4;
  return {
    name: read.name,
    type: frame.getUint16(read.next),
    class: multicast ? classField & 0x7fff : classField,
    unicastResponse: multicast && classField >= 0x8000,
  };
}

function readSection(
  frame: DataView,
  base: number,
  end: number,
  cursor: Cursor,
  count: number,
  multicast: boolean,
): DnsRecord[] {
  const records: DnsRecord[] = [];
  for (let i = 0; i < count && cursor.whole; i++) {
    const record = readRecord(frame, base, end, cursor, multicast);
    if (record === null) cursor.whole = false;
    else records.push(record);
  }
  return records;
}

/** The record at the cursor, which it moves behind it; `null` when the record is cut or malformed. */
function readRecord(
  frame: DataView,
  base: number,
  end: number,
  cursor: Cursor,
  multicast: boolean,
): DnsRecord | null {
  const read = readName(frame, base, cursor.at, end);
  if (read === CUT || read === MALFORMED || cursor.left === 0) return null;
  const fixed = read.next;
  if (fixed + 10 > end) return null;
  const type = frame.getUint16(fixed);
  const classField = frame.getUint16(fixed + 2);
  const dataAt = fixed + 10;
  const dataEnd = dataAt + frame.getUint16(fixed + 8);
  if (dataEnd > end) return null;
  cursor.at = dataEnd;
  cursor.left--;
  const flagged = multicast && type !== DNS_TYPE.opt;
  return {
    name: read.name,
    type,
    class: flagged ? classField & 0x7fff : classField,
    cacheFlush: flagged && classField >= 0x8000,
    ttlSeconds: frame.getUint32(fixed + 4),
    data: readData(frame, base, dataAt, dataEnd, type) ?? { kind: 'other', sizeBytes: dataEnd - dataAt },
  };
}

function readData(frame: DataView, base: number, at: number, end: number, type: number): DnsData | null {
  switch (type) {
    case DNS_TYPE.a:
      return end - at === 4 ? { kind: 'address', ip: ipAt(frame, at, 4) } : null;
    case DNS_TYPE.aaaa:
      return end - at === 16 ? { kind: 'address', ip: ipAt(frame, at, 6) } : null;
    case DNS_TYPE.ns:
    case DNS_TYPE.cname:
    case DNS_TYPE.ptr: {
      const name = wholeName(frame, base, at, end);
      return name === null ? null : { kind: 'name', name };
    }
    case DNS_TYPE.srv: {
      const target = at + 6 < end ? wholeName(frame, base, at + 6, end) : null;
      if (target === null) return null;
      return {
        kind: 'srv',
        priority: frame.getUint16(at),
        weight: frame.getUint16(at + 2),
        port: frame.getUint16(at + 4),
        target,
      };
    }
    case DNS_TYPE.txt: {
      const strings = readStrings(frame, at, end);
      return strings === null ? null : { kind: 'txt', strings };
    }
    case DNS_TYPE.hinfo: {
      const strings = readStrings(frame, at, end);
      return strings?.length === 2 ? { kind: 'hinfo', cpu: strings[0], os: strings[1] } : null;
    }
    default:
      return null;
  }
}

/** A name that fills `[at, end)` to the last byte, or `null`. */
function wholeName(frame: DataView, base: number, at: number, end: number): string | null {
  const read = readName(frame, base, at, end);
  return read === CUT || read === MALFORMED || read.next !== end ? null : read.name;
}

/** Character strings (RFC 1035 §3.3) that fill `[at, end)`, or `null`. */
function readStrings(frame: DataView, at: number, end: number): string[] | null {
  const strings: string[] = [];
  for (let position = at; position < end; ) {
    const next = position + 1 + frame.getUint8(position);
    if (next > end) return null;
    strings.push(printable(frame, position + 1, next));
    position = next;
  }
  return strings;
}

/** An opcode in use (RFC 1035, 1996, 2136), no reserved bit, few entries, and nothing left over. */
function looksLikeDns(frame: DataView, at: number, end: number): boolean {
  if (at + HEADER_BYTES + 5 > end) return false;
  const flags = frame.getUint16(at + 2);
  const opcode = (flags >>> 11) & 15;
  if ((flags & 0x0040) !== 0 || (opcode !== 0 && opcode !== 4 && opcode !== 5)) return false;
  if (frame.getUint16(at + 4) !== 1) return false;
  for (let field = at + 6; field < at + HEADER_BYTES; field += 2) {
    if (frame.getUint16(field) > 255) return false;
  }
  const cursor: Cursor = { at: at + HEADER_BYTES, left: MAX_ENTRIES, whole: true };
  const question = readQuestion(frame, at, end, cursor, false);
  if (question === null) return false;
  // NetBIOS questions have the same form: type NB, which DNS does not use, or a name of 32 letters A…P.
  if (question.type === NETBIOS_NB || /^[A-P]{32}(\.|$)/.test(question.name)) return false;
  for (let field = at + 6; field < at + HEADER_BYTES; field += 2) {
    readSection(frame, at, end, cursor, frame.getUint16(field), false);
  }
  return cursor.whole && cursor.at === end;
}
