/** Rows a table has room for before it grows for the first time. */
export const FIRST_ROWS = 64;
/** Up to here a table grows fourfold: few copies while it is small, little unused room when it is large. */
const SMALL_ROWS = 4096;
/** Of a place: row number + 1, 0 where it is free. */
const ROW_MASK = (1 << 23) - 1;
/** Of a place: the first bits of the tuple's hash. */
const TAG_MASK = ~ROW_MASK;

/** Tuples to be read. */
export type Tuples = Pick<TupleTable, 'size' | 'width' | 'words'>;

/**
 * Distinct tuples of one to five int32 words, numbered 0, 1, 2… in the order of their first appearance.
 * Open addressing with linear probing over typed arrays: a hit allocates nothing and formats nothing.
 *
 * A place holds the first bits of the tuple's hash before its number: looking for a tuple that is not there reads hardly
 * any key (each would be a miss of the processor's cache), and a million places take four megabytes.
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
  /** A power of two. At most two thirds are taken, so that a probe stays short. */
  #places: Int32Array;
  #rows = FIRST_ROWS;
  readonly #onGrow: ((rows: number) => void) | null;

  constructor(width: 1 | 2 | 3 | 4 | 5, limit: number, onGrow: ((rows: number) => void) | null = null) {
    this.#onGrow = onGrow;
    this.#width = width;
    this.limit = Math.min(limit, ROW_MASK);
    this.#keys = new Int32Array(this.#rows * width);
    this.#places = new Int32Array(this.#rows * 2);
  }

  /** Number of the tuple, added when new; -1 when it is new and the limit is reached. */
  intern(a: number, b = 0, c = 0, d = 0, e = 0): number {
    const place = this.#placeOf(a, b, c, d, e);
    const found = this.#places[place];
    return found !== 0 ? (found & ROW_MASK) - 1 : this.#append(place, a, b, c, d, e);
  }

  /** Number of the tuple, -1 when it is not there. */
  find(a: number, b = 0, c = 0, d = 0, e = 0): number {
    return (this.#places[this.#placeOf(a, b, c, d, e)] & ROW_MASK) - 1;
  }

  /** Word `index` of a row, as int32. */
  word(row: number, index: number): number {
    return this.#keys[row * this.#width + index];
  }

  /** The words of all rows, `width` of each, one row behind the other: for who reads them all. Valid until a row is added. */
  get words(): Int32Array {
    return this.#keys;
  }

  get width(): number {
    return this.#width;
  }

  /** Forgets every row, keeps the room. */
  clear(): void {
    this.size = 0;
    this.#places.fill(0);
  }

  /** Where in `#places` the tuple is, or the free one where it would be. Calls little: it may run where nothing is inlined. */
  #placeOf(a: number, b: number, c: number, d: number, e: number): number {
    const places = this.#places;
    const keys = this.#keys;
    const width = this.#width;
    const mask = places.length - 1;
    const hash = hashOf(a, b, c, d, e);
    let place = hash & mask;
    for (;;) {
      const entry = places[place];
      if (entry === 0) return place;
      if (((entry ^ hash) & TAG_MASK) === 0) {
        const at = ((entry & ROW_MASK) - 1) * width;
        const isKey =
          keys[at] === (a | 0) &&
          (width < 2 || keys[at + 1] === (b | 0)) &&
          (width < 3 || keys[at + 2] === (c | 0)) &&
          (width < 4 || keys[at + 3] === (d | 0)) &&
          (width < 5 || keys[at + 4] === (e | 0));
        if (isKey) return place;
      }
      place = (place + 1) & mask; // ends: a third of the places is free
    }
  }

  #append(place: number, a: number, b: number, c: number, d: number, e: number): number {
    if (this.size >= this.limit) return -1;
    const row = this.size++;
    this.#places[place] = (hashOf(a, b, c, d, e) & TAG_MASK) | (row + 1);
    // Before its key is written: the row may be the first without room.
    if (row === this.#rows) this.#growRows();
    this.#writeKey(row, a, b, c, d, e);
    if (this.size * 3 > this.#places.length * 2) this.#growPlaces();
    return row;
  }

  #writeKey(row: number, a: number, b: number, c: number, d: number, e: number): void {
    const at = row * this.#width;
    this.#keys[at] = a;
    if (this.#width > 1) this.#keys[at + 1] = b;
    if (this.#width > 2) this.#keys[at + 2] = c;
    if (this.#width > 3) this.#keys[at + 3] = d;
    if (this.#width > 4) this.#keys[at + 4] = e;
  }

  #growRows(): void {
    this.#rows *= this.#rows < SMALL_ROWS ? 4 : 2;
    const keys = new Int32Array(this.#rows * this.#width);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#onGrow?.(this.#rows);
  }

  #growPlaces(): void {
    const places = new Int32Array(this.#places.length * (this.#places.length < SMALL_ROWS ? 4 : 2));
    const mask = places.length - 1;
    for (let row = 0; row < this.size; row++) {
      const hash = this.#hashOfRow(row);
      let place = hash & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = (hash & TAG_MASK) | (row + 1);
    }
    this.#places = places;
  }

  #hashOfRow(row: number): number {
    const width = this.#width;
    const keys = this.#keys;
    const at = row * width;
    return hashOf(
      keys[at],
      width > 1 ? keys[at + 1] : 0,
      width > 2 ? keys[at + 2] : 0,
      width > 3 ? keys[at + 3] : 0,
      width > 4 ? keys[at + 4] : 0,
    );
  }
}

/** Rounds of multiplication and shifts: every word reaches the first bits and the last. */
function hashOf(a: number, b: number, c: number, d: number, e: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ b;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ c;
  if ((d | e) !== 0) {
    hash = Math.imul(hash ^ (hash >>> 13), 0x7feb352d) ^ d;
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ e;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x846ca68b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
  return hash ^ (hash >>> 16);
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
