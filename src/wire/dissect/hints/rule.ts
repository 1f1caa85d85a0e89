import type { Signatures } from '../signature.ts';

/** The bytes contradict the protocol. */
export const NO = 0;
/** The bytes say nothing either way (encrypted, or from the middle of a stream): the port decides. */
export const OPEN = 1;
/** The bytes agree with what the port led to expect; elsewhere that would not be enough. */
export const FITS = 2;
/** The bytes are recognised on any port: random ones pass less than one time in ten thousand. */
export const SURE = 3;
export type Verdict = typeof NO | typeof OPEN | typeof FITS | typeof SURE;

/**
 * One protocol that is named but not read: how its first bytes look, and where it usually is.
 * To add one: an entry in one of the lists beside this file.
 */
export interface HintRule {
  /** Wireshark's display-filter name. */
  readonly protocol: string;
  readonly udp?: readonly number[];
  readonly tcp?: readonly number[];
  /** `[at, end)` is a payload of at least one byte. Never reads at or past `end`, allocates nothing. */
  check(frame: DataView, at: number, end: number): Verdict;
  /**
   * When `check` ever answers SURE: what such payloads begin with. Only those rules are tried on ports that are not theirs, and
   * only on payloads that begin so.
   */
  readonly anyPort?: Signatures;
}

/** The number at `at`, or -1 when it does not lie wholly before `end` or `at` is itself a -1. */
export function u8(frame: DataView, at: number, end: number): number {
  return at >= 0 && at < end ? frame.getUint8(at) : -1;
}

export function u16(frame: DataView, at: number, end: number): number {
  return at >= 0 && at + 2 <= end ? frame.getUint16(at) : -1;
}

export function u16le(frame: DataView, at: number, end: number): number {
  return at >= 0 && at + 2 <= end ? frame.getUint16(at, true) : -1;
}

export function u32(frame: DataView, at: number, end: number): number {
  return at >= 0 && at + 4 <= end ? frame.getUint32(at) : -1;
}

export function u32le(frame: DataView, at: number, end: number): number {
  return at >= 0 && at + 4 <= end ? frame.getUint32(at, true) : -1;
}

/** Where the content of the BER element at `at` begins (X.690 §8.1.3), -1 when its header is not whole. */
export function berContent(frame: DataView, at: number, end: number): number {
  const first = u8(frame, at + 1, end);
  if (first < 0) return -1;
  if (first < 0x80) return at + 2;
  const bytes = first & 0x7f;
  return bytes >= 1 && bytes <= 4 && at + 2 + bytes <= end ? at + 2 + bytes : -1;
}

/** Where the BER element at `at` ends, -1 when its header is not whole or its length is indefinite. */
export function berEnd(frame: DataView, at: number, end: number): number {
  const content = berContent(frame, at, end);
  if (content < 0) return -1;
  if (content === at + 2) return content + frame.getUint8(at + 1);
  let length = 0;
  for (let i = at + 2; i < content; i++) length = length * 256 + frame.getUint8(i);
  return content + length;
}

/** Whether the payload begins like text: its first four bytes are printable ASCII or line breaks. */
export function isTextual(frame: DataView, at: number, end: number): boolean {
  for (let i = at; i < Math.min(end, at + 4); i++) {
    const byte = frame.getUint8(i);
    if (byte >= 0x7f || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  }
  return true;
}

/** Whether the ASCII `word` (upper case) occurs in any case in the first line, at most 128 bytes. */
export function firstLineHas(frame: DataView, at: number, end: number, word: string): boolean {
  const stop = Math.min(end, at + 128);
  for (let i = at; i + word.length <= stop; i++) {
    if (frame.getUint8(i) === 10) return false;
    let same = 0;
    while (same < word.length && (frame.getUint8(i + same) & 0xdf) === word.charCodeAt(same)) same++;
    if (same === word.length) return true;
  }
  return false;
}

/** A reply line of FTP, SMTP and their like: three digits, then a blank or a hyphen. */
export function isReplyLine(frame: DataView, at: number, end: number): boolean {
  if (end - at < 4) return false;
  for (let i = at; i < at + 3; i++) {
    const byte = frame.getUint8(i);
    if (byte < 0x30 || byte > 0x39) return false;
  }
  const separator = frame.getUint8(at + 3);
  return separator === 0x20 || separator === 0x2d;
}
