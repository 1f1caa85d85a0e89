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
  const bytes = new Uint8Array(frame.buffer, frame.byteOffset + at, end - at);
  // Nearly all names are plain ASCII: looking is cheaper than the regular expression.
  if (isPlain(frame, at, end)) return UTF8.decode(bytes);
  try {
    return UTF8.decode(bytes).replace(UNPRINTABLE, escapeCharacter);
  } catch {
    return Array.from(bytes, escapeByte).join('');
  }
}

/** Printable ASCII throughout. */
function isPlain(frame: DataView, at: number, end: number): boolean {
  for (let i = at; i < end; i++) {
    const byte = frame.getUint8(i);
    if (byte < 0x20 || byte >= 0x7f) return false;
  }
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
