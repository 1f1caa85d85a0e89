/** Every distinct address seen, bounded: open addressing over four int32 words and a version. */
export class AddressSet {
  readonly limit: number;
  size = 0;
  /** Additions refused because the set was full (repeats included: the set cannot remember them). */
  dropped = 0;
  #mask = 1023;
  #words = new Int32Array(1024 * 4);
  #versions = new Uint8Array(1024);

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Adds an address in the hot path's form; `version` is 4 or 6. */
  add(version: number, w0: number, w1: number, w2: number, w3: number): void {
    let hash = Math.imul(w0 ^ Math.imul(w1, 0x85ebca6b), 0x9e3779b1) ^ w2;
    hash = Math.imul(hash ^ (hash >>> 15), 0x7feb352d) ^ Math.imul(w3, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13), 0x846ca68b);
    let position = (hash ^ (hash >>> 16)) & this.#mask;
    const words = this.#words;
    while (this.#versions[position] !== 0) {
      const at = position * 4;
      if (
        words[at] === w0 &&
        words[at + 1] === w1 &&
        words[at + 2] === w2 &&
        words[at + 3] === w3 &&
        this.#versions[position] === version
      ) {
        return;
      }
      position = (position + 1) & this.#mask;
    }
    if (this.size >= this.limit) {
      this.dropped++;
      return;
    }
    const at = position * 4;
    words[at] = w0;
    words[at + 1] = w1;
    words[at + 2] = w2;
    words[at + 3] = w3;
    this.#versions[position] = version;
    this.size++;
    if (this.size * 2 > this.#mask) this.#grow();
  }

  /** Calls back once per address, in no particular order. */
  forEach(visit: (version: number, w0: number, w1: number, w2: number, w3: number) => void): void {
    for (let position = 0; position <= this.#mask; position++) {
      const version = this.#versions[position];
      const at = position * 4;
      if (version !== 0) {
        visit(version, this.#words[at], this.#words[at + 1], this.#words[at + 2], this.#words[at + 3]);
      }
    }
  }

  #grow(): void {
    const words = this.#words;
    const versions = this.#versions;
    this.#mask = this.#mask * 2 + 1;
    this.#words = new Int32Array((this.#mask + 1) * 4);
    this.#versions = new Uint8Array(this.#mask + 1);
    this.size = 0;
    for (let position = 0; position < versions.length; position++) {
      const at = position * 4;
      if (versions[position] !== 0) {
        this.add(versions[position], words[at], words[at + 1], words[at + 2], words[at + 3]);
      }
    }
  }
}
