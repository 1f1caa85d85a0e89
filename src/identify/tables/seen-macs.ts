import { macFrom } from '../../base/mac.ts';
import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';

/** Words of a key: the MAC's first two bytes, the others. */
const KEY_WORDS = 2;

/** Every distinct MAC that sent, bounded. */
export class SeenMacs {
  readonly limit: number;
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    this.limit = core.int(L.MACS + L.LIMIT);
  }

  get size(): number {
    return this.#core.size(L.MACS);
  }

  /** Additions refused because there was no room (repeats included: what was refused is not remembered). */
  get dropped(): number {
    return this.#core.dropped(L.MACS);
  }

  /** Adds a MAC in the hot path's two parts: uint16 and int32. Whether it is new, and there is room for it. */
  add(high: number, low: number): boolean {
    return this.#core.program.seeMac(high, low) === 1;
  }

  /** In ascending order. */
  sorted(): Float64Array {
    const keys = this.#core.keys(L.MACS);
    const macs = new Float64Array(this.size);
    for (let row = 0, at = 0; row < macs.length; row++, at += KEY_WORDS) {
      macs[row] = macFrom(keys[at], keys[at + 1]);
    }
    return macs.sort();
  }
}
