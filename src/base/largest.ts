/**
 * Keeps the `limit` largest of many values, each known by a number; of equal values those with the lower numbers. A heap
 * with the least of those kept at its root: most values are smaller than that and cost one comparison.
 */
export class Largest {
  size = 0;
  /** What is less than this is not kept: who adds very many asks here first. */
  least: number;
  readonly #limit: number;
  readonly #values: Float64Array;
  readonly #ids: Int32Array;

  constructor(limit: number) {
    this.#limit = limit;
    this.least = limit > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    this.#values = new Float64Array(limit);
    this.#ids = new Int32Array(limit);
  }

  add(id: number, value: number): void {
    if (this.size < this.#limit) this.#rise(this.size++, id, value);
    else if (this.#limit > 0 && this.#isLess(0, id, value)) this.#sink(id, value);
    if (this.size > 0 && this.size === this.#limit) this.least = this.#values[0];
  }

  /** The numbers kept, that of the largest value first; of equal values the lower number first. */
  largestFirst(): number[] {
    return Array.from({ length: this.size }, (_, place) => place)
      .sort((a, b) => this.#values[b] - this.#values[a] || this.#ids[a] - this.#ids[b])
      .map((place) => this.#ids[place]);
  }

  /** Whether what is at `place` goes before what is given. */
  #isLess(place: number, id: number, value: number): boolean {
    const own = this.#values[place];
    return own < value || (own === value && this.#ids[place] > id);
  }

  /** From the end towards the root until its parent is less. */
  #rise(end: number, id: number, value: number): void {
    let place = end;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#isLess(parent, id, value)) break;
      this.#values[place] = this.#values[parent];
      this.#ids[place] = this.#ids[parent];
      place = parent;
    }
    this.#values[place] = value;
    this.#ids[place] = id;
  }

  /** In place of the root, away from it until both children are more. */
  #sink(id: number, value: number): void {
    let place = 0;
    for (let child = 1; child < this.size; child = place * 2 + 1) {
      const other = child + 1;
      if (other < this.size && this.#isLess(other, this.#ids[child], this.#values[child])) child = other;
      if (!this.#isLess(child, id, value)) break;
      this.#values[place] = this.#values[child];
      this.#ids[place] = this.#ids[child];
      place = child;
    }
    this.#values[place] = value;
    this.#ids[place] = id;
  }
}
