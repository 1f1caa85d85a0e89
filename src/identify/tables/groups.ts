const NOTHING: readonly number[] = [];

/** Rows sorted into groups: a linked list for each in two typed arrays, whatever the number of groups. */
export class Groups {
  /** By group: its first row + 1; 0 when it has none. */
  readonly #first: Int32Array;
  /** By row: the next of its group + 1; 0 when it is the last. */
  readonly #next: Int32Array;

  /** `groupOf` has the group of each row, 0 … `groups` - 1; a negative one is none. */
  constructor(groups: number, groupOf: Int32Array) {
    const first = new Int32Array(groups);
    const next = new Int32Array(groupOf.length);
    // From the last to the first: each is put before those of its group that come after it.
    for (let row = groupOf.length - 1; row >= 0; row--) {
      const group = groupOf[row];
      if (group < 0) continue;
      next[row] = first[group];
      first[group] = row + 1;
    }
    this.#first = first;
    this.#next = next;
  }

  /** Rows of the group in ascending order. */
  of(group: number): readonly number[] {
    const first = this.#first[group];
    if (first === 0) return NOTHING;
    let length = 0;
    for (let row = first; row > 0; row = this.#next[row - 1]) length++;
    // Made as long as it will be: pushing the first row would make room for seventeen.
    const list = new Array<number>(length);
    let row = first;
    for (let place = 0; place < length; place++, row = this.#next[row - 1]) list[place] = row - 1;
    return list;
  }
}
