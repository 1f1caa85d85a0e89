import {
  formatIp,
  isHostIpv4,
  isHostIpv6,
  isLinkLocalIpv6,
  isPrivateIpv4,
  parseIpv4,
  parseIpv6,
} from '../../base/ip.ts';
import { DistinctCounter } from './distinct-counter.ts';
import { enlargeInts, FIRST_ROWS, TupleTable } from './tuple-table.ts';

const PRIVATE = 1;
const LINK_LOCAL_6 = 2;
const IPV6 = 4;

/**
 * Every host address seen, as a small number. Multicast, broadcast, loopback and unspecified
 * addresses never get one. Texts are made once, on demand.
 */
export class Addresses {
  readonly #tuples: TupleTable;
  /** Distinct host addresses that found no room. */
  readonly dropped = new DistinctCounter();
  #traits = new Int32Array(FIRST_ROWS);
  readonly #texts: string[] = [];
  readonly #ofText = new Map<string, number>();

  constructor(limit: number) {
    this.#tuples = new TupleTable(5, limit, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    this.#traits = enlargeInts(this.#traits, rows);
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#tuples.size;
  }

  /** Number of an address in the hot path's form; -1 when it is no host address or there is no room. */
  idOf(version: number, w0: number, w1: number, w2: number, w3: number): number {
    if (!isHostAddress(version, w0, w1, w2, w3)) return -1;
    const before = this.#tuples.size;
    const id = this.#tuples.intern(version, w0, w1, w2, w3);
    if (this.#tuples.size > before) this.#traits[id] = traitsOf(version, w0);
    else if (id < 0) this.dropped.add(version, w0, w1, w2, w3);
    return id;
  }

  /** The same from canonical text; -1 also when the text is no address. Repeated texts cost one Map hit. */
  idOfText(text: string): number {
    const known = this.#ofText.get(text);
    if (known !== undefined) return known;
    const words = wordsOf(text);
    if (words === null) return -1;
    const id = this.idOf(words[0], words[1], words[2], words[3], words[4]);
    if (id >= 0) {
      if (this.#ofText.size >= this.#tuples.limit) this.#ofText.clear(); // only a cache
      this.#ofText.set(text, id);
    }
    return id;
  }

  /** Number of an address that was already seen, from any of its texts; else -1. */
  findText(text: string): number {
    const known = this.#ofText.get(text);
    if (known !== undefined) return known;
    const words = wordsOf(text);
    return words === null ? -1 : this.#tuples.find(words[0], words[1], words[2], words[3], words[4]);
  }

  /** Number of an address that was already seen, else -1. */
  find(version: number, w0: number, w1: number, w2: number, w3: number): number {
    return this.#tuples.find(version, w0, w1, w2, w3);
  }

  /** IP version (0) or word of the address (1…4), as int32. */
  word(id: number, index: number): number {
    return this.#tuples.word(id, index);
  }

  text(id: number): string {
    this.#texts[id] ??= formatIp(
      this.#tuples.word(id, 0),
      this.#tuples.word(id, 1),
      this.#tuples.word(id, 2),
      this.#tuples.word(id, 3),
      this.#tuples.word(id, 4),
    );
    return this.#texts[id];
  }

  /** RFC 1918, shared, link-local or unique local: stays inside a site. */
  isPrivate(id: number): boolean {
    return (this.#traits[id] & PRIVATE) !== 0;
  }

  /** fe80::/10. */
  isLinkLocal6(id: number): boolean {
    return (this.#traits[id] & LINK_LOCAL_6) !== 0;
  }

  isIpv6(id: number): boolean {
    return (this.#traits[id] & IPV6) !== 0;
  }

  /** Numeric order: IPv4 before IPv6, then by value. */
  compare(a: number, b: number): number {
    for (let index = 0; index < 5; index++) {
      const difference = (this.#tuples.word(a, index) >>> 0) - (this.#tuples.word(b, index) >>> 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

/** True for an address that names one host. `version` is 4 or 6, anything else is no address. */
export function isHostAddress(version: number, w0: number, w1: number, w2: number, w3: number): boolean {
  if (version === 4) return isHostIpv4(w0);
  return version === 6 && isHostIpv6(w0, w1, w2, w3);
}

/** A destination no router forwards: 255.255.255.255, 224.0.0.0/24 (RFC 5771 §4), ff02::/16 (RFC 4291 §2.7). */
export function staysOnLink(version: number, w0: number): boolean {
  if (version === 4) return (w0 | 0) === -1 || w0 >>> 8 === 0xe00000;
  return version === 6 && w0 >>> 16 === 0xff02;
}

function traitsOf(version: number, w0: number): number {
  if (version === 4) return isPrivateIpv4(w0) ? PRIVATE : 0;
  if (isLinkLocalIpv6(w0)) return IPV6 | LINK_LOCAL_6 | PRIVATE;
  return w0 >>> 25 === 0x7e ? IPV6 | PRIVATE : IPV6; // fc00::/7, RFC 4193
}

function wordsOf(text: string): [number, number, number, number, number] | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return [4, v4 | 0, 0, 0, 0];
  const groups = parseIpv6(text);
  if (groups === null) return null;
  const word = (index: number) => (groups[index * 2] << 16) | groups[index * 2 + 1];
  return [6, word(0), word(1), word(2), word(3)];
}
