import { type FlowView, startOf } from '../../model/flow-view.ts';
import { compareText, type Mark } from '../evidence.ts';
import type { ServiceNames } from './service-names.ts';
import { enlargeDoubles, FIRST_ROWS, TupleTable } from './tuple-table.ts';

export interface Service {
  readonly name: string;
  readonly ipProtocol: number;
  readonly port: number;
  readonly conversations: number;
  readonly mark: Mark;
}

/** A service and whether only its port tells which. */
export interface FoundService {
  readonly service: Service;
  readonly byPort: boolean;
}

/** (binding, port, application): what an address offers, or what it uses. */
export class Services {
  /** Conversations whose service found no room. */
  dropped = 0;
  readonly #tuples: TupleTable;
  #conversations = new Float64Array(FIRST_ROWS);
  #at = new Float64Array(FIRST_ROWS);
  #packet = new Float64Array(FIRST_ROWS);
  readonly #names: ServiceNames;

  constructor(limit: number, names: ServiceNames) {
    this.#names = names;
    this.#tuples = new TupleTable(3, limit, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    this.#conversations = enlargeDoubles(this.#conversations, rows);
    this.#at = enlargeDoubles(this.#at, rows);
    this.#packet = enlargeDoubles(this.#packet, rows);
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
    const before = this.#conversations[id]++;
    const packet = view.firstPacket;
    if (before === 0 || packet < this.#packet[id]) {
      this.#packet[id] = packet;
      this.#at[id] = startOf(view);
    }
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  bindingOf(id: number): number {
    return this.#tuples.word(id, 0);
  }

  /** The service of a row. Its mark names how it was recognised. */
  read(id: number): FoundService {
    const port = this.#tuples.word(id, 1);
    const word = this.#tuples.word(id, 2);
    const name = this.#names.name(word >> 1);
    const byPort = (word & 1) === 1;
    const transport = port >>> 16 === 17 ? 'udp' : 'tcp';
    const mark: Mark = {
      source: byPort ? `${transport} port ${port & 0xffff}` : `${name} conversation`,
      at: this.#at[id],
      packet: this.#packet[id],
    };
    const conversations = this.#conversations[id];
    return {
      service: { name, ipProtocol: port >>> 16, port: port & 0xffff, conversations, mark },
      byPort,
    };
  }
}

/**
 * One service per transport and port: the name by content before the name by port, then the one of
 * most conversations, then the alphabet. Sorted by port, then transport.
 */
export function bestPerPort(found: readonly FoundService[]): Service[] {
  if (found.length < 2) return found.map(({ service }) => service);
  const best = new Map<number, FoundService>();
  for (const entry of found) {
    const key = entry.service.ipProtocol * 65_536 + entry.service.port;
    const rival = best.get(key);
    if (rival === undefined || isBetter(entry, rival)) best.set(key, entry);
  }
  const list = [...best.values()].map((entry) => entry.service);
  return list.sort((a, b) => a.port - b.port || a.ipProtocol - b.ipProtocol);
}

function isBetter(a: FoundService, b: FoundService): boolean {
  if (a.byPort !== b.byPort) return b.byPort;
  const difference = a.service.conversations - b.service.conversations;
  if (difference !== 0) return difference > 0;
  const order = compareText(a.service.name, b.service.name);
  return order !== 0 ? order < 0 : a.service.mark.packet < b.service.mark.packet;
}
