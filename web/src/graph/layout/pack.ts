/**
 * Brings parts of a network that nothing connects near each other. Left to the forces, a few devices of their own drift far
 * away, and everything else is drawn small.
 */
import { spacingOf } from './layout.ts';

/** Between two parts, in typical distances between devices. */
const GAP = 2;
/** Width of a picture in relation to its height. */
const SHAPE = 1.6;

interface Part {
  readonly members: number[];
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/**
 * The largest part stays where it is; the others stand in rows, larger ones first: beside it while there is room in a picture of
 * that shape, then below all that.
 */
export function pack(at: Float64Array, count: number, sources: Uint32Array, targets: Uint32Array): void {
  const [first, ...others] = partsOf(at, count, sources, targets);
  if (first === undefined || others.length === 0) return;
  const gap = GAP * spacingOf(at, count);
  const area = [first, ...others].reduce((sum, it) => sum + (widthOf(it) + gap) * (heightOf(it) + gap), 0);
  const width = Math.max(widthOf(first), ...others.map(widthOf), Math.sqrt(area * SHAPE));
  const besides = width - widthOf(first) - gap;
  let y = first.top;
  let from = 0;
  const rowsOf = (left: number, room: number, least: number): void => {
    while (from < others.length) {
      const row = rowOf(others, from, room, gap);
      const height = Math.max(...row.map(heightOf));
      // A row of its own that does not fit is for below, where there is more room.
      if (y - height < least || widthOf(row[0]) > room) return;
      let x = left;
      for (const part of row) {
        shift(at, part, x - part.left, y - part.top);
        x += widthOf(part) + gap;
      }
      y -= gap + height;
      from += row.length;
    }
  };
  rowsOf(first.right + gap, besides, first.bottom);
  y = first.bottom - gap;
  rowsOf(first.left, width, Number.NEGATIVE_INFINITY);
}

/** As many as stand side by side in `room`, and one at least. */
function rowOf(parts: readonly Part[], from: number, room: number, gap: number): readonly Part[] {
  let to = from + 1;
  let wide = widthOf(parts[from]);
  while (to < parts.length && wide + gap + widthOf(parts[to]) <= room) {
    wide += gap + widthOf(parts[to]);
    to++;
  }
  return parts.slice(from, to);
}

const widthOf = ({ left, right }: Part): number => right - left;
const heightOf = ({ bottom, top }: Part): number => top - bottom;

function shift(at: Float64Array, { members }: Part, dx: number, dy: number): void {
  for (const i of members) {
    at[2 * i] += dx;
    at[2 * i + 1] += dy;
  }
}

/** Connected parts, the one with most devices first; of equal ones, the one whose first device comes first. */
function partsOf(at: Float64Array, count: number, sources: Uint32Array, targets: Uint32Array): Part[] {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root];
    for (let at = i; at !== root; ) [parent[at], at] = [root, parent[at]];
    return root;
  };
  for (let e = 0; e < sources.length; e++) parent[rootOf(sources[e])] = rootOf(targets[e]);
  const parts = new Map<number, Part>();
  for (let i = 0; i < count; i++) {
    const root = rootOf(i);
    const x = at[2 * i];
    const y = at[2 * i + 1];
    const known = parts.get(root);
    if (known === undefined) parts.set(root, { members: [i], left: x, right: x, bottom: y, top: y });
    else {
      known.members.push(i);
      known.left = Math.min(known.left, x);
      known.right = Math.max(known.right, x);
      known.bottom = Math.min(known.bottom, y);
      known.top = Math.max(known.top, y);
    }
  }
  return [...parts.values()].sort((a, b) => b.members.length - a.members.length);
}
