import { WordSet } from './word-set.ts';

/** Every distinct address seen, bounded. The versions lie apart: one of IPv4 takes a quarter of the room. */
export class AddressSet {
  readonly limit: number;
  /** Additions refused because the set was full (repeats included: the set cannot remember them). */
  dropped = 0;
  readonly #v4 = new WordSet(1);
  readonly #v6 = new WordSet(4);

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.#v4.size + this.#v6.size;
  }

  /** Adds an address in the hot path's form; `version` is 4 or 6. */
  add(version: number, w0: number, w1: number, w2: number, w3: number): void {
    const room = this.#v4.size + this.#v6.size < this.limit;
    const isKept = version === 4 ? this.#v4.add(room, w0, 0, 0, 0) : this.#v6.add(room, w0, w1, w2, w3);
    if (!isKept) this.dropped++;
  }

  /** Those of IPv4 in ascending order, one word each. */
  sorted4(): Uint32Array {
    return this.#v4.words().sort();
  }

  /** Those of IPv6 in ascending order, four words each. */
  sorted6(): Uint32Array {
    const words = this.#v6.words();
    const starts = new Uint32Array(words.length / 4).map((_, index) => index * 4);
    starts.sort((a, b) => {
      let at = 0;
      while (at < 3 && words[a + at] === words[b + at]) at++;
      return words[a + at] - words[b + at];
    });
    const sorted = new Uint32Array(words.length);
    starts.forEach((start, index) => {
      sorted.set(words.subarray(start, start + 4), index * 4);
    });
    return sorted;
  }
}
