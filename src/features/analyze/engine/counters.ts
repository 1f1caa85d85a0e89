import type { Micros } from '../../../base/time.ts';
import type { Kernel } from '../../../flows/kernel/kernel.ts';
import type { DecodeCounts } from '../../../model/analysis.ts';
import { LAYER_NAMES } from '../../../wire/layers.ts';
import { MALFORMED, OK, type Outcome, TRUNCATED, UNSUPPORTED } from '../../../wire/outcome.ts';

/** Counters of everything captured. Doubles in typed arrays: counting never allocates. */
export class CaptureCounters {
  /** Packets, captured bytes, wire bytes, first time, last time. */
  readonly #sums: Float64Array;
  /** By layer and outcome: where decoding stopped. */
  readonly #stops: Float64Array;

  /** `kernel`: who counts here too, in its memory. */
  constructor(kernel: Kernel | null = null) {
    this.#sums = kernel?.sums ?? new Float64Array(5);
    this.#sums[3] = Number.POSITIVE_INFINITY;
    this.#sums[4] = Number.NEGATIVE_INFINITY;
    this.#stops = kernel?.stops ?? new Float64Array(LAYER_NAMES.length * 4);
  }

  add(capturedBytes: number, wireBytes: number, clock: Float64Array): void {
    const sums = this.#sums;
    sums[0] += 1;
    sums[1] += capturedBytes;
    sums[2] += wireBytes;
    const now = clock[0];
    if (now < sums[3]) sums[3] = now;
    if (now > sums[4]) sums[4] = now;
  }

  /** The outcome of a whole frame: `layer` is the deepest one reached. */
  stop(layer: number, outcome: Outcome): void {
    this.#stops[layer * 4 + outcome]++;
  }

  get packets(): number {
    return this.#sums[0];
  }
  get bytes(): number {
    return this.#sums[1];
  }
  get wireBytes(): number {
    return this.#sums[2];
  }
  get firstSeen(): Micros | null {
    return this.packets === 0 ? null : this.#sums[3];
  }
  get lastSeen(): Micros | null {
    return this.packets === 0 ? null : this.#sums[4];
  }

  decode(): DecodeCounts {
    const sum = { ok: 0, truncated: 0, malformed: 0, unsupported: 0 };
    for (let layer = 0; layer < LAYER_NAMES.length; layer++) {
      const counts = this.#layer(layer);
      sum.ok += counts.ok;
      sum.truncated += counts.truncated;
      sum.malformed += counts.malformed;
      sum.unsupported += counts.unsupported;
    }
    return sum;
  }

  /** Layers at which at least one frame did not end well. */
  decodeLayers(): ({ readonly layer: string } & DecodeCounts)[] {
    return LAYER_NAMES.map((layer, i) => ({ layer, ...this.#layer(i) })).filter(
      (counts) => counts.truncated + counts.malformed + counts.unsupported > 0,
    );
  }

  #layer(layer: number): DecodeCounts {
    return {
      ok: this.#stops[layer * 4 + OK],
      truncated: this.#stops[layer * 4 + TRUNCATED],
      malformed: this.#stops[layer * 4 + MALFORMED],
      unsupported: this.#stops[layer * 4 + UNSUPPORTED],
    };
  }
}
