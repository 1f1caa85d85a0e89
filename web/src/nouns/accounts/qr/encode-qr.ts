/** A text as a QR code (ISO/IEC 18004): byte mode, error correction M, versions 1 to 20, up to 666 bytes. */
import { MASKS, penaltyOf } from './masks.ts';
import { remainderOf } from './reed-solomon.ts';

/** By version, from 1: bytes of correction in each block, and blocks. Table 9 of the standard, level M. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const BYTE_MODE = 4;
const PADDING = [0xec, 0x11];
export interface QrCode {
  readonly size: number;
  readonly isDark: (x: number, y: number) => boolean;
}

/** Throws RangeError for a text that is too long. */
export function encodeQr(text: string): QrCode {
  const bytes = new TextEncoder().encode(text);
  const version = CORRECTION.findIndex((_, at) => bytes.length <= roomOf(at + 1)) + 1;
  if (version === 0) throw new RangeError(`QR code: ${bytes.length} bytes, expected ${roomOf(20)} at most`);
  const placed = interleave(dataOf(bytes, version), version);
  // The mask that leaves what is easiest to read; the first of several.
  const [grid] = MASKS.map((_, mask) => new Grid(version, mask, placed)).sort(
    (a, b) => penaltyOf(a.dark, a.size) - penaltyOf(b.dark, b.size),
  );
  return { size: grid.size, isDark: (x, y) => grid.dark[y * grid.size + x] === 1 };
}

/** Bits that are not patterns, as bytes. §7.3. */
function rawBytes(version: number): number {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    bits -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) bits -= 36;
  }
  return Math.floor(bits / 8);
}

const dataBytes = (version: number): number =>
  rawBytes(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
/** The mode and the length take four bits and one or two bytes. */
const roomOf = (version: number): number => dataBytes(version) - (version < 10 ? 2 : 3);

function dataOf(bytes: Uint8Array, version: number): Uint8Array {
  const bits: number[] = [];
  const push = (value: number, count: number) => {
    for (let at = count - 1; at >= 0; at--) bits.push((value >>> at) & 1);
  };
  push(BYTE_MODE, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const room = dataBytes(version);
  push(0, Math.min(4, room * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const data = new Uint8Array(room);
  for (const [at, bit] of bits.entries()) data[at >> 3] |= bit << (7 - (at & 7));
  for (let at = bits.length / 8; at < room; at++) data[at] = PADDING[(at - bits.length / 8) % 2];
  return data;
}

/** Blocks with their correction, byte by byte in turn. §7.6. */
function interleave(data: Uint8Array, version: number): Uint8Array {
  const [count, correction] = [BLOCKS[version - 1], CORRECTION[version - 1]];
  const short = Math.floor(data.length / count);
  const firstLong = count - (data.length % count);
  const blocks: { readonly data: Uint8Array; readonly correction: Uint8Array }[] = [];
  for (let at = 0, block = 0; block < count; block++) {
    const part = data.slice(at, at + short + (block >= firstLong ? 1 : 0));
    at += part.length;
    blocks.push({ data: part, correction: remainderOf(part, correction) });
  }
  const out: number[] = [];
  for (let at = 0; at <= short; at++) {
    for (const block of blocks) if (at < block.data.length) out.push(block.data[at]);
  }
  for (let at = 0; at < correction; at++) for (const block of blocks) out.push(block.correction[at]);
  return Uint8Array.from(out);
}

class Grid {
  readonly size: number;
  readonly dark: Uint8Array;
  readonly #taken: Uint8Array;

  constructor(version: number, mask: number, bytes: Uint8Array) {
    this.size = version * 4 + 17;
    this.dark = new Uint8Array(this.size ** 2);
    this.#taken = new Uint8Array(this.size ** 2);
    const last = this.size - 1;
    for (let at = 0; at < this.size; at++) {
      this.#set(6, at, at % 2 === 0);
      this.#set(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [last - 3, 3],
      [3, last - 3],
    ])
      this.#square(x, y, 4, (far) => far !== 2 && far !== 4);
    const places = alignment(version, this.size);
    for (const x of places) {
      for (const y of places) {
        const inCorner = (x === 6 && y === 6) || (x === 6 && y === last - 6) || (x === last - 6 && y === 6);
        if (!inCorner) this.#square(x, y, 2, (far) => far !== 1);
      }
    }
    this.#format(mask);
    if (version >= 7) this.#version(version);
    this.#place(bytes, MASKS[mask]);
  }

  #set(x: number, y: number, isDark: boolean): void {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.dark[y * this.size + x] = isDark ? 1 : 0;
    this.#taken[y * this.size + x] = 1;
  }

  #square(x: number, y: number, reach: number, isDark: (far: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        this.#set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  /** Level M is 00; then the mask; ten bits of BCH. §7.9. */
  #format(mask: number): void {
    let rest = mask;
    for (let at = 0; at < 10; at++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((mask << 10) | rest) ^ 0x5412;
    const bit = (at: number) => ((bits >>> at) & 1) === 1;
    for (let at = 0; at < 6; at++) this.#set(8, at, bit(at));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let at = 9; at < 15; at++) this.#set(14 - at, 8, bit(at));
    for (let at = 0; at < 8; at++) this.#set(this.size - 1 - at, 8, bit(at));
    for (let at = 8; at < 15; at++) this.#set(8, this.size - 15 + at, bit(at));
    this.#set(8, this.size - 8, true);
  }

  #version(version: number): void {
    let rest = version;
    for (let at = 0; at < 12; at++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let at = 0; at < 18; at++) {
      const [a, b] = [this.size - 11 + (at % 3), Math.floor(at / 3)];
      this.#set(a, b, ((bits >>> at) & 1) === 1);
      this.#set(b, a, ((bits >>> at) & 1) === 1);
    }
  }

  /** Two columns at a time from the right, up and down in turn, under the mask. §7.7.3. */
  #place(bytes: Uint8Array, isTurned: (x: number, y: number) => boolean): void {
    let at = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const isUp = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.size; step++) {
        const y = isUp ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.#taken[y * this.size + x] === 1) continue;
          const bit = at < bytes.length * 8 ? (bytes[at >> 3] >>> (7 - (at & 7))) & 1 : 0;
          this.dark[y * this.size + x] = bit ^ (isTurned(x, y) ? 1 : 0);
          at++;
        }
      }
    }
  }
}

/** Centres of the small squares, in either direction. Annex E. */
function alignment(version: number, size: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const others = Array.from({ length: count - 1 }, (_, at) => size - 7 - at * step).reverse();
  return [6, ...others];
}
