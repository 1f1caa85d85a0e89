/** Which names are written, and where: the busiest first, none over another, none over a device while there is room beside. Pure. */
import type { Size } from './camera.ts';

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
/** So many of the first are written over devices rather than not at all, over so many of them. */
const FIRST = 6;
const MOST_COVERED = 4;
/** Side of the squares that tell what is taken. */
const SQUARE = 24;

/** Below the device, above, right and left of it. */
const SPOTS: readonly ((it: LabelCandidate) => readonly [x: number, y: number])[] = [
  ({ x, y, radius }) => [x, y + radius + GAP],
  ({ x, y, radius }) => [x, y - radius - GAP - LINE],
  ({ x, y, radius, width }) => [x + radius + GAP + width / 2 + 1, y - LINE / 2],
  ({ x, y, radius, width }) => [x - radius - GAP - width / 2 - 1, y - LINE / 2],
];

/** The first `forced` are written whatever their number and whatever they cover; the others in their order, up to `most` names. */
export function placeLabels(
  candidates: Iterable<LabelCandidate>,
  forced: number,
  most: number,
  board: Board = createBoard(),
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  let tried = 0;
  for (const candidate of candidates) {
    tried += 1;
    const enough = placed.length >= most || tried > most * TRIES;
    if (enough && tried > forced) break;
    const mayCover = tried <= forced ? Number.MAX_VALUE : tried <= FIRST ? MOST_COVERED : 0;
    const spot = spotFor(candidate, board, mayCover);
    if (spot !== null) placed.push({ device: candidate.device, x: spot[0], y: spot[1] });
  }
  return placed;
}

function spotFor(
  candidate: LabelCandidate,
  board: Board,
  mayCover: number,
): readonly [x: number, y: number] | null {
  let best: readonly [number, number] | null = null;
  let least = Infinity;
  for (const spotOf of SPOTS) {
    const spot = spotOf(candidate);
    const covered = board.covered(around(spot, candidate.width));
    if (covered < least) [best, least] = [spot, covered];
    if (covered === 0) break;
  }
  if (best === null || least > mayCover) return null;
  board.claim(around(best, candidate.width));
  return best;
}

const around = ([x, top]: readonly [number, number], width: number): Rectangle => ({
  left: x - width / 2 - 2,
  right: x + width / 2 + 2,
  top,
  bottom: top + LINE,
});

export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is written already, and where devices are. */
export interface Board {
  /** `false` when something is written there; else it is taken from now on. */
  claim(rectangle: Rectangle): boolean;
  /** A device, which is better not written over. */
  block(x: number, y: number, radius: number): void;
  /** How many devices lie under it; infinitely many where something is written, or the picture ends. */
  covered(rectangle: Rectangle): number;
}

const meet = (a: Rectangle, b: Rectangle): boolean =>
  a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom;

const isWithin = ({ left, right, top, bottom }: Rectangle, { width, height }: Size): boolean =>
  left >= 0 && right <= width && top >= 0 && bottom <= height;

/** Of a picture of that size: nothing is written over its edge. */
export function createBoard(size?: Size): Board {
  const written = new Map<number, Rectangle[]>();
  const devices = new Map<number, Rectangle[]>();
  const isWritten = (rectangle: Rectangle): boolean =>
    squaresOf(rectangle).some((square) => written.get(square)?.some((other) => meet(other, rectangle)));
  return {
    claim(rectangle) {
      if (isWritten(rectangle)) return false;
      put(written, rectangle);
      return true;
    },
    block: (x, y, radius) =>
      put(devices, { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }),
    covered(rectangle) {
      if (isWritten(rectangle) || (size !== undefined && !isWithin(rectangle, size))) return Infinity;
      const under = new Set<Rectangle>();
      for (const square of squaresOf(rectangle)) {
        for (const device of devices.get(square) ?? []) if (meet(device, rectangle)) under.add(device);
      }
      return under.size;
    },
  };
}

function put(into: Map<number, Rectangle[]>, rectangle: Rectangle): void {
  for (const square of squaresOf(rectangle)) {
    const there = into.get(square);
    if (there === undefined) into.set(square, [rectangle]);
    else there.push(rectangle);
  }
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
