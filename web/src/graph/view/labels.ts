/** Which names are written, and where: the busiest first, none over another. Pure. */

export interface LabelCandidate {
  readonly device: number;
  /** Middle of the device on the screen, and its radius, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
}

export interface PlacedLabel {
  readonly device: number;
  /** Middle of the text's upper edge. */
  readonly x: number;
  readonly y: number;
}

export const LINE = 15;
const GAP = 3;
/** Side of the squares that tell what is taken. */
const SQUARE = 24;

/** `forced` are written first; the others in their order, as long as there is room and up to `most`. */
export function placeLabels(
  candidates: Iterable<LabelCandidate>,
  forced: ReadonlySet<number>,
  most: number,
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const taken = new Map<number, Rectangle[]>();
  for (const { device, x, y, radius, width } of candidates) {
    if (placed.length >= most && !forced.has(device)) continue;
    const rectangle = { left: x - width / 2 - 2, right: x + width / 2 + 2, top: y + radius + GAP, bottom: 0 };
    rectangle.bottom = rectangle.top + LINE;
    if (!claim(taken, rectangle)) continue;
    placed.push({ device, x, y: rectangle.top });
  }
  return placed;
}

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function claim(taken: Map<number, Rectangle[]>, rectangle: Rectangle): boolean {
  const squares: number[] = [];
  for (let row = Math.floor(rectangle.top / SQUARE); row <= Math.floor(rectangle.bottom / SQUARE); row++) {
    for (
      let column = Math.floor(rectangle.left / SQUARE);
      column <= Math.floor(rectangle.right / SQUARE);
      column++
    ) {
      squares.push(row * 4096 + column);
    }
  }
  for (const square of squares) {
    for (const other of taken.get(square) ?? []) {
      const apart =
        other.right < rectangle.left ||
        other.left > rectangle.right ||
        other.bottom < rectangle.top ||
        other.top > rectangle.bottom;
      if (!apart) return false;
    }
  }
  for (const square of squares) {
    const there = taken.get(square);
    if (there === undefined) taken.set(square, [rectangle]);
    else there.push(rectangle);
  }
  return true;
}
