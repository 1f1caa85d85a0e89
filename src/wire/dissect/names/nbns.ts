import type { Mac } from '../../../base/mac.ts';
import { ipv4At, macAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { begins } from '../signature.ts';
import { CUT, MALFORMED } from './domain-name.ts';
import { type NetbiosName, readNetbiosName, readPlainName } from './netbios-name.ts';

const HEADER_BYTES = 12;
/** Names in one node status answer: its count is one byte. Records of one message: one is usual. */
const MAX_RECORDS = 64;
const TYPE_NB = 0x20;
const TYPE_NBSTAT = 0x21;
const CLASS_IN = 1;

const OPERATIONS: readonly (NbnsOperation | undefined)[] = [
  'query',
  undefined,
  undefined,
  undefined,
  undefined,
  'registration',
  'release',
  'wack',
  'refresh',
  'refresh', // RFC 1002 says 8 in one place and 9 in another: both are seen
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  'multihomed-registration',
];

export type NbnsOperation =
  | 'query'
  | 'registration'
  | 'release'
  | 'wack'
  | 'refresh'
  | 'multihomed-registration';

/** NetBIOS name service message (RFC 1002 §4.2). */
export interface NbnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly operation: NbnsOperation;
  /** The B flag: sent to everybody, or about a name that is. */
  readonly broadcast: boolean;
  /** RFC 1002 §4.2.6: 0 is success; 3 in a query response says that the name is unknown. */
  readonly rcode: number;
  readonly question: { readonly name: NetbiosName; readonly type: 'NB' | 'NBSTAT' } | null;
  /** Names with addresses: what is registered, or what was asked for. */
  readonly names: readonly NbnsRecord[];
  /** Answer to a node status request; `null` in every other message. */
  readonly status: NbnsStatus | null;
  /** Every question and record that the header counts was read. */
  readonly whole: boolean;
}

export interface NbnsRecord {
  readonly name: NetbiosName;
  readonly ttlSeconds: number;
  readonly owners: readonly { readonly group: boolean; readonly ip: string }[];
}

export interface NbnsStatus {
  readonly names: readonly {
    readonly name: NetbiosName;
    readonly group: boolean;
    readonly active: boolean;
  }[];
  /** The unit id; `null` when it is zero (Samba) or cut off. */
  readonly mac: Mac | null;
}

export const nbns: Dissector<'nbns', NbnsMessage> = {
  protocol: 'nbns',
  over: { udp: [137] },
  begins: [begins(12, '204.....'), begins(12, '2050....')],
  /** A first name in the encoding of RFC 1001: 32 letters A…P. */
  detect: (frame, at, end) => {
    const message = readMessage(frame, at, end);
    if (message === null || !message.whole) return false;
    return message.question !== null || message.names.length > 0 || message.status !== null;
  },
  read: readMessage,
};

interface Draft {
  names: NbnsRecord[];
  status: NbnsStatus | null;
}

function readMessage(frame: DataView, at: number, end: number): NbnsMessage | null {
  if (at + HEADER_BYTES > end) return null;
  const flags = frame.getUint16(at + 2);
  const operation = OPERATIONS[(flags >>> 11) & 15];
  const questions = frame.getUint16(at + 4);
  if (operation === undefined || questions > 1) return null;
  let position = at + HEADER_BYTES;
  let question: NbnsMessage['question'] = null;
  let whole = true;
  if (questions === 1) {
    const read = readNetbiosName(frame, at, position, end);
    if (read === CUT || read === MALFORMED || read.next + 4 > end) return null;
    const type = frame.getUint16(read.next);
    if ((type !== TYPE_NB && type !== TYPE_NBSTAT) || frame.getUint16(read.next + 2) !== CLASS_IN)
      return null;
    question = { name: read.name, type: type === TYPE_NB ? 'NB' : 'NBSTAT' };
    position = read.next + 4;
  }
  const draft: Draft = { names: [], status: null };
  const records = frame.getUint16(at + 6) + frame.getUint16(at + 8) + frame.getUint16(at + 10);
  for (let i = 0; i < records && whole; i++) {
    const next = i < MAX_RECORDS ? readRecord(frame, at, position, end, draft) : -1;
    if (next < 0) whole = false;
    else position = next;
  }
  if (!whole && question === null && draft.names.length === 0 && draft.status === null) return null;
  return {
    id: frame.getUint16(at),
    isResponse: (flags & 0x8000) !== 0,
    operation,
    broadcast: (flags & 0x0010) !== 0,
    rcode: flags & 15,
    question,
    names: draft.names,
    status: draft.status,
    whole,
  };
}

/** Adds the record at `at` to `draft`. The place behind it, or -1 when it is cut or malformed. */
function readRecord(frame: DataView, base: number, at: number, end: number, draft: Draft): number {
  const read = readNetbiosName(frame, base, at, end);
  if (read === CUT || read === MALFORMED || read.next + 10 > end) return -1;
  const type = frame.getUint16(read.next);
  const dataAt = read.next + 10;
  const dataEnd = dataAt + frame.getUint16(read.next + 8);
  if (type === TYPE_NBSTAT) {
    draft.status = readStatus(frame, dataAt, Math.min(dataEnd, end));
    return dataEnd > end ? -1 : dataEnd;
  }
  if (dataEnd > end) return -1;
  if (type === TYPE_NB) {
    const ttlSeconds = frame.getUint32(read.next + 4);
    draft.names.push({ name: read.name, ttlSeconds, owners: readOwners(frame, dataAt, dataEnd) });
  }
  return dataEnd;
}

/** NB_FLAGS and NB_ADDRESS, again and again (RFC 1002 §4.2.13). */
function readOwners(frame: DataView, at: number, end: number): NbnsRecord['owners'] {
  const owners: { group: boolean; ip: string }[] = [];
  for (let position = at; position + 6 <= end; position += 6) {
    const group = (frame.getUint8(position) & 0x80) !== 0;
    owners.push({ group, ip: ipv4At(frame, position + 2) });
  }
  return owners;
}

/** NODE_NAME array and the unit id at the head of the statistics (RFC 1002 §4.2.18). */
function readStatus(frame: DataView, at: number, end: number): NbnsStatus {
  const count = at < end ? frame.getUint8(at) : 0;
  const names: { name: NetbiosName; group: boolean; active: boolean }[] = [];
  let position = at + 1;
  for (let i = 0; i < count && position + 18 <= end; i++, position += 18) {
    const flags = frame.getUint16(position + 16);
    const active = (flags & 0x0400) !== 0;
    names.push({ name: readPlainName(frame, position), group: (flags & 0x8000) !== 0, active });
  }
  const hasUnit = names.length === count && count > 0 && position + 6 <= end;
  const mac = hasUnit ? macAt(frame, position) : 0;
  return { names, mac: mac === 0 ? null : mac };
}
