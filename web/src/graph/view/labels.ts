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
/** Candidates looked at for each name that is wanted: where all lie together, the rest would find no room either. */
const TRIES = 8;
/** Side of the squares that tell what is taken. */
const SQUARE = 24;

/** The first `forced` are tried whatever their number; the others in their order, up to `most` names. */
export function placeLabels(
  candidates: Iterable<LabelCandidate>,
  forced: number,
  most: number,
  board: Board = createBoard(),
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  let tried = 0;
  for (const { device, x, y, radius, width } of candidates) {
    tried += 1;
    const enough = placed.length >= most || tried > most * TRIES;
    if (enough && tried > forced) break;
    const top = y + radius + GAP;
    if (!board.claim({ left: x - width / 2 - 2, right: x + width / 2 + 2, top, bottom: top + LINE }))
      continue;
    placed.push({ device, x, y: top });
  }
  return placed;
}

export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is written already. */
export interface Board {
  /** `false` when something of it is taken; else it is taken from now on. */
  claim(rectangle: Rectangle): boolean;
}

const meet = (a: Rectangle, b: Rectangle): boolean =>
  a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom;

export function createBoard(): Board {
  const taken = new Map<number, Rectangle[]>();
  return {
    claim(rectangle) {
      const squares = squaresOf(rectangle);
      if (squares.some((square) => taken.get(square)?.some((other) => meet(other, rectangle)))) return false;
      for (const square of squares) {
        const there = taken.get(square);
        if (there === undefined) taken.set(square, [rectangle]);
        else there.push(rectangle);
      }
      return true;
    },
  };
}

function squaresOf({ left, right, top, bottom }: Rectangle): number[] {
  const squares: number[] = [];
  for (let row = Math.floor(top / SQUARE); row <= Math.floor(bottom / SQUARE); row++) {
    for (let column = Math.floor(left / SQUARE); column <= Math.floor(right / SQUARE); column++) {
      squares.push(row * 4096 + column);
    }
  }
  return squares;
}
