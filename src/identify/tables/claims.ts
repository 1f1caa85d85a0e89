import type { Micros } from '../../base/time.ts';
import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';

/** When bindings were claimed. Apart from the bindings because few of them are: most are only seen in traffic. */
export class Claims {
  /** By binding: its row + 1; 0 where it was not claimed. */
  readonly #rows: Int32Array;
  readonly #first: Float64Array;
  readonly #firstPacket: Float64Array;
  readonly #last: Float64Array;
  readonly #lastPacket: Float64Array;

  constructor(core: Core) {
    this.#rows = core.intColumn(L.BINDINGS, L.CLAIM_ROWS);
    this.#first = core.doubleColumn(L.CLAIMS, L.CLAIM_FIRST);
    this.#firstPacket = core.doubleColumn(L.CLAIMS, L.CLAIM_FIRST_PACKET);
    this.#last = core.doubleColumn(L.CLAIMS, L.CLAIM_LAST);
    this.#lastPacket = core.doubleColumn(L.CLAIMS, L.CLAIM_LAST_PACKET);
  }

  /** The earliest and the latest claim of a binding that was claimed. */
  of(binding: number): { first: Micros; firstPacket: number; last: Micros; lastPacket: number } {
    const row = this.#rows[binding] - 1;
    return {
      first: this.#first[row],
      firstPacket: this.#firstPacket[row],
      last: this.#last[row],
      lastPacket: this.#lastPacket[row],
    };
  }
}
