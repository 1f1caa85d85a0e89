import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TupleTable } from './tuple-table.ts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

it('numbers distinct tuples in the order of their first appearance', () => {
  const word = fc.oneof(fc.integer({ min: -2, max: 2 }), int32);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.array(word, { minLength: 5, maxLength: 5 }), { maxLength: 300 }),
      (width, tuples) => {
        const table = new TupleTable(width as 1 | 2 | 3 | 4 | 5, 1000);
        const model = new Map<string, number>();
        for (const tuple of tuples) {
          const [a, b, c, d, e] = tuple.map((value, index) => (index < width ? value : 0));
          const key = [a, b, c, d, e].join();
          expect(table.find(a, b, c, d, e)).toBe(model.get(key) ?? -1);
          if (!model.has(key)) model.set(key, model.size);
          expect(table.intern(a, b, c, d, e)).toBe(model.get(key));
          expect(table.word(model.get(key) as number, width - 1)).toBe([a, b, c, d, e][width - 1]);
        }
        expect(table.size).toBe(model.size);
      },
    ),
  );
});

it('refuses new tuples at its limit and still knows the old ones', () => {
  const table = new TupleTable(2, 100);
  for (let n = 0; n < 200; n++) expect(table.intern(n, -n)).toBe(n < 100 ? n : -1);
  expect(table.intern(99, -99)).toBe(99);
  table.clear();
  expect(table.intern(150, 1)).toBe(0);
  expect(table.find(99, -99)).toBe(-1);
});

it('takes unsigned and signed words for the same', () => {
  const table = new TupleTable(1, 10);
  expect(table.intern(0xffff_ffff)).toBe(0);
  expect(table.intern(-1)).toBe(0);
});
