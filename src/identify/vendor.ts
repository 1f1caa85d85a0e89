import type { Mac } from '../base/mac.ts';
import { isGroupMac, isLocalMac } from '../base/mac.ts';

/** `VOUI`, the first bytes of the table. */
const MAGIC = 0x564f_5549;
const HEADER_BYTES = 24;

/**
 * Vendor of a MAC by the longest assigned prefix (36, 28, then 24 bits: IEEE MA-S, MA-M, MA-L).
 * `bytes` is what scripts/build-oui.mjs writes; it is searched where it lies, so starting costs nothing.
 * `null` for group and locally administered addresses, unassigned prefixes, and assignments kept private.
 *
 * Layout, big-endian: magic, version 1, counts of 24-, 28- and 36-bit prefixes, count of names (six uint32);
 * the prefixes of each size, sorted (uint32, uint32, float64); the name number of each (uint16), in the
 * same order; where each name begins in the text, and where the last ends (uint32); the text, UTF-8.
 *
 * Throws RangeError when `bytes` is not such a table.
 */
export function createVendorLookup(bytes: Uint8Array): (mac: Mac) => string | null {
  const table = openTable(bytes);
  const decoder = new TextDecoder();
  /** Names that were asked for before: a network has few makers, and decoding takes longer than the search. */
  const decoded = new Map<number, string | null>();
  const nameOf = (index: number): string | null => {
    const name = table.view.getUint16(table.namesAt + index * 2);
    const known = decoded.get(name);
    if (known !== undefined) return known;
    const from = table.view.getUint32(table.offsetsAt + name * 4);
    const to = table.view.getUint32(table.offsetsAt + name * 4 + 4);
    const text = decoder.decode(bytes.subarray(table.textAt + from, table.textAt + to));
    decoded.set(name, text === '' ? null : text);
    return text === '' ? null : text;
  };
  return (mac) => {
    if (mac <= 0 || isGroupMac(mac) || isLocalMac(mac)) return null;
    for (const part of table.parts) {
      const index = part.indexOf(Math.floor(mac / part.divisor));
      if (index >= 0) return nameOf(part.firstName + index);
    }
    return null;
  };
}

interface Part {
  /** Divides a MAC down to the prefix. */
  readonly divisor: number;
  readonly firstName: number;
  indexOf(prefix: number): number;
}

function openTable(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0) !== MAGIC || view.getUint32(4) !== 1) {
    throw new RangeError('vendor table: expected VOUI version 1');
  }
  const short = view.getUint32(8);
  const medium = view.getUint32(12);
  const long = view.getUint32(16);
  const names = view.getUint32(20);
  const mediumAt = HEADER_BYTES + short * 4;
  const longAt = mediumAt + medium * 4;
  const namesAt = longAt + long * 8;
  const offsetsAt = namesAt + (short + medium + long) * 2;
  const textAt = offsetsAt + (names + 1) * 4;
  if (textAt > bytes.byteLength || textAt + view.getUint32(textAt - 4) > bytes.byteLength) {
    throw new RangeError(`vendor table: needs more than its ${bytes.byteLength} bytes`);
  }
  const uint32 = (at: number) => view.getUint32(at);
  const float64 = (at: number) => view.getFloat64(at);
  const parts: readonly Part[] = [
    { divisor: 2 ** 12, firstName: short + medium, indexOf: (key) => search(key, longAt, long, 8, float64) },
    { divisor: 2 ** 20, firstName: short, indexOf: (key) => search(key, mediumAt, medium, 4, uint32) },
    { divisor: 2 ** 24, firstName: 0, indexOf: (key) => search(key, HEADER_BYTES, short, 4, uint32) },
  ];
  return { view, parts, namesAt, offsetsAt, textAt };
}

/** Index of `key` among `count` sorted values of `size` bytes, -1 when it is not there. */
function search(key: number, at: number, count: number, size: number, read: (at: number) => number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = read(at + middle * size);
    if (value === key) return middle;
    if (value < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
