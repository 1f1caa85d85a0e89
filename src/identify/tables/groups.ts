const NOTHING: readonly number[] = [];

/** Rows sorted into groups: two typed arrays, whatever the number of groups. */
export class Groups {
  /** Where the rows of each group begin in `#rows`; one more than there are groups. */
  readonly #starts: Int32Array;
  readonly #rows: Int32Array;

  /** `groupOf` names the group of each of `rows` rows, 0 … `groups` - 1; a negative one belongs to none. */
  constructor(groups: number, rows: number, groupOf: (row: number) => number) {
    const starts = new Int32Array(groups + 1);
    const group = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      group[row] = groupOf(row);
      if (group[row] >= 0) starts[group[row] + 1]++;
    }
    for (let index = 0; index < groups; index++) starts[index + 1] += starts[index];
    const next = starts.slice(0, groups);
    this.#starts = starts;
    this.#rows = new Int32Array(starts[groups]);
    for (let row = 0; row < rows; row++) if (group[row] >= 0) this.#rows[next[group[row]]++] = row;
  }

  /** Rows of the group in ascending order. */
  of(group: number): readonly number[] {
    const from = this.#starts[group];
    const to = this.#starts[group + 1];
    if (from === to) return NOTHING;
    // Made as long as it will be: pushing the first row would make room for seventeen.
    const list = new Array<number>(to - from);
    for (let index = from; index < to; index++) list[index - from] = this.#rows[index];
    return list;
  }
}
