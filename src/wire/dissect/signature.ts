/**
 * What payloads can begin with that are recognised on any port: cheap enough to be asked of every payload, so that most are not
 * looked into at all. A signature lets through more than its protocol, never less.
 */

/** Four bytes at `at` of a payload, big-endian: those under `mask` are as in `is`. */
export interface Signature {
  readonly at: number;
  readonly mask: number;
  readonly is: number;
}

/** `'text'`: the first three bytes are printable ASCII. */
export type Signatures = readonly Signature[] | 'text';

/** Eight hexadecimal digits, `.` for any: `begins(0, '0564....')`. A payload that ends before the fourth byte is not meant. */
export function begins(at: number, digits: string): Signature {
  if (!/^[0-9a-f.]{8}$/.test(digits)) throw new Error(`signature: ${digits} is not eight digits or dots`);
  const mask = Number.parseInt(digits.replace(/[0-9a-f]/g, 'f').replaceAll('.', '0'), 16);
  return { at, mask: mask | 0, is: Number.parseInt(digits.replaceAll('.', '0'), 16) | 0 };
}

/** Signatures of several protocols, together: `at`, `mask`, `is` one after the other. */
export interface SignatureTable {
  readonly words: Int32Array;
  readonly text: boolean;
}

export function signatureTable(all: readonly Signatures[]): SignatureTable {
  const words = all.flatMap((one) =>
    one === 'text' ? [] : one.flatMap(({ at, mask, is }) => [at, mask, is]),
  );
  return { words: Int32Array.from(words), text: all.includes('text') };
}

/** Whether the payload `[at, end)` begins with one of them. Written once more in flows/kernel/look.as. */
export function mayBegin(table: SignatureTable, frame: DataView, at: number, end: number): boolean {
  if (table.text && isText(frame, at, end)) return true;
  const { words } = table;
  for (let i = 0; i < words.length; i += 3) {
    const from = at + words[i];
    if (from + 4 <= end && (frame.getInt32(from) & words[i + 1]) === words[i + 2]) return true;
  }
  return false;
}

/** Three bytes, of which each is printable ASCII. */
function isText(frame: DataView, at: number, end: number): boolean {
  if (at + 3 > end) return false;
  for (let i = at; i < at + 3; i++) {
    const byte = frame.getUint8(i);
    if (byte < 0x20 || byte >= 0x7f) return false;
  }
  return true;
}
