import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';

const WORDS_6 = 4;

/** Every distinct address seen, bounded. The versions lie apart: one of IPv4 takes a quarter of the room. */
export class SeenAddresses {
  readonly limit: number;
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    this.limit = core.int(L.IPV4S + L.LIMIT);
  }

  get size(): number {
    return this.#core.size(L.IPV4S) + this.#core.size(L.IPV6S);
  }

  /** Additions refused because there was no room (repeats included: what was refused is not remembered). */
  get dropped(): number {
    return this.#core.dropped(L.IPV4S);
  }

  /** Adds an address in the hot path's form; `version` is 4 or 6. */
  add(version: number, w0: number, w1: number, w2: number, w3: number): void {
    this.#core.program.seeAddress(version, w0, w1, w2, w3);
  }

  /** Those of IPv4 in ascending order, one word each. */
  sorted4(): Uint32Array {
    return new Uint32Array(this.#core.keys(L.IPV4S).subarray(0, this.#core.size(L.IPV4S))).sort();
  }

  /** Those of IPv6 in ascending order, four words each. */
  sorted6(): Uint32Array {
    const words = new Uint32Array(this.#core.keys(L.IPV6S).subarray(0, this.#core.size(L.IPV6S) * WORDS_6));
    const starts = new Uint32Array(words.length / WORDS_6).map((_, index) => index * WORDS_6);
    starts.sort((a, b) => {
      let at = 0;
      while (at < WORDS_6 - 1 && words[a + at] === words[b + at]) at++;
      return words[a + at] - words[b + at];
    });
    const sorted = new Uint32Array(words.length);
    starts.forEach((start, index) => {
      sorted.set(words.subarray(start, start + WORDS_6), index * WORDS_6);
    });
    return sorted;
  }
}
