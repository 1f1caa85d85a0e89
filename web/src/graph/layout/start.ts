/** Where devices are before the first force moves them. */
import type { LayoutInput } from './layout.ts';
import { fraction } from './seed.ts';

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

export interface Start {
  readonly at: Float64Array;
  /** How many had a place before. */
  readonly known: number;
}

/** Known places, and for the others a sunflower per group, groups in a circle: near what the forces will find. */
export function startingPlaces({ count, start, seeds, groups }: LayoutInput): Start {
  const at = new Float64Array(2 * count);
  const sizes = new Map<number, number>();
  for (let i = 0; i < count; i++) sizes.set(groups[i], (sizes.get(groups[i]) ?? 0) + 1);
  const order = [...sizes.keys()].sort((a, b) => a - b);
  const middle = new Map(order.map((group, rank) => [group, (2 * Math.PI * rank) / order.length]));
  const far = order.length < 2 ? 0 : 12 * Math.sqrt(count);
  const placed = new Map<number, number>();
  let known = 0;
  for (let i = 0; i < count; i++) {
    if (!Number.isNaN(start[2 * i])) {
      at[2 * i] = start[2 * i];
      at[2 * i + 1] = start[2 * i + 1];
      known += 1;
      continue;
    }
    const nth = placed.get(groups[i]) ?? 0;
    placed.set(groups[i], nth + 1);
    const radius = 10 * Math.sqrt(nth + 0.5);
    const angle = GOLDEN_ANGLE * nth;
    const turn = middle.get(groups[i]) ?? 0;
    // Never two at one place, whatever the ids.
    at[2 * i] = far * Math.cos(turn) + radius * Math.cos(angle) + fraction(seeds[i]);
    at[2 * i + 1] =
      far * Math.sin(turn) + radius * Math.sin(angle) + fraction(Math.imul(seeds[i], 0x9e3779b1) >>> 0);
  }
  return { at, known };
}

/** Those without a place go beside the mean of the known devices that they talk to. */
export function placeNewcomers(
  { count, sources, targets, start, seeds }: LayoutInput,
  at: Float64Array,
): void {
  const sums = new Float64Array(3 * count);
  const isNew = (i: number) => Number.isNaN(start[2 * i]);
  const add = (newcomer: number, other: number): void => {
    if (!isNew(newcomer) || isNew(other)) return;
    sums[3 * newcomer] += start[2 * other];
    sums[3 * newcomer + 1] += start[2 * other + 1];
    sums[3 * newcomer + 2] += 1;
  };
  for (let e = 0; e < sources.length; e++) {
    add(sources[e], targets[e]);
    add(targets[e], sources[e]);
  }
  for (let i = 0; i < count; i++) {
    if (!isNew(i) || sums[3 * i + 2] === 0) continue;
    const angle = 2 * Math.PI * fraction(seeds[i]);
    at[2 * i] = sums[3 * i] / sums[3 * i + 2] + 10 * Math.cos(angle);
    at[2 * i + 1] = sums[3 * i + 1] / sums[3 * i + 2] + 10 * Math.sin(angle);
  }
}
