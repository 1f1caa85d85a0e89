import { describe, expect, it } from 'vitest';
import { compareValues } from './use-local-rows.ts';

const sorted = (values: readonly (string | number | null)[], descending: boolean) =>
  [...values].sort((a, b) => compareValues(a, b, descending));

describe('rows sorted in the browser', () => {
  it('keeps absent values last in either order', () => {
    expect(sorted([null, 3, 1, null, 2], false)).toEqual([1, 2, 3, null, null]);
    expect(sorted([null, 3, 1, null, 2], true)).toEqual([3, 2, 1, null, null]);
  });

  it('reads numbers inside names, and does not mind capitals', () => {
    expect(sorted(['eth10', 'eth2', 'Eth1'], false)).toEqual(['Eth1', 'eth2', 'eth10']);
  });
});
