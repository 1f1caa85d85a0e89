/** Rows a table has room for before it grows for the first time. */
export const FIRST_ROWS = 64;

/**
 * Distinct tuples of one to five int32 words, numbered 0, 1, 2… in the order of their first appearance.
 * Open addressing with linear probing over typed arrays: a hit allocates nothing and formats nothing.
 *
 * Whoever keeps columns beside the rows begins with FIRST_ROWS of them and enlarges them when `onGrow` says how
 * many there may be. Held, not inherited from: with one class, V8 keeps its fields in the same places.
 */
export class TupleTable {
  /** How many tuples there are; the next one gets this number. */
  size = 0;
  readonly limit: number;
  readonly #width: number;
  #keys: Int32Array;
  /** Row number + 1, 0 where free. Twice as many places as rows, so that a probe stays short. */
  #places = new Int32Array(FIRST_ROWS * 2);
  #rows = FIRST_ROWS;
  readonly #onGrow: ((rows: number) => void) | null;

  constructor(width: 1 | 2 | 3 | 4 | 5, limit: number, onGrow: ((rows: number) => void) | null = null) {
    this.#onGrow = onGrow;
    this.#width = width;
    this.limit = limit;
    this.#keys = new Int32Array(FIRST_ROWS * width);
  }

  /** Number of the tuple, added when new; -1 when it is new and the limit is reached. */
  intern(a: number, b = 0, c = 0, d = 0, e = 0): number {
    let place = this.#placeOf(a, b, c, d, e);
    const found = this.#places[place];
    if (found !== 0) return found - 1;
    if (this.size >= this.limit) return -1;
    if (this.size === this.#rows) {
      this.#grow();
      place = this.#placeOf(a, b, c, d, e);
    }
    const row = this.size++;
    this.#writeKey(row, a, b, c, d, e);
    this.#places[place] = row + 1;
    return row;
  }

  /** Number of the tuple, -1 when it is not there. */
  find(a: number, b = 0, c = 0, d = 0, e = 0): number {
    return this.#places[this.#placeOf(a, b, c, d, e)] - 1;
  }

  /** Word `index` of a row, as int32. */
  word(row: number, index: number): number {
    return this.#keys[row * this.#width + index];
  }

  /** Forgets every row, keeps the room. */
  clear(): void {
    this.size = 0;
    this.#places.fill(0);
  }

  #placeOf(a: number, b: number, c: number, d: number, e: number): number {
    const width = this.#width;
    const keys = this.#keys;
    const mask = this.#places.length - 1;
    let place = hashWords(a, b, c, d, e) & mask;
    for (;;) {
      const row = this.#places[place] - 1;
      if (row < 0) return place;
      const at = row * width;
      if (
        keys[at] === (a | 0) &&
        (width < 2 || keys[at + 1] === (b | 0)) &&
        (width < 3 || keys[at + 2] === (c | 0)) &&
        (width < 4 || keys[at + 3] === (d | 0)) &&
        (width < 5 || keys[at + 4] === (e | 0))
      ) {
        return place;
      }
      place = (place + 1) & mask; // ends: at least half of the places are free
    }
  }

  #writeKey(row: number, a: number, b: number, c: number, d: number, e: number): void {
    const at = row * this.#width;
    this.#keys[at] = a;
    if (this.#width > 1) this.#keys[at + 1] = b;
    if (this.#width > 2) this.#keys[at + 2] = c;
    if (this.#width > 3) this.#keys[at + 3] = d;
    if (this.#width > 4) this.#keys[at + 4] = e;
  }

  #grow(): void {
    const width = this.#width;
    this.#rows *= 2;
    const keys = new Int32Array(this.#rows * width);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#places = new Int32Array(this.#rows * 2);
    const mask = this.#places.length - 1;
    for (let row = 0; row < this.size; row++) {
      const at = row * width;
      const b = width > 1 ? keys[at + 1] : 0;
      const c = width > 2 ? keys[at + 2] : 0;
      const d = width > 3 ? keys[at + 3] : 0;
      const e = width > 4 ? keys[at + 4] : 0;
      let place = hashWords(keys[at], b, c, d, e) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = row + 1;
    }
    this.#onGrow?.(this.#rows);
  }
}

/** A well-mixed int32 of five words (the mixing steps of MurmurHash3, public domain). */
export function hashWords(a: number, b: number, c: number, d: number, e: number): number {
  let hash = mix(mix(0x9747b28c, a), b);
  hash = mix(hash, c);
  if ((d | e) !== 0) hash = mix(mix(hash, d), e);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** The same column with room for `rows` rows. */
export function enlargeDoubles(column: Float64Array, rows: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(rows);
  larger.set(column);
  return larger;
}

/** The same column with room for `rows` rows. */
export function enlargeInts(column: Int32Array, rows: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(rows);
  larger.set(column);
  return larger;
}
