import { printable } from '../text.ts';
import { CUT, MALFORMED, readName } from './domain-name.ts';

/** A NetBIOS name (RFC 1001 §14): fifteen bytes of name and one that says what it names. */
export interface NetbiosName {
  /** Without the padding spaces and zeros. */
  readonly name: string;
  /** The sixteenth byte, see NETBIOS_SUFFIX. */
  readonly suffix: number;
  /** NetBIOS scope; `null` when there is none, which is usual. */
  readonly scope: string | null;
}

/** What the sixteenth byte means, as Windows and Samba use it. */
export const NETBIOS_SUFFIX = {
  /** Unique: the host's name. Group: its domain or workgroup. */
  workstation: 0x00,
  messenger: 0x03,
  /** Unique: the primary domain controller, of the domain so named. */
  domainMasterBrowser: 0x1b,
  /** Group: every controller of the domain so named. */
  domainControllers: 0x1c,
  masterBrowser: 0x1d,
  browserElections: 0x1e,
  /** Unique: the host's name, offering files or printers. */
  server: 0x20,
} as const;

const ENCODED_BYTES = 32;

/**
 * Reads a name in its first-level encoding (RFC 1001 §14.1: each half byte a letter A…P) with scope and
 * compression as in DNS, in a message that begins at `base`.
 */
export function readNetbiosName(
  frame: DataView,
  base: number,
  at: number,
  end: number,
): { readonly name: NetbiosName; readonly next: number } | typeof CUT | typeof MALFORMED {
  if (cannotBegin(frame, at, end)) return MALFORMED;
  const read = readName(frame, base, at, end);
  if (read === CUT || read === MALFORMED) return read;
  const encoded = /^([A-P]{32})(?:\.(.+))?$/.exec(read.name);
  if (encoded === null) return MALFORMED;
  const bytes = new DataView(new ArrayBuffer(ENCODED_BYTES / 2));
  for (let i = 0; i < ENCODED_BYTES / 2; i++) {
    bytes.setUint8(i, (halfByte(encoded[1], 2 * i) << 4) | halfByte(encoded[1], 2 * i + 1));
  }
  const name = { ...readPlainName(bytes, 0), scope: encoded[2] ?? null };
  return { name, next: read.next };
}

/** Whether the first label is none of 32 letters A…P: most payloads end here, without a text made of them. */
function cannotBegin(frame: DataView, at: number, end: number): boolean {
  if (at >= end) return false;
  const length = frame.getUint8(at);
  if (length !== ENCODED_BYTES) return length < 0xc0; // a pointer may lead to such a label
  const last = Math.min(at + 1 + ENCODED_BYTES, end);
  for (let i = at + 1; i < last; i++) {
    const letter = frame.getUint8(i);
    if (letter < 0x41 || letter > 0x50) return true;
  }
  return false;
}

/** Reads the sixteen bytes of a name that is not encoded (node status answers). */
export function readPlainName(frame: DataView, at: number): NetbiosName {
  let last = at + 15;
  while (last > at && (frame.getUint8(last - 1) === 0x20 || frame.getUint8(last - 1) === 0)) last--;
  return { name: printable(frame, at, last), suffix: frame.getUint8(at + 15), scope: null };
}

function halfByte(letters: string, index: number): number {
  return letters.charCodeAt(index) - 0x41;
}
