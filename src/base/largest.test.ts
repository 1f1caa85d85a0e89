import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Largest } from './largest.ts';

it('keeps what sorting and cutting keeps, whatever comes and in whatever order', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true })));
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 30 }), fc.boolean(), (list, limit, isBackwards) => {
      const largest = new Largest(limit);
      const ids = list.map((_, id) => id);
      for (const id of isBackwards ? [...ids].reverse() : ids) largest.add(id, list[id]);
      const expected = [...ids].sort((a, b) => (list[a] < list[b] ? 1 : list[a] > list[b] ? -1 : a - b));
      expect(largest.largestFirst()).toEqual(expected.slice(0, limit));
    }),
  );
});
