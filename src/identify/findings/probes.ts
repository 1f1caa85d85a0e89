import type { Micros } from '../../base/time.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS } from '../tables/tuple-table.ts';
import { PROBE_FAILED } from './probe-outcome.ts';
import { ProbeTable, protocolAndPort } from './probe-table.ts';

/** Numbers of an attempt in `#ints`: source, target, protocol and port, outcome. */
const INTS = 4;
/** And in `#doubles`: time and packet. */
const DOUBLES = 2;

/**
 * Attempts to reach ports. They are written down one after the other, which costs next to nothing, and told apart when
 * somebody asks about a source that failed often; or when there are too many to be written down.
 */
export class Probes {
  readonly #limit: number;
  #count = 0;
  #ints = new Int32Array(FIRST_ROWS * INTS);
  #doubles = new Float64Array(FIRST_ROWS * DOUBLES);
  /** All of them, told apart; `null` while they are written down. */
  #distinct: ProbeTable | null = null;

  /** At most `limit` distinct ones. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when there is no room. Addresses are numbers of `Addresses`, `outcome` is a PROBE_ bit. */
  add(
    source: number,
    target: number,
    ipProtocol: number,
    port: number,
    outcome: number,
    at: Micros,
    packet: number,
  ): boolean {
    const where = protocolAndPort(ipProtocol, port);
    if (this.#distinct === null && this.#count === this.#limit) {
      this.#distinct = this.#tellApart(null, 0);
      this.#forget();
    }
    if (this.#distinct !== null) return this.#distinct.add(source, target, where, outcome, at, packet);
    let i = this.#count * INTS;
    if (i === this.#ints.length) this.#grow();
    this.#ints[i++] = source;
    this.#ints[i++] = target;
    this.#ints[i++] = where;
    this.#ints[i] = outcome;
    const d = this.#count * DOUBLES;
    this.#doubles[d] = at;
    this.#doubles[d + 1] = packet;
    this.#count++;
    return true;
  }

  /**
   * Those of sources with at least `fewest` failed attempts among them, and maybe more. In the order in which they were
   * first made; `sources` is how many addresses there are.
   */
  ofSuspects(fewest: number, sources: number): ProbeTable {
    if (this.#distinct !== null) return this.#distinct;
    const failures = new Int32Array(sources);
    let isAny = false;
    const end = this.#count * INTS;
    for (let i = 0; i < end; i += INTS) {
      if (this.#ints[i + 3] === PROBE_FAILED && ++failures[this.#ints[i]] === fewest) isAny = true;
    }
    return isAny ? this.#tellApart(failures, fewest) : new ProbeTable(0);
  }

  /** Forgets everything. */
  clear(): void {
    this.#distinct = null;
    this.#forget();
  }

  #forget(): void {
    this.#count = 0;
    this.#ints = new Int32Array(FIRST_ROWS * INTS);
    this.#doubles = new Float64Array(FIRST_ROWS * DOUBLES);
  }

  #tellApart(failures: Int32Array | null, fewest: number): ProbeTable {
    const table = new ProbeTable(this.#limit);
    for (let n = 0; n < this.#count; n++) {
      const i = n * INTS;
      const d = n * DOUBLES;
      const source = this.#ints[i];
      if (failures !== null && failures[source] < fewest) continue;
      const target = this.#ints[i + 1];
      const where = this.#ints[i + 2];
      table.add(source, target, where, this.#ints[i + 3], this.#doubles[d], this.#doubles[d + 1]);
    }
    return table;
  }

  #grow(): void {
    const rows = Math.min(this.#count * 2, this.#limit);
    this.#ints = enlargeInts(this.#ints, rows * INTS);
    this.#doubles = enlargeDoubles(this.#doubles, rows * DOUBLES);
  }
}
