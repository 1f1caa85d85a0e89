/** Devices by the square of the plane they lie in: which is under the pointer, which lie on each other. */

export interface Grid {
  readonly left: number;
  readonly low: number;
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
  /** `items[offsets[cell]]` up to `items[offsets[cell + 1]]` are in `cell` = row × columns + column. */
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
}

/** However far apart two devices are, there are no more cells a side. */
const MOST = 512;

/** `at` holds x and y of each device; squares have this `side`, or a larger one where there would be too many. */
export function buildGrid(at: Float64Array | Float32Array, count: number, side: number): Grid {
  let left = Infinity;
  let right = -Infinity;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    left = Math.min(left, at[2 * i]);
    right = Math.max(right, at[2 * i]);
    low = Math.min(low, at[2 * i + 1]);
    high = Math.max(high, at[2 * i + 1]);
  }
  if (count === 0) left = right = low = high = 0;
  const size = Math.max(side, (right - left) / MOST, (high - low) / MOST, 1e-9);
  const columns = Math.floor((right - left) / size) + 1;
  const rows = Math.floor((high - low) / size) + 1;
  const offsets = new Uint32Array(columns * rows + 1);
  const cells = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const column = Math.floor((at[2 * i] - left) / size);
    const row = Math.floor((at[2 * i + 1] - low) / size);
    cells[i] = row * columns + column;
    offsets[cells[i] + 1] += 1;
  }
  for (let cell = 0; cell < columns * rows; cell++) offsets[cell + 1] += offsets[cell];
  const next = offsets.slice();
  const items = new Uint32Array(count);
  for (let i = 0; i < count; i++) items[next[cells[i]]++] = i;
  return { left, low, side: size, columns, rows, offsets, items };
}

/** Column (`axis` 0) or row (1) of a coordinate; outside the grid, the nearest one. */
export function cellOf(grid: Grid, value: number, axis: 0 | 1): number {
  const from = axis === 0 ? grid.left : grid.low;
  const most = (axis === 0 ? grid.columns : grid.rows) - 1;
  return Math.max(0, Math.min(most, Math.floor((value - from) / grid.side)));
}

/**
 * The device that the place lies in, the nearest of several; -1 when there is none. `reach(i)` is the radius of device
 * `i`, at most `farthest`.
 */
export function nearest(
  grid: Grid,
  at: Float32Array,
  x: number,
  y: number,
  farthest: number,
  reach: (device: number) => number,
): number {
  let found = -1;
  let best = Infinity;
  const lastRow = cellOf(grid, y + farthest, 1);
  const lastColumn = cellOf(grid, x + farthest, 0);
  for (let row = cellOf(grid, y - farthest, 1); row <= lastRow; row++) {
    for (let column = cellOf(grid, x - farthest, 0); column <= lastColumn; column++) {
      const cell = row * grid.columns + column;
      for (let k = grid.offsets[cell]; k < grid.offsets[cell + 1]; k++) {
        const device = grid.items[k];
        const distance = Math.hypot(at[2 * device] - x, at[2 * device + 1] - y);
        if (distance > reach(device) || distance >= best) continue;
        best = distance;
        found = device;
      }
    }
  }
  return found;
}
