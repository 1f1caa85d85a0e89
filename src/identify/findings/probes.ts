import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';
import { OUTCOME_AT } from '../core/program/probes.ts';
import { MOST_WRITTEN_PROBES } from '../core/reserve.ts';
import { PROBE_FAILED } from './probe-outcome.ts';
import { ProbeTable } from './probe-table.ts';

const WHERE_MASK = (1 << OUTCOME_AT) - 1;
/** Ints and doubles of an attempt that is written down. */
const INTS = L.PROBE_BYTES / 4;
const DOUBLES = L.PROBE_BYTES / 8;
const TIME = L.PROBE_TIME / 8;
const PACKET = L.PROBE_PACKET / 8;
const COUNT = (L.PROBES + L.SIZE) / 4;

/**
 * Attempts to reach ports. The core writes them down one after the other, which costs next to nothing; here they are told apart,
 * when somebody asks about a source that failed often, or when there are too many to be written down.
 */
export class Probes {
  readonly #core: Core;
  readonly #limit: number;
  readonly #onFull: (table: ProbeTable) => void;
  readonly #ints: Int32Array;
  readonly #doubles: Float64Array;
  /** Those told apart; `null` while all are only written down. */
  #distinct: ProbeTable | null = null;

  /** At most `limit` distinct ones. When there are more, `onFull` is given them, and they are forgotten. */
  constructor(core: Core, limit: number, onFull: (table: ProbeTable) => void) {
    this.#core = core;
    this.#limit = limit;
    this.#onFull = onFull;
    const at = core.int(L.PROBES + L.PROBES_AT);
    this.#ints = new Int32Array(core.ints.buffer, at, MOST_WRITTEN_PROBES * INTS);
    this.#doubles = new Float64Array(core.ints.buffer, at, MOST_WRITTEN_PROBES * DOUBLES);
    // What is written down has to fit when it is told apart.
    core.ints[(L.PROBES + L.PROBE_LIMIT) / 4] = Math.min(limit, MOST_WRITTEN_PROBES);
    core.onProbesFull = () => {
      this.#tellAllApart();
    };
  }

  /**
   * Those of sources with at least `fewest` failed attempts among them, and maybe more. In the order in which they were
   * first made; `sources` is how many addresses there are.
   */
  ofSuspects(fewest: number, sources: number): ProbeTable {
    if (this.#distinct !== null) return this.#tellAllApart();
    const count = this.#core.ints[COUNT];
    const failures = new Int32Array(sources);
    const table = new ProbeTable(this.#limit);
    let isAny = false;
    for (let i = 0; i < count * INTS; i += INTS) {
      const isFailed = this.#ints[i + 2] >>> OUTCOME_AT === PROBE_FAILED;
      if (isFailed && ++failures[this.#ints[i]] === fewest) isAny = true;
    }
    for (let row = 0; isAny && row < count; row++) {
      if (failures[this.#ints[row * INTS]] >= fewest) this.#addTo(table, row);
    }
    return table;
  }

  /** Forgets everything. */
  clear(): void {
    this.#distinct = null;
    this.#core.ints[COUNT] = 0;
  }

  #tellAllApart(): ProbeTable {
    const count = this.#core.ints[COUNT];
    let table = this.#distinct ?? new ProbeTable(this.#limit);
    for (let row = 0; row < count; row++) {
      if (this.#addTo(table, row)) continue;
      this.#onFull(table);
      table = new ProbeTable(this.#limit);
      this.#addTo(table, row);
    }
    this.#distinct = table;
    this.#core.ints[COUNT] = 0;
    return table;
  }

  /** False when there is no room. */
  #addTo(table: ProbeTable, row: number): boolean {
    const i = row * INTS;
    const d = row * DOUBLES;
    const where = this.#ints[i + 2] & WHERE_MASK;
    const outcome = this.#ints[i + 2] >>> OUTCOME_AT;
    const [at, packet] = [this.#doubles[d + TIME], this.#doubles[d + PACKET]];
    return table.add(this.#ints[i], this.#ints[i + 1], where, outcome, at, packet);
  }
}
