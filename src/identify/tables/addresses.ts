import {
  formatIp,
  isHostIp,
  isLinkLocalIpv6,
  isPrivateIpv4,
  isUniqueLocalIpv6,
  parseIp,
} from '../../base/ip.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { IPV6, LINK_LOCAL_6, PRIVATE } from './layout.ts';
import { FIRST_ROWS, TupleTable } from './tuple-table.ts';

/** In place of a row: IPv4 has one word only, and a table of millions holds nothing else. */
const NO_TAIL = -1;

/**
 * Every host address seen, as a small number. Multicast, broadcast, loopback and unspecified
 * addresses never get one.
 */
export class Addresses {
  /** The first word, and behind it NO_TAIL for IPv4, or the row of the other three in `#tails`. */
  readonly #tuples: TupleTable;
  readonly #tails: TupleTable;
  /** Distinct host addresses that found no room. */
  readonly dropped = new DistinctCounter();
  /** By address: bits of layout.ts. */
  traits = new Uint8Array(FIRST_ROWS);

  constructor(limit: number) {
    this.#tuples = new TupleTable(2, limit, (rows) => this.#enlarge(rows));
    this.#tails = new TupleTable(3, limit);
  }

  #enlarge(rows: number): void {
    const traits = new Uint8Array(rows);
    traits.set(this.traits);
    this.traits = traits;
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  /** Number of an address in the hot path's form; -1 when it is no host address or there is no room. */
  idOf(version: number, w0: number, w1: number, w2: number, w3: number): number {
    if (!isHostIp(version, w0, w1, w2, w3)) return -1;
    const before = this.#tuples.size;
    const id = this.#intern(version, w0, w1, w2, w3);
    if (this.#tuples.size > before) this.traits[id] = traitsOf(version, w0);
    else if (id < 0) this.dropped.add(version, w0, w1, w2, w3);
    return id;
  }

  #intern(version: number, w0: number, w1: number, w2: number, w3: number): number {
    if (version === 4) return this.#tuples.intern(w0, NO_TAIL);
    // A full table takes no tail either: it would be nobody's.
    if (this.#tuples.size >= this.#tuples.limit) return this.find(version, w0, w1, w2, w3);
    return this.#tuples.intern(w0, this.#tails.intern(w1, w2, w3));
  }

  /** Number of an address that was already seen, from any of its texts; else -1. */
  findText(text: string): number {
    const ip = parseIp(text);
    return ip === null ? -1 : this.find(ip.version, ip.w0, ip.w1, ip.w2, ip.w3);
  }

  /** Number of an address that was already seen, else -1. */
  find(version: number, w0: number, w1: number, w2: number, w3: number): number {
    if (version === 4) return this.#tuples.find(w0, NO_TAIL);
    const tail = this.#tails.find(w1, w2, w3);
    return tail < 0 ? -1 : this.#tuples.find(w0, tail);
  }

  /** A word (0…3) of the address as int32; those of IPv4 that are not there are 0. */
  word(id: number, index: number): number {
    if (index === 0) return this.#tuples.word(id, 0);
    const tail = this.#tuples.word(id, 1);
    return tail === NO_TAIL ? 0 : this.#tails.word(tail, index - 1);
  }

  text(id: number): string {
    const version = this.isIpv6(id) ? 6 : 4;
    return formatIp(version, this.word(id, 0), this.word(id, 1), this.word(id, 2), this.word(id, 3));
  }

  isPrivate(id: number): boolean {
    return (this.traits[id] & PRIVATE) !== 0;
  }

  isLinkLocal6(id: number): boolean {
    return (this.traits[id] & LINK_LOCAL_6) !== 0;
  }

  isIpv6(id: number): boolean {
    return (this.traits[id] & IPV6) !== 0;
  }

  /** Numeric order: IPv4 before IPv6, then by value. */
  compare(a: number, b: number): number {
    if (this.isIpv6(a) !== this.isIpv6(b)) return this.isIpv6(a) ? 1 : -1;
    for (let index = 0; index < 4; index++) {
      const difference = (this.word(a, index) >>> 0) - (this.word(b, index) >>> 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

function traitsOf(version: number, w0: number): number {
  if (version === 4) return isPrivateIpv4(w0) ? PRIVATE : 0;
  if (isLinkLocalIpv6(w0)) return IPV6 | LINK_LOCAL_6 | PRIVATE;
  return isUniqueLocalIpv6(w0) ? IPV6 | PRIVATE : IPV6;
}
