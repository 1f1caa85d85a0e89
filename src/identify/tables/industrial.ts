import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';
import type { Tuples } from './tuple-table.ts';

/** Conversations in industrial protocols: (binding of the client, address of the server). */
export class Industrial implements Tuples {
  readonly width = 2;
  readonly words: Int32Array;
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    this.words = core.keys(L.INDUSTRIAL);
  }

  get size(): number {
    return this.#core.size(L.INDUSTRIAL);
  }

  clientOf(row: number): number {
    return this.words[row * this.width];
  }

  serverOf(row: number): number {
    return this.words[row * this.width + 1];
  }
}
