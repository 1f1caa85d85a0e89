import { formatIp, parseIp } from '../../base/ip.ts';
import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';
import { IPV6, LINK_LOCAL_6, NO_TAIL, PRIVATE } from './layout.ts';

/** Words of an address's key, and of its tail's. */
const KEY_WORDS = 2;
const TAIL_WORDS = 3;

/**
 * Every host address seen, as a small number. Multicast, broadcast, loopback and unspecified
 * addresses never get one.
 */
export class Addresses {
  /** By address: bits of layout.ts. */
  readonly traits: Uint8Array;
  readonly #core: Core;
  /** The first word, and behind it NO_TAIL for IPv4, or the row of the other three in `#tails`. */
  readonly #keys: Int32Array;
  readonly #tails: Int32Array;

  constructor(core: Core) {
    this.#core = core;
    this.#keys = core.keys(L.ADDRESSES);
    this.#tails = core.keys(L.TAILS);
    this.traits = core.byteColumn(L.ADDRESSES, L.TRAITS);
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#core.size(L.ADDRESSES);
  }

  /** Distinct host addresses that found no room. */
  get dropped(): number {
    return this.#core.int(L.ADDRESSES_DROPPED);
  }

  /** Number of an address that was already seen, from any of its texts; else -1. */
  findText(text: string): number {
    const ip = parseIp(text);
    return ip === null ? -1 : this.find(ip.version, ip.w0, ip.w1, ip.w2, ip.w3);
  }

  /** Number of an address that was already seen, else -1. */
  find(version: number, w0: number, w1: number, w2: number, w3: number): number {
    return this.#core.program.findAddress(version, w0 | 0, w1 | 0, w2 | 0, w3 | 0);
  }

  /** A word (0…3) of the address as int32; those of IPv4 that are not there are 0. */
  word(id: number, index: number): number {
    if (index === 0) return this.#keys[id * KEY_WORDS];
    const tail = this.#keys[id * KEY_WORDS + 1];
    return tail === NO_TAIL ? 0 : this.#tails[tail * TAIL_WORDS + index - 1];
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
