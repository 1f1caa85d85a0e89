/** Moves devices apart that lie on each other. One pass over a grid; call it several times. */
import { buildGrid, cellOf } from '../pick/grid.ts';
import { RADIUS_PER_SPACING, spacingOf } from './layout.ts';

/** Nearer than this part of the typical distance is too near, and so is touching with less than a gap between. */
const NEAR = 0.62;
const GAP = 0.25;

/** `sizes` are relative radii. */
export function spread(at: Float64Array, held: Uint8Array, sizes: Float32Array, count: number): void {
  if (count < 2) return;
  const typical = spacingOf(at, count);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const least = (size: number) => typical * Math.max(NEAR, GAP + RADIUS_PER_SPACING * size);
  const grid = buildGrid(at, count, least(2 * largest));
  for (let i = 0; i < count; i++) {
    const column = cellOf(grid, at[2 * i], 0);
    const row = cellOf(grid, at[2 * i + 1], 1);
    for (let r = Math.max(0, row - 1); r <= Math.min(grid.rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(grid.columns - 1, column + 1); c++) {
        const cell = r * grid.columns + c;
        for (let k = grid.offsets[cell]; k < grid.offsets[cell + 1]; k++) {
          const other = grid.items[k];
          if (other > i) separate(at, held, i, other, least(sizes[i] + sizes[other]));
        }
      }
    }
  }
}

function separate(at: Float64Array, held: Uint8Array, a: number, b: number, least: number): void {
  if (held[a] === 1 && held[b] === 1) return;
  let dx = at[2 * b] - at[2 * a];
  let dy = at[2 * b + 1] - at[2 * a + 1];
  let distance = Math.hypot(dx, dy);
  if (distance >= least) return;
  if (distance === 0) {
    dx = (a % 2 === 0 ? 1 : -1) * 1e-3;
    dy = 1e-3;
    distance = Math.hypot(dx, dy);
  }
  const apart = (least - distance) / distance;
  const share = held[a] === 1 ? 0 : held[b] === 1 ? 1 : 0.5;
  at[2 * a] -= dx * apart * share;
  at[2 * a + 1] -= dy * apart * share;
  at[2 * b] += dx * apart * (1 - share);
  at[2 * b + 1] += dy * apart * (1 - share);
}
