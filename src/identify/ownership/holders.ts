import { TupleTable } from '../tables/tuple-table.ts';

/**
 * Which interfaces hold which addresses. Nearly every address is held by one: that is a column, and only the others of an
 * address take room and time of a table.
 */
export class Holders {
  /** By address: the first interface that held it + 1; 0 when none does. */
  readonly #first: Int32Array;
  readonly #others: TupleTable;

  /** For so many addresses, and at most `limit` pairs. */
  constructor(addresses: number, limit: number) {
    this.#first = new Int32Array(addresses);
    this.#others = new TupleTable(2, limit);
  }

  /** False when it was known. */
  add(iface: number, address: number): boolean {
    const first = this.#first[address];
    if (first === 0) this.#first[address] = iface + 1;
    if (first === 0 || first === iface + 1) return first === 0;
    const before = this.#others.size;
    return this.#others.intern(iface, address) === before;
  }

  has(iface: number, address: number): boolean {
    const first = this.#first[address];
    return first === iface + 1 || (first !== 0 && this.#others.find(iface, address) >= 0);
  }

  /** Whether any interface holds it. */
  isHeld(address: number): boolean {
    return this.#first[address] !== 0;
  }
}
