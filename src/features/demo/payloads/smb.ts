/** SMB 3.1.1 ([MS-SMB2]): the negotiation in clear, everything after it encrypted. */
import { concat, u16 } from '../../../wire/build/index.ts';
import type { Random } from '../random.ts';
import { le16, le32 } from './encoding.ts';

/** Direct TCP transport: a zero byte and 24 bits of length (2.1). */
const framed = (message: Uint8Array) => concat([0, message.length >> 16], u16(message.length), message);

/** Synchronous header of a NEGOTIATE (2.2.1.2); `flags` 1 is a response. */
const header = (flags: number) =>
  concat(
    [0xfe],
    'SMB',
    le16(64),
    le16(0),
    le32(0),
    le16(0),
    le16(1),
    le32(flags),
    le32(0),
    le32(0),
    le32(0),
    le32(0xfeff),
    le32(0),
    new Uint8Array(8),
    new Uint8Array(16),
  );

const padded8 = (bytes: Uint8Array) => concat(bytes, new Uint8Array((8 - (bytes.length % 8)) % 8));

/** Negotiate contexts (2.2.3.1): SHA-512 integrity and AES-128-GCM. */
function contexts(random: Random, ciphers: readonly number[]): Uint8Array {
  const one = (type: number, data: Uint8Array) => concat(le16(type), le16(data.length), le32(0), data);
  return concat(
    padded8(one(1, concat(le16(1), le16(32), le16(1), random.noise(32)))),
    one(2, concat(le16(ciphers.length), ...ciphers.map(le16))),
  );
}

export function smbNegotiate(random: Random): Uint8Array {
  const dialects = [0x0202, 0x0210, 0x0300, 0x0302, 0x0311].flatMap(le16);
  // The contexts begin at a multiple of eight from the header: 64 + 36 + 10, then 2 of padding.
  const body = concat(
    le16(36),
    le16(5),
    le16(1),
    le16(0),
    le32(0x7f),
    random.noise(16),
    le32(112),
    le16(2),
    le16(0),
    dialects,
    [0, 0],
  );
  return framed(concat(header(0), body, contexts(random, [2, 1])));
}

export function smbNegotiated(random: Random): Uint8Array {
  const body = concat(
    le16(65),
    le16(1),
    le16(0x0311),
    le16(2),
    random.noise(16),
    le32(0x2f),
    le32(0x80_0000),
    le32(0x80_0000),
    le32(0x80_0000),
    // 2026-11-20 in units of 100 ns since 1601, and no boot time.
    le32(0x3d5c_8000),
    le32(0x01dd_0000),
    new Uint8Array(8),
    le16(128),
    le16(0),
    le32(128),
  );
  return framed(concat(header(1), body, contexts(random, [2])));
}

/** One encrypted message (2.2.41) around `length` bytes. */
export function smbEncrypted(random: Random, session: number, length: number): Uint8Array {
  return framed(
    concat(
      [0xfd],
      'SMB',
      random.noise(16),
      random.noise(11),
      new Uint8Array(5),
      le32(length),
      le16(0),
      le16(1),
      le32(session),
      le32(0),
      random.noise(length),
    ),
  );
}
