import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Groups } from './groups.ts';

it('keeps the rows of each group together, in their order, and those of none out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 200 }), (groupOf) => {
      const groups = new Groups(10, Int32Array.from(groupOf));
      for (let group = 0; group < 10; group++) {
        const expected = groupOf.flatMap((of, row) => (of === group ? [row] : []));
        expect(groups.of(group)).toEqual(expected);
      }
    }),
  );
});
