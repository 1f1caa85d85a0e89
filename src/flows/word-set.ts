const FIRST_PLACES = 1024;
/** Below, a set grows fourfold: few tuples are moved twice. */
const SMALL_PLACES = 16_384;

/** Distinct tuples of one, two or four int32 words: open addressing with linear probing, free where all words are 0. */
export class WordSet {
  size = 0;
  readonly #width: 1 | 2 | 4;
  #mask = FIRST_PLACES - 1;
  #words: Int32Array;
  /** The one tuple that would look like a free place. */
  #hasZero = false;

  constructor(width: 1 | 2 | 4) {
    this.#width = width;
    this.#words = new Int32Array(FIRST_PLACES * width);
  }

  /**
   * Adds a tuple, unless it is new and there is no `room`: then false. Words beyond the width are 0. Calls little: it runs
   * where nothing is inlined.
   */
  add(room: boolean, w0: number, w1: number, w2: number, w3: number): boolean {
    if ((w0 | w1 | w2 | w3) === 0) return this.#addZero(room);
    const words = this.#words;
    const width = this.#width;
    const mask = this.#mask;
    for (let place = hashOf(w0, w1, w2, w3); ; place++) {
      const at = (place & mask) * width; // ends: at least half of the places are free
      const first = words[at];
      if (
        first === w0 &&
        (width < 2 || words[at + 1] === w1) &&
        (width < 4 || (words[at + 2] === w2 && words[at + 3] === w3))
      ) {
        return true;
      }
      if (first === 0 && this.#isFree(at)) return room && this.#append(at, w0, w1, w2, w3);
    }
  }

  #addZero(room: boolean): boolean {
    if (!this.#hasZero && room) {
      this.#hasZero = true;
      this.#grew();
    }
    return this.#hasZero;
  }

  #append(at: number, w0: number, w1: number, w2: number, w3: number): boolean {
    this.#put(at, w0, w1, w2, w3);
    this.#grew();
    return true;
  }

  #grew(): void {
    this.size++;
    if (this.size * 2 > this.#mask + 1) this.#grow();
  }

  /** The words of all tuples, in no particular order. */
  words(): Uint32Array {
    const width = this.#width;
    const words = this.#words;
    const all = new Uint32Array(this.size * width);
    let next = this.#hasZero ? width : 0;
    for (let at = 0; at < words.length; at += width) {
      if (this.#isFree(at)) continue;
      for (let index = 0; index < width; index++) all[next++] = words[at + index];
    }
    return all;
  }

  #isFree(at: number): boolean {
    const words = this.#words;
    for (let index = 0; index < this.#width; index++) if (words[at + index] !== 0) return false;
    return true;
  }

  #put(at: number, w0: number, w1: number, w2: number, w3: number): void {
    this.#words[at] = w0;
    if (this.#width > 1) this.#words[at + 1] = w1;
    if (this.#width < 4) return;
    this.#words[at + 2] = w2;
    this.#words[at + 3] = w3;
  }

  #grow(): void {
    const width = this.#width;
    const before = this.#words;
    const places = (this.#mask + 1) * (this.#mask < SMALL_PLACES ? 4 : 2);
    this.#words = new Int32Array(places * width);
    this.#mask = places - 1;
    for (let from = 0; from < before.length; from += width) {
      const w0 = before[from];
      const w1 = width > 1 ? before[from + 1] : 0;
      const w2 = width > 2 ? before[from + 2] : 0;
      const w3 = width > 2 ? before[from + 3] : 0;
      if ((w0 | w1 | w2 | w3) === 0) continue;
      let place = hashOf(w0, w1, w2, w3) & this.#mask;
      while (!this.#isFree(place * width)) place = (place + 1) & this.#mask;
      this.#put(place * width, w0, w1, w2, w3);
    }
  }
}

/** Rounds of multiplication and shifts: every word reaches the last bits. */
function hashOf(w0: number, w1: number, w2: number, w3: number): number {
  let hash = Math.imul(w0 ^ Math.imul(w1, 0x85ebca6b), 0x9e3779b1) ^ w2;
  hash = Math.imul(hash ^ (hash >>> 15), 0x7feb352d) ^ Math.imul(w3, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
