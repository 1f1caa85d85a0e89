import { ipv4At } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { begins } from '../signature.ts';
import { zeroTerminated } from '../text.ts';
import { CUT, MALFORMED } from './domain-name.ts';
import { type NetbiosName, readNetbiosName } from './netbios-name.ts';

/** RFC 1002 §4.4.1: the header of direct unique, direct group and broadcast datagrams. */
const HEADER_BYTES = 14;
const DIRECT_UNIQUE = 0x10;
const BROADCAST = 0x12;
/** Flags: this is the first fragment. */
const FIRST = 0x02;

/** [MS-CIFS] 2.2.3.1 and 2.2.4.33: an SMB header, then the words of a transaction. */
const SMB_HEADER_BYTES = 32;
const SMB_MAGIC = 0xff53_4d42;
const SMB_TRANSACTION = 0x25;
const TRANSACTION_WORDS = 14;

/** [MS-BRWS] 2.2: opcodes with the name of who sends them. */
const HOST_ANNOUNCEMENT = 1;
const ELECTION = 8;
const DOMAIN_ANNOUNCEMENT = 12;
const LOCAL_MASTER_ANNOUNCEMENT = 15;

/** Bits of the server type ([MS-BRWS] 2.2.1, [MS-SRVS] 2.2.2.7) that tell what a host is. */
export const SERVER_TYPE = {
  domainController: 0x0000_0008,
  backupDomainController: 0x0000_0010,
  unix: 0x0000_0800,
  ntWorkstation: 0x0000_1000,
  ntServer: 0x0000_8000,
} as const;

/** NetBIOS datagram (RFC 1002 §4.4), with the browser message it may carry. */
export interface BrowserMessage {
  /** Sent to a group or to everybody. */
  readonly group: boolean;
  /** The sender by its own account: differs from the IP header when a server distributes the datagram. */
  readonly sourceAddress: string;
  readonly sourceName: NetbiosName;
  readonly destinationName: NetbiosName;
  /** `null`: something else, or a kind without a name. */
  readonly announcement: BrowserAnnouncement | null;
}

export interface BrowserAnnouncement {
  /** `domain` is sent by the master browser: its `comment` is the master's own name. */
  readonly kind: 'host' | 'local-master' | 'domain' | 'election';
  /** The host, or for `domain` the workgroup. */
  readonly name: string;
  /** As announced, `10.0`; `null` in elections and for domains. */
  readonly osVersion: string | null;
  /** Bits of SERVER_TYPE and others, uint32; `null` in elections. */
  readonly serverType: number | null;
  /** What somebody wrote as the host's description; `null` when empty or cut off. */
  readonly comment: string | null;
}

/** NetBIOS datagrams. Recognised on any port by their two encoded names. */
export const browser: Dissector<'nbdgm', BrowserMessage> = {
  protocol: 'nbdgm',
  over: { udp: [138] },
  begins: [begins(13, '..204...'), begins(13, '..2050..')],
  detect: (frame, at, end) => readMessage(frame, at, end) !== null,
  read: readMessage,
};

function readMessage(frame: DataView, at: number, end: number): BrowserMessage | null {
  if (at + HEADER_BYTES > end) return null;
  const type = frame.getUint8(at);
  if (type < DIRECT_UNIQUE || type > BROADCAST) return null;
  // Compression has no place here: with `at` as the base a pointer must lead into the first name.
  const source = readNetbiosName(frame, at, at + HEADER_BYTES, end);
  if (source === CUT || source === MALFORMED) return null;
  const destination = readNetbiosName(frame, at, source.next, end);
  if (destination === CUT || destination === MALFORMED) return null;
  const first = (frame.getUint8(at + 1) & FIRST) !== 0 && frame.getUint16(at + 12) === 0;
  return {
    group: type !== DIRECT_UNIQUE,
    sourceAddress: ipv4At(frame, at + 4),
    sourceName: source.name,
    destinationName: destination.name,
    announcement: first ? readMailslot(frame, destination.next, end) : null,
  };
}

/** A write to the browser's mailslot ([MS-MAIL] 2.2.1): an SMB transaction with name and data. */
function readMailslot(frame: DataView, smb: number, end: number): BrowserAnnouncement | null {
  const words = smb + SMB_HEADER_BYTES + 1;
  if (words + 2 * TRANSACTION_WORDS > end) return null;
  if (frame.getUint32(smb) !== SMB_MAGIC || frame.getUint8(smb + 4) !== SMB_TRANSACTION) return null;
  const wordCount = frame.getUint8(words - 1);
  if (wordCount < TRANSACTION_WORDS) return null;
  const name = words + 2 * wordCount + 2;
  if (name >= end || zeroTerminated(frame, name, end).toUpperCase() !== '\\MAILSLOT\\BROWSE') return null;
  const data = smb + frame.getUint16(words + 24, true);
  const dataEnd = Math.min(end, data + frame.getUint16(words + 22, true));
  return data > name ? readAnnouncement(frame, data, dataEnd) : null;
}

/** [MS-BRWS] 2.2.1, 2.2.3, 2.2.6, 2.2.10. Numbers are little-endian. */
function readAnnouncement(frame: DataView, at: number, end: number): BrowserAnnouncement | null {
  const opcode = at < end ? frame.getUint8(at) : 0;
  if (opcode === ELECTION) {
    if (at + 15 > end) return null;
    const name = zeroTerminated(frame, at + 14, end);
    return name === '' ? null : { kind: 'election', name, osVersion: null, serverType: null, comment: null };
  }
  const kind = announcementKind(opcode);
  if (kind === null || at + 32 > end) return null;
  return {
    kind,
    name: zeroTerminated(frame, at + 6, at + 22),
    osVersion: kind === 'domain' ? null : `${frame.getUint8(at + 22)}.${frame.getUint8(at + 23)}`,
    serverType: frame.getUint32(at + 24, true),
    comment: zeroTerminated(frame, at + 32, end) || null,
  };
}

function announcementKind(opcode: number): 'host' | 'local-master' | 'domain' | null {
  if (opcode === HOST_ANNOUNCEMENT) return 'host';
  if (opcode === LOCAL_MASTER_ANNOUNCEMENT) return 'local-master';
  return opcode === DOMAIN_ANNOUNCEMENT ? 'domain' : null;
}
