import { type Mac, macFrom } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import { AddressSet } from '../../flows/address-set.ts';

/** What tells a MAC from an IP address in the set underneath. */
const MAC_VERSION = 48;

/** Every distinct source MAC, bounded; tells when one is seen for the first time. */
export class MacSet {
  readonly #set: AddressSet;
  readonly #onNew: ((mac: Mac, at: Micros) => void) | null;

  constructor(limit: number, onNew: ((mac: Mac, at: Micros) => void) | null = null) {
    this.#set = new AddressSet(limit);
    this.#onNew = onNew;
  }

  get limit(): number {
    return this.#set.limit;
  }

  get size(): number {
    return this.#set.size;
  }

  /** Additions refused because the set was full (repeats included: the set cannot remember them). */
  get dropped(): number {
    return this.#set.dropped;
  }

  /** A MAC in the hot path's two parts: uint16 and int32. */
  add(high: number, low: number, at: Micros): void {
    const before = this.#set.size;
    this.#set.add(MAC_VERSION, high, low, 0, 0);
    if (this.#onNew !== null && this.#set.size > before) this.#onNew(macFrom(high, low), at);
  }

  addMac(mac: Mac, at: Micros): void {
    this.add(Math.floor(mac / 0x1_0000_0000), mac | 0, at);
  }

  /** In ascending order. */
  sorted(): Mac[] {
    const macs: Mac[] = [];
    this.#set.forEach((_version, high, low) => {
      macs.push(macFrom(high, low));
    });
    return macs.sort((a, b) => a - b);
  }
}
