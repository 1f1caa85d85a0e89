import { type Mac, macFrom } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';

/** Every distinct source MAC and when it was first seen, bounded. */
export class MacSet {
  readonly limit: number;
  /** Additions refused because the set was full (repeats included: the set cannot remember them). */
  dropped = 0;
  readonly #seen = new Map<Mac, Micros>();
  readonly #onNew: ((mac: Mac, at: Micros) => void) | null;

  constructor(limit: number, onNew: ((mac: Mac, at: Micros) => void) | null = null) {
    this.limit = limit;
    this.#onNew = onNew;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** A MAC in the hot path's two parts. */
  add(high: number, low: number, at: Micros): void {
    this.addMac(macFrom(high, low), at);
  }

  addMac(mac: Mac, at: Micros): void {
    if (this.#seen.has(mac)) return;
    if (this.#seen.size >= this.limit) {
      this.dropped++;
      return;
    }
    this.#seen.set(mac, at);
    this.#onNew?.(mac, at);
  }

  /** In ascending order. */
  sorted(): Mac[] {
    return [...this.#seen.keys()].sort((a, b) => a - b);
  }
}
