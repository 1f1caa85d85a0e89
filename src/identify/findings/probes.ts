import type { Micros } from '../../base/time.ts';
import { PROBE_FAILED } from './probe-outcome.ts';
import { ProbeTable, protocolAndPort } from './probe-table.ts';

/** Numbers of an attempt in a page: source, target, protocol and port; and time and packet, as doubles. */
const INTS = 3;
const DOUBLES = 2;
/** Where the outcome lies in the number of protocol and port, which takes 24 bits. */
const OUTCOME_AT = 24;
const WHERE_MASK = (1 << OUTCOME_AT) - 1;
/** Attempts of a page: what was written down is never copied. A power of two. */
const PAGE = 8192;
/** Attempts that are written down, at most: told apart they take as much room again. */
const MOST_WRITTEN = 16 * PAGE;

interface Page {
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
}

/**
 * Attempts to reach ports. They are written down one after the other, which costs next to nothing, and told apart when
 * somebody asks about a source that failed often; or when there are too many to be written down.
 */
export class Probes {
  readonly #limit: number;
  #count = 0;
  #pages: Page[] = [];
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
    if (this.#distinct === null && this.#count === Math.min(this.#limit, MOST_WRITTEN)) {
      this.#distinct = this.#tellApart(null, 0);
      this.#forget();
    }
    if (this.#distinct !== null) return this.#distinct.add(source, target, where, outcome, at, packet);
    const row = this.#count & (PAGE - 1);
    if (row === 0) {
      this.#pages.push({ ints: new Int32Array(PAGE * INTS), doubles: new Float64Array(PAGE * DOUBLES) });
    }
    const { ints, doubles } = this.#pages[this.#pages.length - 1];
    const i = row * INTS;
    ints[i] = source;
    ints[i + 1] = target;
    ints[i + 2] = (outcome << OUTCOME_AT) | where;
    const d = row * DOUBLES;
    doubles[d] = at;
    doubles[d + 1] = packet;
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
    for (let left = this.#count, page = 0; left > 0; left -= PAGE, page++) {
      const { ints } = this.#pages[page];
      const end = Math.min(left, PAGE) * INTS;
      for (let i = 0; i < end; i += INTS) {
        if (ints[i + 2] >>> OUTCOME_AT === PROBE_FAILED && ++failures[ints[i]] === fewest) isAny = true;
      }
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
    this.#pages = [];
  }

  #tellApart(failures: Int32Array | null, fewest: number): ProbeTable {
    const table = new ProbeTable(this.#limit);
    for (let n = 0; n < this.#count; n++) {
      const { ints, doubles } = this.#pages[Math.floor(n / PAGE)];
      const i = (n & (PAGE - 1)) * INTS;
      const d = (n & (PAGE - 1)) * DOUBLES;
      const source = ints[i];
      if (failures !== null && failures[source] < fewest) continue;
      const where = ints[i + 2] & WHERE_MASK;
      table.add(source, ints[i + 1], where, ints[i + 2] >>> OUTCOME_AT, doubles[d], doubles[d + 1]);
    }
    return table;
  }
}
