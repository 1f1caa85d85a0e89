import { hashWords } from './tuple-table.ts';

const BITS = 1 << 20;

/**
 * Counts distinct tuples that found no room, without keeping them: one bit per hash value (linear
 * counting). Exact for a few, slightly low for many, never more than 1,048,576. 128 KiB once used.
 */
export class DistinctCounter {
  count = 0;
  #bits: Int32Array | null = null;

  add(a: number, b = 0, c = 0, d = 0, e = 0): void {
    this.#bits ??= new Int32Array(BITS / 32);
    const hash = hashWords(a, b, c, d, e) & (BITS - 1);
    const bit = 1 << (hash & 31);
    if ((this.#bits[hash >>> 5] & bit) !== 0) return;
    this.#bits[hash >>> 5] |= bit;
    this.count++;
  }
}
