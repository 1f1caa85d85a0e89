/**
 * Bytes from the wire → text that is safe to show. Names come from strangers: no control character,
 * no invisible one and no direction override survives.
 */

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Control, format and line-separating characters, but for the joiners that emoji and scripts need. */
const UNPRINTABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text of `[at, end)`: UTF-8 when it is valid, otherwise its ASCII. Every byte of what cannot be shown
 * stands as `\xNN`.
 */
export function printable(frame: DataView, at: number, end: number): string {
  if (end <= at) return '';
  // Nearly all names are plain ASCII, and most were read before: looking is cheaper than making them again.
  const hash = plainHash(frame, at, end);
  if (hash >= 0 && end - at <= LONGEST_RECENT) return recentText(frame, at, end, hash);
  const bytes = bytesOf(frame, at, end);
  if (hash >= 0) return UTF8.decode(bytes);
  try {
    return UTF8.decode(bytes).replace(UNPRINTABLE, escapeCharacter);
  } catch {
    return Array.from(bytes, escapeByte).join('');
  }
}

/** A copy: no decoder takes memory that threads share, in which a large file is read. */
function bytesOf(frame: DataView, at: number, end: number): Uint8Array {
  return new Uint8Array(frame.buffer, frame.byteOffset + at, end - at).slice();
}

/** A number of the bytes when they are printable ASCII throughout, else -1. */
function plainHash(frame: DataView, at: number, end: number): number {
  let hash = 0;
  for (let i = at; i < end; i++) {
    const byte = frame.getUint8(i);
    if (byte < 0x20 || byte >= 0x7f) return -1;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return (hash ^ (hash >>> 15)) & (RECENT - 1);
}

/** Texts read last, by their hash: a network says the same names all day. A power of two. */
const RECENT = 2048;
const LONGEST_RECENT = 160;
const recent: string[] = new Array(RECENT).fill('');

function recentText(frame: DataView, at: number, end: number, hash: number): string {
  const known = recent[hash];
  if (isText(known, frame, at, end)) return known;
  const text = UTF8.decode(bytesOf(frame, at, end));
  recent[hash] = text;
  return text;
}

function isText(text: string, frame: DataView, at: number, end: number): boolean {
  if (text.length !== end - at) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== frame.getUint8(at + i)) return false;
  return true;
}

/** The same without the zero bytes that end or pad a field. */
export function zeroPadded(frame: DataView, at: number, end: number): string {
  let last = end;
  while (last > at && frame.getUint8(last - 1) === 0) last--;
  return printable(frame, at, last);
}

/** The same up to the first zero byte, or `end` when there is none. */
export function zeroTerminated(frame: DataView, at: number, end: number): string {
  let last = at;
  while (last < end && frame.getUint8(last) !== 0) last++;
  return printable(frame, at, last);
}

/** Lower-case hexadecimal of `[at, end)`, no separators. */
export function hex(frame: DataView, at: number, end: number): string {
  let text = '';
  for (let i = at; i < end; i++) text += frame.getUint8(i).toString(16).padStart(2, '0');
  return text;
}

function escapeCharacter(character: string): string {
  return Array.from(new TextEncoder().encode(character), hexEscape).join('');
}

function escapeByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : hexEscape(byte);
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
