import { displayWidth, shorten } from '../text/printable.ts';
import type { Paint, Tint } from './style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'right';
  /** Narrowest width that still says something. */
  readonly min: number;
  /** Widest it may become. */
  readonly max: number;
  /** Which columns go first when the terminal is too narrow: the highest; 0 never. */
  readonly drop: number;
  /** Printable text of the cell. */
  readonly cell: (row: Row) => string;
  readonly tint?: (row: Row) => Tint | null;
}

const GAP = 2;

/** A column with what it says of each row. */
interface Filled<Row> extends Column<Row> {
  readonly cells: readonly string[];
}

/** Widths that fit: every column wants its longest cell, gives down to `min`, and the least needed go. */
function layOut<Row>(
  columns: readonly Filled<Row>[],
  width: number,
): { readonly columns: readonly Filled<Row>[]; readonly widths: readonly number[] } {
  const wanted = columns.map(({ title, max, cells }) => {
    const longest = cells.reduce((most, cell) => Math.max(most, displayWidth(cell)), 0);
    return Math.min(max, Math.max(displayWidth(title), longest));
  });
  const least = columns.map((column, i) => Math.min(column.min, wanted[i]));
  const total = (widths: readonly number[]): number =>
    widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1);
  if (total(least) > width && columns.some((column) => column.drop > 0)) {
    const highest = Math.max(...columns.map((column) => column.drop));
    return layOut(
      columns.filter((column) => column.drop !== highest),
      width,
    );
  }
  const widths = [...wanted];
  while (total(widths) > width) {
    // The column with the most to give gives one cell.
    let giver = 0;
    for (let i = 1; i < widths.length; i++)
      if (widths[i] - least[i] > widths[giver] - least[giver]) giver = i;
    if (widths[giver] <= least[giver]) break;
    widths[giver]--;
  }
  return { columns, widths };
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const cut = shorten(text, width);
  const space = ' '.repeat(Math.max(0, width - displayWidth(cut)));
  return align === 'right' ? space + cut : cut + space;
}

/** Lines of a table no wider than `width` cells: a dim header, one line per row. */
export function tableLines<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  paint: Paint,
): string[] {
  // A column in which no row says anything is not worth its width.
  const telling = all
    .map((column) => ({ ...column, cells: rows.map(column.cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const { columns, widths } = layOut(telling, width);
  const draw = (cells: readonly string[], tints: readonly (Tint | null)[]): string =>
    cells
      .map((text, i) => {
        const padded = pad(text, widths[i], columns[i].align);
        const tint = tints[i];
        // Trailing space of the last cell would wrap on a terminal exactly this wide.
        const shown = i === cells.length - 1 ? padded.trimEnd() : padded;
        return tint === null ? shown : paint(shown, tint);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [
    draw(
      columns.map((column) => column.title),
      columns.map(() => 'dim'),
    ),
    ...rows.map((row, place) =>
      draw(
        columns.map(({ cells }) => cells[place]),
        columns.map((column) => column.tint?.(row) ?? null),
      ),
    ),
  ];
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `share` (0…1) of `width` cells, to an eighth of a cell; what is not zero shows. */
export function bar(share: number, width: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(Math.min(1, share) * width * 8));
  return '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7];
}

/** Words of printable text over lines of at most `width` cells; the lines after the first start with `indent`. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(' ')) {
    const joined = line === '' ? part : `${line} ${part}`;
    const room = width - (lines.length === 0 ? 0 : indent.length);
    if (displayWidth(joined) <= room || line === '') line = shorten(joined, room);
    else {
      lines.push(line);
      line = shorten(part, width - indent.length);
    }
  }
  lines.push(line);
  return lines.map((each, i) => (i === 0 ? each : indent + each));
}
