import type { Micros } from '../../base/time.ts';
import { TCP } from '../service-names.ts';
import { enlargeDoubles, FIRST_ROWS, TupleTable } from '../tables/tuple-table.ts';
import { PROBE_FAILED } from './probe-outcome.ts';

/**
 * Who tried which port of whom, and whether anybody answered: (source, target, transport and port), the
 * addresses as numbers of `Addresses`. Answered ones are kept as well: a busy client fails sometimes.
 */
export class ProbeTable {
  readonly #tuples: TupleTable;
  /** PROBE_ bits. Answered once is answered. */
  outcome = new Uint8Array(FIRST_ROWS);
  at = new Float64Array(FIRST_ROWS);
  packet = new Float64Array(FIRST_ROWS);

  constructor(limit: number) {
    this.#tuples = new TupleTable(3, limit, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    const outcome = new Uint8Array(rows);
    outcome.set(this.outcome);
    this.outcome = outcome;
    this.at = enlargeDoubles(this.at, rows);
    this.packet = enlargeDoubles(this.packet, rows);
  }

  /** `protocolAndPort`: see protocolAndPort. False when there is no room. */
  add(
    source: number,
    target: number,
    protocolAndPort: number,
    outcome: number,
    at: Micros,
    packet: number,
  ): boolean {
    const before = this.#tuples.size;
    const id = this.#tuples.intern(source, target, protocolAndPort);
    if (id < 0) return false;
    if (this.#tuples.size > before) {
      this.outcome[id] = outcome;
      this.at[id] = at;
      this.packet[id] = packet;
      return true;
    }
    this.outcome[id] |= outcome;
    if (packet < this.packet[id]) {
      this.packet[id] = packet;
      this.at[id] = at;
    }
    return true;
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  sourceOf(id: number): number {
    return this.#tuples.word(id, 0);
  }

  targetOf(id: number): number {
    return this.#tuples.word(id, 1);
  }

  isTcp(id: number): boolean {
    return this.#tuples.word(id, 2) >>> 16 === TCP;
  }

  portOf(id: number): number {
    return this.#tuples.word(id, 2) & 0xffff;
  }

  failed(id: number): boolean {
    return this.outcome[id] === PROBE_FAILED;
  }
}

/** What an attempt went to besides an address: IP protocol and port in one number. */
export function protocolAndPort(ipProtocol: number, port: number): number {
  return (ipProtocol << 16) | port;
}
