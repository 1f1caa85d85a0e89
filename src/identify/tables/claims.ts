import type { Micros } from '../../base/time.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS } from './tuple-table.ts';

/** When bindings were claimed. Apart from the bindings because few of them are: most are only seen in traffic. */
export class Claims {
  /** By binding: its row + 1; 0 where it was not claimed. */
  #rows = new Int32Array(FIRST_ROWS);
  #count = 0;
  #first = new Float64Array(FIRST_ROWS);
  #firstPacket = new Float64Array(FIRST_ROWS);
  #last = new Float64Array(FIRST_ROWS);
  #lastPacket = new Float64Array(FIRST_ROWS);

  #enlarge(rows: number): void {
    this.#first = enlargeDoubles(this.#first, rows);
    this.#firstPacket = enlargeDoubles(this.#firstPacket, rows);
    this.#last = enlargeDoubles(this.#last, rows);
    this.#lastPacket = enlargeDoubles(this.#lastPacket, rows);
  }

  add(binding: number, at: Micros, packet: number): void {
    const row = this.#rowOf(binding);
    if (row < 0) this.#append(binding, at, packet);
    else {
      if (precedes(at, packet, this.#first[row], this.#firstPacket[row])) {
        this.#first[row] = at;
        this.#firstPacket[row] = packet;
      }
      if (precedes(this.#last[row], this.#lastPacket[row], at, packet)) {
        this.#last[row] = at;
        this.#lastPacket[row] = packet;
      }
    }
  }

  #append(binding: number, at: Micros, packet: number): void {
    if (binding >= this.#rows.length) {
      this.#rows = enlargeInts(this.#rows, Math.max(this.#rows.length * 4, binding * 2));
    }
    const row = this.#count++;
    this.#rows[binding] = row + 1;
    if (row === this.#first.length) this.#enlarge(row * 4);
    this.#first[row] = at;
    this.#firstPacket[row] = packet;
    this.#last[row] = at;
    this.#lastPacket[row] = packet;
  }

  /** -1 when it was not claimed. */
  #rowOf(binding: number): number {
    return binding < this.#rows.length ? this.#rows[binding] - 1 : -1;
  }

  /** The earliest and the latest claim of a binding that was claimed. */
  of(binding: number): { first: Micros; firstPacket: number; last: Micros; lastPacket: number } {
    const row = this.#rowOf(binding);
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
