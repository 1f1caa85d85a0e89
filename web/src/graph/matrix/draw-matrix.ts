/** The heat map on a canvas: only what is in sight is drawn. */

import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { LOOK_INDEX } from '../render/looks.ts';
import { css, type Palette } from '../render/palette.ts';
import { MARGIN } from '../render/sprites.ts';
import { type Matrix, shadeOf } from './matrix-model.ts';

export interface MatrixView {
  readonly width: number;
  readonly height: number;
  /** Scrolled by so many pixels. */
  readonly left: number;
  readonly top: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Names left of the rows and above the columns. */
  readonly rowHead: number;
  readonly columnHead: number;
}

export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/** Places in the order, `null` outside the cells. */
export function cellAt(view: MatrixView, count: number, x: number, y: number): CellAt | null {
  const column = Math.floor((x - view.rowHead + view.left) / view.cell);
  const row = Math.floor((y - view.columnHead + view.top) / view.cell);
  const inside = x >= view.rowHead && y >= view.columnHead && column >= 0 && row >= 0;
  return inside && column < count && row < count ? { row, column } : null;
}

/** How far to scroll so that the cell is in sight. */
export function reveal(
  view: MatrixView,
  { row, column }: CellAt,
): { readonly left: number; readonly top: number } {
  const along = (place: number, scrolled: number, room: number): number => {
    if (place * view.cell < scrolled) return place * view.cell;
    return Math.max(scrolled, (place + 1) * view.cell - room);
  };
  return {
    left: along(column, view.left, view.width - view.rowHead),
    top: along(row, view.top, view.height - view.columnHead),
  };
}

export interface MatrixScene {
  readonly matrix: Matrix;
  readonly order: readonly number[];
  readonly view: MatrixView;
  readonly palette: Palette;
  readonly sprites: readonly HTMLCanvasElement[];
  /** The cell of the keyboard, and the one under the pointer. */
  readonly cursor: CellAt | null;
  readonly hovered: CellAt | null;
}

const FONT = '11.5px "Inter Variable", sans-serif';
const ICON = 6.5;
/** Narrower, and names cannot be told apart. */
const LEAST_NAMED = 11;

export function drawMatrix(context: CanvasRenderingContext2D, scene: MatrixScene): void {
  const { view, palette, matrix, order, cursor, hovered } = scene;
  const { width, height, rowHead, columnHead, cell } = view;
  context.fillStyle = css(palette.panel);
  context.fillRect(0, 0, width, height);
  const count = order.length;
  const first = { row: Math.floor(view.top / cell), column: Math.floor(view.left / cell) };
  const last = {
    row: Math.min(count - 1, Math.floor((view.top + height - columnHead) / cell)),
    column: Math.min(count - 1, Math.floor((view.left + width - rowHead) / cell)),
  };
  const x = (column: number) => rowHead + column * cell - view.left;
  const y = (row: number) => columnHead + row * cell - view.top;
  const gap = cell >= 8 ? 1 : 0;

  context.save();
  context.beginPath();
  context.rect(rowHead, columnHead, width - rowHead, height - columnHead);
  context.clip();
  const marked = hovered ?? cursor;
  if (marked !== null) {
    context.fillStyle = css(palette.muted, 0.09);
    context.fillRect(rowHead, y(marked.row), width, cell);
    context.fillRect(x(marked.column), columnHead, cell, height);
  }
  for (let row = first.row; row <= last.row; row++) {
    const from = order[row] * count;
    for (let column = first.column; column <= last.column; column++) {
      const shade = shadeOf(matrix.bytes[from + order[column]], matrix.largest);
      if (row === column && shade === 0) {
        context.fillStyle = css(palette.muted, 0.12);
        context.fillRect(x(column), y(row), cell - gap, cell - gap);
      }
      if (shade === 0) continue;
      context.fillStyle = css(palette.accent, shade);
      context.fillRect(x(column), y(row), cell - gap, cell - gap);
    }
  }
  for (const [at, width] of [
    [hovered, 1],
    [cursor, 2],
  ] as const) {
    if (at === null) continue;
    context.strokeStyle = css(palette.ink);
    context.lineWidth = width;
    context.strokeRect(x(at.column) - 0.5, y(at.row) - 0.5, cell, cell);
  }
  context.restore();
  drawHeads(context, scene, first, last, x, y);
}

function drawHeads(
  context: CanvasRenderingContext2D,
  { matrix, order, view, palette, sprites, cursor, hovered }: MatrixScene,
  first: CellAt,
  last: CellAt,
  x: (column: number) => number,
  y: (row: number) => number,
): void {
  const { width, height, rowHead, columnHead, cell } = view;
  const marked = hovered ?? cursor;
  const head = (place: number, room: number, isMarked: boolean): void => {
    const side = matrix.sides[order[place]];
    const icon = side.type === null ? 0 : 2 * ICON + 5;
    if (side.type !== null) {
      const half = Math.min(ICON, cell / 2) * MARGIN;
      const sprite = sprites[LOOK_INDEX[DEVICE_TYPES.indexOf(side.type)]];
      context.drawImage(sprite, -ICON - half, -half, 2 * half, 2 * half);
    }
    context.fillStyle = css(isMarked ? palette.ink : palette.muted);
    context.fillText(shorten(context, side.name, room - icon), -icon, 0);
  };
  context.font = FONT;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const every = Math.max(1, Math.ceil(LEAST_NAMED / cell));
  context.save();
  context.beginPath();
  context.rect(0, columnHead, rowHead, height - columnHead);
  context.clip();
  for (let row = first.row; row <= last.row; row++) {
    if (row % every !== 0 && marked?.row !== row) continue;
    context.save();
    context.translate(rowHead - 6, y(row) + cell / 2);
    head(row, rowHead - 12, marked?.row === row);
    context.restore();
  }
  context.restore();
  context.save();
  context.beginPath();
  context.rect(rowHead, 0, width - rowHead, columnHead);
  context.clip();
  for (let column = first.column; column <= last.column; column++) {
    if (column % every !== 0 && marked?.column !== column) continue;
    context.save();
    context.translate(x(column) + cell / 2, columnHead - 6);
    context.rotate(Math.PI / 2);
    head(column, columnHead - 12, marked?.column === column);
    context.restore();
  }
  context.restore();
  context.fillStyle = css(palette.muted, 0.25);
  context.fillRect(rowHead - 1, 0, 1, height);
  context.fillRect(0, columnHead - 1, width, 1);
}

const shortened = new Map<string, string>();

/** Cut to the room there is; remembered, because measuring text is slow. */
function shorten(context: CanvasRenderingContext2D, text: string, room: number): string {
  const key = `${Math.round(room)} ${text}`;
  const known = shortened.get(key);
  if (known !== undefined) return known;
  let short = text;
  while (short.length > 1 && context.measureText(short === text ? text : `${short}…`).width > room) {
    short = short.slice(0, -1);
  }
  const result = short === text ? text : `${short}…`;
  if (shortened.size > 4000) shortened.clear();
  shortened.set(key, result);
  return result;
}
