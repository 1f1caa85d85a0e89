import { type FlowView, startOf } from '../../model/flow-view.ts';
import { compareText, type Mark } from '../evidence.ts';
import type { ServiceNames } from './service-names.ts';
import { enlargeDoubles, FIRST_ROWS, type Tuples, TupleTable } from './tuple-table.ts';

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

/** Numbers of a row in `#seen`. */
const SEEN = 3;
const NO_SERVICES: FoundServices = { best: [], byPort: true };

/** (binding, port, application): what an address offers, or what it uses. */
export class Services {
  /** Conversations whose service found no room. */
  dropped = 0;
  readonly #tuples: TupleTable;
  /** By row: how many conversations, and the packet and the time of the first. Together: they are wanted together. */
  #seen = new Float64Array(FIRST_ROWS * SEEN);
  readonly #names: ServiceNames;

  constructor(limit: number, names: ServiceNames) {
    this.#names = names;
    this.#tuples = new TupleTable(3, limit, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    this.#seen = enlargeDoubles(this.#seen, rows * SEEN);
  }

  /**
   * A conversation with a service of the responder. `name` is a number of the names. `byPort` is 1 when only the port tells
   * it: then what content says of the same port wins.
   */
  add(binding: number, view: FlowView, name: number, byPort: 0 | 1): void {
    const where = ((view.ipProtocol & 255) << 16) | view.dstPort;
    const id = this.#tuples.intern(binding, where, (name << 1) | byPort);
    if (id < 0) {
      this.dropped++;
      return;
    }
    const seen = this.#seen;
    const at = id * SEEN;
    const before = seen[at]++;
    const packet = view.firstPacket;
    if (before === 0 || packet < seen[at + 1]) {
      seen[at + 1] = packet;
      seen[at + 2] = startOf(view);
    }
  }

  /** The binding is their first word. */
  get tuples(): Tuples {
    return this.#tuples;
  }

  /** The services of some rows. */
  found(rows: readonly number[]): FoundServices {
    if (rows.length === 0) return NO_SERVICES;
    if (rows.length === 1) return { best: [this.#read(rows[0])], byPort: this.#isByPort(rows[0]) };
    const best = new Map<number, number>();
    let byPort = true;
    const { words, width } = this.#tuples;
    for (const row of rows) {
      const port = words[row * width + 1];
      const rival = best.get(port);
      if (rival === undefined || this.#isBetter(row, rival)) best.set(port, row);
      byPort &&= this.#isByPort(row);
    }
    const services = Array.from(best.values(), (row) => this.#read(row));
    if (services.length > 1) services.sort((a, b) => a.port - b.port || a.ipProtocol - b.ipProtocol);
    return { best: services, byPort };
  }

  #isByPort(row: number): boolean {
    return (this.#tuples.word(row, 2) & 1) === 1;
  }

  #nameOf(row: number): string {
    return this.#names.name(this.#tuples.word(row, 2) >> 1);
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
    const word = this.#tuples.word(row, 1);
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
