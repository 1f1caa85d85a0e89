import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';
import { compareText, type Mark } from '../evidence.ts';
import type { ServiceNames } from './service-names.ts';
import type { Tuples } from './tuple-table.ts';

export interface Service {
  readonly name: string;
  readonly ipProtocol: number;
  readonly port: number;
  readonly mark: Mark;
}

/** Services of one device. */
export interface FoundServices {
  /**
   * One per transport and port: the name by content before the name by port, then the one of most conversations, then
   * the alphabet. Sorted by port, then transport.
   */
  readonly best: readonly Service[];
  /** Whether only their ports tell which they are. */
  readonly byPort: boolean;
}

/** Words of a key: binding, transport and port, application. */
const KEY_WORDS = 3;
/** Numbers of a row in `#seen`. */
const SEEN = 3;
const NO_SERVICES: FoundServices = { best: [], byPort: true };

/** (binding, port, application): what an address offers, or what it uses. */
export class Services {
  readonly #core: Core;
  readonly #table: number;
  readonly #keys: Int32Array;
  /** By row: how many conversations, and the packet and the time of the first. Together: they are wanted together. */
  readonly #seen: Float64Array;
  readonly #names: ServiceNames;

  /** `table`: OFFERED or USED. */
  constructor(core: Core, table: number, names: ServiceNames) {
    this.#core = core;
    this.#table = table;
    this.#keys = core.keys(table);
    this.#seen = core.doubleColumn(table, L.SEEN, SEEN);
    this.#names = names;
  }

  /** Conversations whose service found no room. */
  get dropped(): number {
    return this.#core.dropped(this.#table);
  }

  /** The binding is their first word. */
  get tuples(): Tuples {
    return { size: this.#core.size(this.#table), width: KEY_WORDS, words: this.#keys };
  }

  /** The services of some rows. */
  found(rows: readonly number[]): FoundServices {
    if (rows.length === 0) return NO_SERVICES;
    if (rows.length === 1) return { best: [this.#read(rows[0])], byPort: this.#isByPort(rows[0]) };
    const best = new Map<number, number>();
    let byPort = true;
    for (const row of rows) {
      const port = this.#keys[row * KEY_WORDS + 1];
      const rival = best.get(port);
      if (rival === undefined || this.#isBetter(row, rival)) best.set(port, row);
      byPort &&= this.#isByPort(row);
    }
    const services = Array.from(best.values(), (row) => this.#read(row));
    if (services.length > 1) services.sort((a, b) => a.port - b.port || a.ipProtocol - b.ipProtocol);
    return { best: services, byPort };
  }

  #isByPort(row: number): boolean {
    return (this.#keys[row * KEY_WORDS + 2] & 1) === 1;
  }

  #nameOf(row: number): string {
    return this.#names.name(this.#keys[row * KEY_WORDS + 2] >> 1);
  }

  #isBetter(a: number, b: number): boolean {
    if (this.#isByPort(a) !== this.#isByPort(b)) return this.#isByPort(b);
    const difference = this.#seen[a * SEEN] - this.#seen[b * SEEN];
    if (difference !== 0) return difference > 0;
    const order = compareText(this.#nameOf(a), this.#nameOf(b));
    return order !== 0 ? order < 0 : this.#seen[a * SEEN + 1] < this.#seen[b * SEEN + 1];
  }

  /** The service of a row. Its mark names how it was recognised. */
  #read(row: number): Service {
    const word = this.#keys[row * KEY_WORDS + 1];
    const port = word & 0xffff;
    const ipProtocol = word >>> 16;
    const name = this.#nameOf(row);
    const source = this.#isByPort(row)
      ? `${ipProtocol === 17 ? 'udp' : 'tcp'} port ${port}`
      : `${name} conversation`;
    const mark: Mark = { source, at: this.#seen[row * SEEN + 2], packet: this.#seen[row * SEEN + 1] };
    return { name, ipProtocol, port, mark };
  }
}
