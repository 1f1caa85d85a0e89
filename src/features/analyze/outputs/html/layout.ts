export interface Point {
  readonly x: number;
  readonly y: number;
}

interface LayoutInput {
  /** Radius of each node, in the units of the drawing. */
  readonly radii: readonly number[];
  /** Pull of each edge, 0…1. */
  readonly edges: readonly { readonly a: number; readonly b: number; readonly pull: number }[];
  readonly width: number;
  readonly height: number;
}

const STEPS = 420;
/** Room around a node for its name. */
const MARGIN_X = 26;
const MARGIN_Y = 23;
const EDGE_ROOM = 46;
/** Half of the longest name, which stands centred below its device. */
const SIDE_ROOM = 70;

/**
 * Places for nodes that have edges: Fruchterman & Reingold (1991) with gravity, then pushed apart until none
 * overlap. Only + - * / and square roots, which IEEE 754 rounds the same everywhere, and its own random
 * numbers: the same graph is the same drawing on every machine.
 */
export function layOut({ radii, edges, width, height }: LayoutInput): Point[] {
  const n = radii.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  let seed = 20261120;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 4294967296;
  };
  for (let i = 0; i < n; i++) {
    // The busiest start near the middle, the others around.
    const reach = 0.15 + (0.35 * (i + 1)) / n;
    x[i] = width * (0.5 + (random() * 2 - 1) * reach);
    y[i] = height * (0.5 + (random() * 2 - 1) * reach);
  }
  const ideal = 0.72 * Math.sqrt((width * height) / Math.max(1, n));
  const moveX = new Float64Array(n);
  const moveY = new Float64Array(n);
  for (let step = 0; step < STEPS; step++) {
    const heat = width * 0.09 * (1 - step / STEPS) ** 2 + 0.5;
    moveX.fill(0);
    moveY.fill(0);
    repel(x, y, moveX, moveY, ideal);
    for (const { a, b, pull } of edges) {
      const dx = x[b] - x[a];
      const dy = y[b] - y[a];
      const force = (Math.sqrt(dx * dx + dy * dy) / ideal) * (0.25 + 0.75 * pull);
      moveX[a] += dx * force;
      moveY[a] += dy * force;
      moveX[b] -= dx * force;
      moveY[b] -= dy * force;
    }
    for (let i = 0; i < n; i++) {
      // The drawing is wider than high: the middle pulls harder up and down.
      moveX[i] += (width / 2 - x[i]) * 0.5;
      moveY[i] += (height / 2 - y[i]) * 0.5 * (width / height);
      const length = Math.sqrt(moveX[i] * moveX[i] + moveY[i] * moveY[i]) || 1;
      const travel = Math.min(length, heat) / length;
      x[i] += moveX[i] * travel;
      y[i] += moveY[i] * travel;
    }
  }
  fill(x, y, width, height);
  separate(x, y, radii, width, height);
  return Array.from(x, (each, i) => ({ x: round(each), y: round(y[i]) }));
}

function repel(
  x: Float64Array,
  y: Float64Array,
  moveX: Float64Array,
  moveY: Float64Array,
  ideal: number,
): void {
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const dx = x[i] - x[j];
      const dy = y[i] - y[j] || 0.01;
      const force = (ideal * ideal) / (dx * dx + dy * dy + 1);
      moveX[i] += dx * force;
      moveY[i] += dy * force;
      moveX[j] -= dx * force;
      moveY[j] -= dy * force;
    }
  }
}

/** Stretches the drawing to its frame, at most to twice its size. */
function fill(x: Float64Array, y: Float64Array, width: number, height: number): void {
  for (const [axis, size, room] of [
    [x, width, SIDE_ROOM],
    [y, height, EDGE_ROOM],
  ] as const) {
    const low = axis.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
    const high = axis.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
    const scale = Math.min(2, (size - 2 * room) / Math.max(1, high - low));
    const middle = (low + high) / 2;
    for (let i = 0; i < axis.length; i++) axis[i] = size / 2 + (axis[i] - middle) * scale;
  }
}

/** Pushes overlapping neighbours apart, along the axis on which they overlap least. */
function separate(
  x: Float64Array,
  y: Float64Array,
  radii: readonly number[],
  width: number,
  height: number,
): void {
  for (let pass = 0; pass < 160; pass++) {
    let moved = false;
    for (let i = 0; i < x.length; i++) {
      for (let j = i + 1; j < x.length; j++) {
        const overlapX = radii[i] + radii[j] + MARGIN_X - Math.abs(x[i] - x[j]);
        const overlapY = radii[i] + radii[j] + MARGIN_Y - Math.abs(y[i] - y[j]);
        if (overlapX <= 0 || overlapY <= 0) continue;
        moved = true;
        const [axis, overlap] = overlapX < overlapY ? [x, overlapX] : [y, overlapY];
        const push = (axis[i] < axis[j] ? -1 : 1) * (overlap / 2) * 0.6;
        axis[i] += push;
        axis[j] -= push;
      }
    }
    for (let i = 0; i < x.length; i++) {
      x[i] = Math.min(width - SIDE_ROOM, Math.max(SIDE_ROOM, x[i]));
      y[i] = Math.min(height - EDGE_ROOM, Math.max(EDGE_ROOM - 12, y[i]));
    }
    if (!moved) return;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
