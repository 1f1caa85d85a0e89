/** What every layout takes and gives. Layouts are pure: the same input gives the same positions to the last bit. */

export interface LayoutInput {
  /** Devices. Node `i` has x at `xy[2 * i]`, y after it; y grows upwards. */
  readonly count: number;
  /** One entry per connection: indexes of its two devices. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** One per connection, above 0: how strongly it draws its devices together. */
  readonly weights: Float32Array;
  /** One per device, from its id alone: what would be chance elsewhere. */
  readonly seeds: Uint32Array;
  /** One per device: those with the same number belong together (VLAN or type); -1: to nobody. */
  readonly groups: Int32Array;
  /** One per device: its lane, 0 at the bottom. */
  readonly lanes: Uint8Array;
  /** One per device: its radius in relation to others, as it is drawn. */
  readonly sizes: Float32Array;
  /** Where devices were before; NaN where that is not known. */
  readonly start: Float32Array;
  /** 1: stays where it starts. */
  readonly pinned: Uint8Array;
}

/** A horizontal stripe of the hierarchical layout, in its coordinates. */
export interface Band {
  readonly lane: number;
  readonly bottom: number;
  readonly top: number;
  readonly left: number;
  readonly right: number;
}

export interface Layout {
  /** Read after each `step`; the array stays the same one. */
  readonly xy: Float32Array;
  readonly bands: readonly Band[];
  /** Works a little, a few milliseconds at thousands of devices. `true` when there is nothing left to do. */
  step(): boolean;
  /** Device `i` stays here from now on. */
  hold(device: number, x: number, y: number): void;
  /** From 0 to 1. */
  progress(): number;
}

export const LAYOUTS = ['force', 'lanes', 'circle'] as const;
export type LayoutName = (typeof LAYOUTS)[number];

/**
 * The typical distance between devices, sizes are drawn relative to it. From the middle half of them: a few that lie far
 * out do not make all others small.
 */
export function spacingOf(xy: Float32Array | Float64Array, count: number): number {
  if (count < 2) return 1;
  let x = 0;
  let y = 0;
  for (let i = 0; i < count; i++) {
    x += xy[2 * i] / count;
    y += xy[2 * i + 1] / count;
  }
  const distances = new Float32Array(count);
  for (let i = 0; i < count; i++) distances[i] = Math.hypot(xy[2 * i] - x, xy[2 * i + 1] - y);
  const spacing = distances.sort()[count >> 1] / Math.sqrt(count);
  return spacing > 0 ? spacing : 1;
}

/** Radius of a device of relative radius 1, in typical distances, while pictures are not zoomed in far. */
export const RADIUS_PER_SPACING = 0.34;

/** Puts devices where people put them. */
export function applyPins(xy: Float32Array, { pinned, start, count }: LayoutInput): void {
  for (let i = 0; i < count; i++) {
    if (pinned[i] !== 1 || Number.isNaN(start[2 * i])) continue;
    xy[2 * i] = start[2 * i];
    xy[2 * i + 1] = start[2 * i + 1];
  }
}

/** As `hold` of layouts that compute each place anew. */
export function holdIn({ pinned, start }: LayoutInput, xy: Float32Array): Layout['hold'] {
  return (device, x, y) => {
    pinned[device] = 1;
    start[2 * device] = x;
    start[2 * device + 1] = y;
    xy[2 * device] = x;
    xy[2 * device + 1] = y;
  };
}
