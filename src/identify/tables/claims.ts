import type { Micros } from '../../base/time.ts';
import { enlargeDoubles, FIRST_ROWS, TupleTable } from './tuple-table.ts';

/** When bindings were claimed. Apart from the bindings because few of them are: most are only seen in traffic. */
export class Claims {
  readonly #rows: TupleTable;
  #first = new Float64Array(FIRST_ROWS);
  #firstPacket = new Float64Array(FIRST_ROWS);
  #last = new Float64Array(FIRST_ROWS);
  #lastPacket = new Float64Array(FIRST_ROWS);

  constructor(limit: number) {
    this.#rows = new TupleTable(1, limit, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    this.#first = enlargeDoubles(this.#first, rows);
    this.#firstPacket = enlargeDoubles(this.#firstPacket, rows);
    this.#last = enlargeDoubles(this.#last, rows);
    this.#lastPacket = enlargeDoubles(this.#lastPacket, rows);
  }

  add(binding: number, at: Micros, packet: number): void {
    const before = this.#rows.size;
    const row = this.#rows.intern(binding);
    if (row < 0) return;
    const isFirst = row === before;
    if (isFirst || precedes(at, packet, this.#first[row], this.#firstPacket[row])) {
      this.#first[row] = at;
      this.#firstPacket[row] = packet;
    }
    if (isFirst || precedes(this.#last[row], this.#lastPacket[row], at, packet)) {
      this.#last[row] = at;
      this.#lastPacket[row] = packet;
    }
  }

  /** The earliest and the latest claim of a binding that was claimed. */
  of(binding: number): { first: Micros; firstPacket: number; last: Micros; lastPacket: number } {
    const row = this.#rows.find(binding);
    return {
      first: this.#first[row],
      firstPacket: this.#firstPacket[row],
      last: this.#last[row],
      lastPacket: this.#lastPacket[row],
    };
  }
}

function precedes(at: Micros, packet: number, otherAt: Micros, otherPacket: number): boolean {
  return at !== otherAt ? at < otherAt : packet < otherPacket;
}
