import { printable } from '../text.ts';

/** RFC 1035 §2.3.4: a name is at most 255 octets, length octets included. */
const MAX_NAME_BYTES = 255;
/** More jumps than a name can have labels serve no honest message. */
const MAX_JUMPS = 127;

/** A domain name, and where the bytes after it begin. */
export interface NameRead {
  /**
   * Labels joined by dots, without the trailing dot; the root is `''`. A dot or backslash inside a label
   * is written `\.` and `\\` (RFC 6763 §4.3), bytes that cannot be shown `\xNN`.
   */
  readonly name: string;
  readonly next: number;
}

/** The bytes end within the name. */
export const CUT = 'cut';
/** The bytes cannot be a name. */
export const MALFORMED = 'malformed';

/**
 * Reads a name (RFC 1035 §3.1, §4.1.4) at `at` in a message that begins at `base`.
 * A compression pointer must lead strictly backwards, before all that was read of the name, and behind
 * the header: so every name ends.
 */
export function readName(
  frame: DataView,
  base: number,
  at: number,
  end: number,
): NameRead | typeof CUT | typeof MALFORMED {
  let text = '';
  let position = at;
  let earliest = at;
  let next = -1;
  let nameBytes = 1;
  for (let jumps = 0; jumps <= MAX_JUMPS; ) {
    if (position >= end) return CUT;
    const length = frame.getUint8(position);
    if (length === 0) return { name: text, next: next < 0 ? position + 1 : next };
    if (length >= 0xc0) {
      if (position + 2 > end) return CUT;
      const target = base + (frame.getUint16(position) & 0x3fff);
      if (target >= earliest || target < base + 12) return MALFORMED;
      if (next < 0) next = position + 2;
      position = target;
      earliest = target;
      jumps++;
      continue;
    }
    if (length > 63) return MALFORMED; // 01 and 10: extended labels, withdrawn (RFC 6891 §5)
    nameBytes += length + 1;
    if (nameBytes > MAX_NAME_BYTES) return MALFORMED;
    if (position + 1 + length > end) return CUT;
    const label = printableLabel(frame, position + 1, position + 1 + length);
    text = text === '' ? label : `${text}.${label}`;
    position += 1 + length;
  }
  return MALFORMED;
}

/**
 * The labels of a name as {@link readName} writes it, `\.` and `\\` resolved; `\xNN` stays.
 * `[]` for the root.
 */
export function splitName(name: string): string[] {
  if (name === '') return [];
  const labels = [''];
  for (let i = 0; i < name.length; i++) {
    const character = name[i];
    const following = name[i + 1];
    if (character === '\\' && (following === '.' || following === '\\')) {
      labels[labels.length - 1] += following;
      i++;
    } else if (character === '.') {
      labels.push('');
    } else {
      labels[labels.length - 1] += character;
    }
  }
  return labels;
}

function printableLabel(frame: DataView, at: number, end: number): string {
  // Split first: a backslash of the label is doubled, one that `printable` adds is not.
  let text = '';
  let start = at;
  for (let i = at; i < end; i++) {
    const byte = frame.getUint8(i);
    if (byte !== 0x2e && byte !== 0x5c) continue;
    text += `${printable(frame, start, i)}\\${String.fromCharCode(byte)}`;
    start = i + 1;
  }
  return text + printable(frame, start, end);
}
