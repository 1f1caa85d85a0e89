import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, type MatrixView, reveal } from './draw-matrix.ts';
import { buildMatrix, matrixCsv, orderOf, type Side, shadeOf } from './matrix-model.ts';

const side = (key: string, more: Partial<Side> = {}): Side => ({
  key,
  name: key,
  type: 'server',
  vlan: 1,
  ...more,
});
const SIDES = [
  side('b10', { type: 'plc', vlan: 3 }),
  side('b9', { vlan: 2 }),
  side('A1', { type: 'camera', vlan: 2 }),
];
const MATRIX = buildMatrix(SIDES, [
  { from: 'b10', to: 'b9', bytes: 100, packets: 2 },
  { from: 'b9', to: 'b10', bytes: 1000, packets: 3 },
  { from: 'A1', to: 'A1', bytes: 7, packets: 1 },
  { from: 'A1', to: 'gone', bytes: 1e9, packets: 1 },
]);

describe('the matrix', () => {
  it('has each direction by itself, sums of both, and no cell of a side that is not there', () => {
    expect([...MATRIX.bytes]).toEqual([0, 100, 0, 1000, 0, 0, 0, 0, 7]);
    expect([...MATRIX.totals]).toEqual([1100, 1100, 7]);
    expect(MATRIX.largest).toBe(1000);
  });

  it('is sorted by volume, name, VLAN and type', () => {
    const sorted = (order: Parameters<typeof orderOf>[1]) => orderOf(MATRIX, order, (type) => type);
    expect(sorted('volume')).toEqual([0, 1, 2]);
    expect(sorted('name')).toEqual([2, 1, 0]);
    expect(sorted('vlan')).toEqual([1, 2, 0]);
    expect(sorted('type')).toEqual([2, 0, 1]);
  });

  it('shows what is there at all, darker the more it is', () => {
    expect(shadeOf(0, 100)).toBe(0);
    expect(shadeOf(1, 1e12)).toBeGreaterThan(0.1);
    expect(shadeOf(1e12, 1e12)).toBe(1);
    expect(shadeOf(1e6, 1e9)).toBeGreaterThan(shadeOf(1e3, 1e9));
  });

  it('as CSV has a line per cell with traffic, and nothing that a spreadsheet runs', () => {
    expect(matrixCsv(MATRIX, [1, 0, 2])).toBe(
      'from,to,bytes,packets\r\n"b9","b10",1000,3\r\n"b10","b9",100,2\r\n"A1","A1",7,1\r\n',
    );
    const evil = buildMatrix(
      [side('=cmd("x")')],
      [{ from: '=cmd("x")', to: '=cmd("x")', bytes: 1, packets: 1 }],
    );
    expect(matrixCsv(evil, [0])).toContain(`"'=cmd(""x"")"`);
  });
});

describe('the view of the matrix', () => {
  const view: MatrixView = {
    width: 400,
    height: 300,
    left: 0,
    top: 0,
    cell: 20,
    rowHead: 100,
    columnHead: 80,
  };

  it('knows the cell under a point', () => {
    expect(cellAt(view, 10, 100, 80)).toEqual({ row: 0, column: 0 });
    expect(cellAt({ ...view, left: 40, top: 20 }, 10, 125, 85)).toEqual({ row: 1, column: 3 });
    expect(cellAt(view, 10, 99, 90)).toBeNull();
    expect(cellAt(view, 10, 310, 90)).toBeNull();
  });

  it('scrolls a cell into sight, and no further', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(1500), fc.nat(1500), (row, column, left, top) => {
        const to = reveal({ ...view, left, top }, { row, column });
        expect(column * 20).toBeGreaterThanOrEqual(to.left);
        expect((column + 1) * 20).toBeLessThanOrEqual(to.left + 300);
        expect(row * 20).toBeGreaterThanOrEqual(to.top);
        expect((row + 1) * 20).toBeLessThanOrEqual(to.top + 220);
        const seen = column * 20 >= left && (column + 1) * 20 <= left + 300;
        if (seen) expect(to.left).toBe(left);
      }),
    );
  });
});
