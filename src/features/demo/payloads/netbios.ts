/** NetBIOS names and datagrams (RFC 1001, 1002) and the browser announcements in them ([MS-BRWS]). */
import { type Bytes, concat, ip, u16, u32 } from '../../../wire/build/index.ts';
import { fixedText, le16, le32 } from './encoding.ts';

export const WORKSTATION = 0x00;
export const MASTER_BROWSER = 0x1d;
export const SERVER = 0x20;
const NB = 0x20;
const IN = 1;

/** First-level encoding (RFC 1001 §14.1): fifteen characters and the suffix, half a byte to a letter. */
export function encodeNetbiosName(name: string, suffix: number): Uint8Array {
  const bytes = concat(name.toUpperCase().slice(0, 15).padEnd(15, ' '), [suffix]);
  const letters = [...bytes].flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 15)]);
  return concat([32], letters, [0]);
}

/** Broadcast registration of a unique name for an address. */
export function nameRegistration(id: number, name: string, suffix: number, address: string): Uint8Array {
  return concat(
    u16(id),
    u16(0x2910),
    u16(1),
    u16(0),
    u16(0),
    u16(1),
    encodeNetbiosName(name, suffix),
    u16(NB),
    u16(IN),
    u16(0xc00c),
    u16(NB),
    u16(IN),
    u32(300_000),
    u16(6),
    u16(0),
    ip(address),
  );
}

export function nameQuery(id: number, name: string, suffix: number): Uint8Array {
  return concat(
    u16(id),
    u16(0x0110),
    u16(1),
    u16(0),
    u16(0),
    u16(0),
    encodeNetbiosName(name, suffix),
    u16(NB),
    u16(IN),
  );
}

/** Server types of [MS-BRWS] 2.2.2. */
export const SERVER_TYPE = {
  workstation: 0x1,
  server: 0x2,
  domainController: 0x8,
  printQueue: 0x200,
  unix: 0x800,
  ntWorkstation: 0x1000,
  ntServer: 0x8000,
} as const;

export interface Announcement {
  readonly id: number;
  readonly address: string;
  readonly name: string;
  readonly domain: string;
  readonly serverType: number;
  readonly version: readonly [major: number, minor: number];
  readonly comment: string;
}

/** A host announcement to the master browser of the domain, in a datagram to the whole subnet. */
export function hostAnnouncement(fields: Announcement): Uint8Array {
  const frame = concat(
    [1, 0],
    le32(720_000),
    fixedText(fields.name.toUpperCase(), 15),
    [0],
    [...fields.version],
    le32(fields.serverType),
    [15, 1],
    le16(0xaa55),
    fields.comment,
    [0],
  );
  const body = concat(
    encodeNetbiosName(fields.name, SERVER),
    encodeNetbiosName(fields.domain, MASTER_BROWSER),
    mailslot(frame),
  );
  return concat([0x11, 0x0a], u16(fields.id), ip(fields.address), u16(138), u16(body.length), u16(0), body);
}

/** SMB transaction to \MAILSLOT\BROWSE ([MS-CIFS] 2.2.4.33). */
function mailslot(data: Bytes): Uint8Array {
  const name = '\\MAILSLOT\\BROWSE\0';
  const size = concat(data).length;
  // Header, word count, seventeen words, byte count, name.
  const dataOffset = 32 + 1 + 34 + 2 + name.length;
  return concat(
    [0xff],
    'SMB',
    [0x25],
    new Uint8Array(27),
    [17],
    le16(0),
    le16(size),
    le16(0),
    le16(0),
    [0, 0],
    le16(0),
    le32(1000),
    le16(0),
    le16(0),
    le16(0),
    le16(size),
    le16(dataOffset),
    [3, 0],
    le16(1),
    le16(1),
    le16(2),
    le16(size + name.length),
    name,
    data,
  );
}
