/** The matrix as numbers: rows send, columns receive. Pure. */
import type { DeviceType } from '../../../../src/model/device-types.ts';

/** A row and a column. */
export interface Side {
  /** A device's id, or a VLAN as text; unique. */
  readonly key: string;
  readonly name: string;
  readonly type: DeviceType | null;
  /** -1: none. */
  readonly vlan: number;
}

export interface Matrix {
  readonly sides: readonly Side[];
  /** `bytes[row * sides.length + column]`: from the row's side to the column's. */
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
  /** Sent and received, of each side. */
  readonly totals: Float64Array;
  readonly largest: number;
}

export interface Cell {
  readonly from: string;
  readonly to: string;
  readonly packets: number;
  readonly bytes: number;
}

/** Cells whose side is not there are left out. */
export function buildMatrix(sides: readonly Side[], cells: readonly Cell[]): Matrix {
  const count = sides.length;
  const index = new Map(sides.map(({ key }, i) => [key, i]));
  const bytes = new Float64Array(count * count);
  const packets = new Float64Array(count * count);
  const totals = new Float64Array(count);
  let largest = 0;
  for (const cell of cells) {
    const row = index.get(cell.from);
    const column = index.get(cell.to);
    if (row === undefined || column === undefined) continue;
    bytes[row * count + column] += cell.bytes;
    packets[row * count + column] += cell.packets;
    totals[row] += cell.bytes;
    if (row !== column) totals[column] += cell.bytes;
    largest = Math.max(largest, bytes[row * count + column]);
  }
  return { sides, bytes, packets, totals, largest };
}

export const ORDERS = ['volume', 'name', 'vlan', 'type'] as const;
export type Order = (typeof ORDERS)[number];

/** Places of the sides in an order; equals by volume, then as they came. */
export function orderOf(
  { sides, totals }: Matrix,
  order: Order,
  typeName: (type: DeviceType) => string,
): number[] {
  const byVolume = (a: number, b: number) => totals[b] - totals[a] || a - b;
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const word = ({ type }: Side) => (type === null ? '' : typeName(type));
  const compare: Record<Order, (a: number, b: number) => number> = {
    volume: byVolume,
    name: (a, b) => collator.compare(sides[a].name, sides[b].name) || byVolume(a, b),
    vlan: (a, b) => sides[a].vlan - sides[b].vlan || byVolume(a, b),
    type: (a, b) => collator.compare(word(sides[a]), word(sides[b])) || byVolume(a, b),
  };
  return sides.map((_, i) => i).sort(compare[order]);
}

/** How dark a cell is, 0 to 1, on a logarithmic scale: what is there at all is seen. */
export function shadeOf(bytes: number, largest: number): number {
  if (bytes <= 0 || largest <= 0) return 0;
  return 0.12 + 0.88 * (Math.log1p(bytes) / Math.log1p(largest)) ** 2.2;
}

/** RFC 4180; one line per cell with traffic. Text that a spreadsheet would run as a formula gets a quote before it. */
export function matrixCsv({ sides, bytes, packets }: Matrix, order: readonly number[]): string {
  const text = (value: string) =>
    `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const lines = ['from,to,bytes,packets'];
  for (const row of order) {
    for (const column of order) {
      const at = row * sides.length + column;
      if (packets[at] === 0) continue;
      lines.push(`${text(sides[row].name)},${text(sides[column].name)},${bytes[at]},${packets[at]}`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
