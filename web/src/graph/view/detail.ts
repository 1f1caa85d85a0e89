/** How much is drawn: by how many there are, how near one looks, and how fast the machine is. */
import { RADIUS_PER_SPACING } from '../layout/layout.ts';

/** While something moves, never fewer connections than this. */
const LEAST_EDGES = 300;
const FIRST_EDGES = 4_000;
/** Slower than this and connections are left out; faster, and they come back. */
const SLOW_MS = 36;
const FAST_MS = 20;

export interface Pace {
  /** Connections drawn while something moves. */
  readonly edges: number;
}

export const firstPace = (edges: number): Pace => ({ edges: Math.min(edges, FIRST_EDGES) });

/** After a frame that took `frameMs` from the one before it. */
export function nextPace({ edges }: Pace, frameMs: number, all: number): Pace {
  if (frameMs > SLOW_MS) return { edges: Math.min(all, Math.max(LEAST_EDGES, Math.round(edges * 0.6))) };
  if (frameMs < FAST_MS) return { edges: Math.min(all, Math.round(edges * 1.15) + 10) };
  return { edges };
}

/** So long after the last move the picture rests and is drawn in full; later where that takes long. */
const REST_MS = 140;
const LONGEST_REST_MS = 900;

export function restDelay(fullFrameMs: number): number {
  return Math.min(LONGEST_REST_MS, Math.max(REST_MS, 2 * fullFrameMs));
}

/** Radius in pixels of a device of relative radius 1: grows with the zoom, between legible and not too large. */
export function nodeSize(scale: number, spacing: number): number {
  return Math.max(1.9, Math.min(9, scale * spacing * RADIUS_PER_SPACING));
}

/** Many connections are drawn fainter, or the middle of the picture would be one stain; from near they come out. */
export function edgeAlphas(edges: number, zoomedIn: number): readonly [number, number] {
  const crowd = Math.min(1, 12 / Math.sqrt(Math.max(1, edges)));
  const near = Math.min(1, Math.max(0, Math.log2(Math.max(1, zoomedIn)) / 5));
  return [0.035 + 0.4 * crowd + 0.15 * near * (1 - crowd), 0.3 + 0.55 * crowd];
}

/** Lines thin out with their number. */
export function edgeWidths(edges: number): number {
  return Math.max(0.55, Math.min(1, 18 / Math.sqrt(Math.max(1, edges))));
}

/** As many names as there is room for; few where devices lie too close together for them, `apart` pixels. */
export function mostLabels(width: number, height: number, apart: number): number {
  const room = Math.min(160, (width * height) / 9_000);
  return Math.round(Math.max(12, room * Math.min(1, apart / 16)));
}
