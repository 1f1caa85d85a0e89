import { type Mac, macFrom } from '../../../base/mac.ts';
import type { Micros } from '../../../base/time.ts';
import { WordSet } from '../../../flows/word-set.ts';

/** Every distinct source MAC, bounded; tells when one is seen for the first time. */
export class MacSet {
  readonly limit: number;
  /** Additions refused because the set was full (repeats included: the set cannot remember them). */
  dropped = 0;
  readonly #set = new WordSet(2);
  readonly #onNew: ((mac: Mac, at: Micros) => void) | null;

  constructor(limit: number, onNew: ((mac: Mac, at: Micros) => void) | null = null) {
    this.limit = limit;
    this.#onNew = onNew;
  }

  get size(): number {
    return this.#set.size;
  }

  /** A MAC in the hot path's two parts: uint16 and int32. */
  add(high: number, low: number, at: Micros): void {
    const before = this.#set.size;
    if (!this.#set.add(before < this.limit, high, low, 0, 0)) this.dropped++;
    else if (this.#onNew !== null && this.#set.size > before) this.#onNew(macFrom(high, low), at);
  }

  addMac(mac: Mac, at: Micros): void {
    this.add(Math.floor(mac / 0x1_0000_0000), mac | 0, at);
  }

  /** In ascending order. */
  sorted(): Float64Array {
    const words = this.#set.words();
    return new Float64Array(this.size)
      .map((_, index) => macFrom(words[index * 2], words[index * 2 + 1]))
      .sort();
  }
}
