/** Strings behind the numbers in the flow table: application protocols and server names. Bounded. */
export class NameTable {
  readonly limit: number;
  /** Names that found no room; their conversations have none. */
  dropped = 0;
  readonly #names: (string | null)[] = [null];
  readonly #ids = new Map<string, number>();

  /** `limit`: how many names at most. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Names are numbered from 1 to size. */
  get size(): number {
    return this.#ids.size;
  }

  /** The number of a name, 0 when there is no room for a new one. */
  intern(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    if (this.#ids.size >= this.limit) {
      this.dropped++;
      return 0;
    }
    const id = this.#names.length;
    this.#names.push(name);
    this.#ids.set(name, id);
    return id;
  }

  name(id: number): string | null {
    return this.#names[id] ?? null;
  }
}
