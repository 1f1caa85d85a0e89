import { describe, expect, it } from 'vitest';
import { readMatrixSearch } from './matrix-search.ts';

describe('the URL of the matrix', () => {
  it('says what is compared, in which order, how much of it', () => {
    expect(readMatrixSearch({})).toEqual({ by: 'device', order: 'volume', vlan: null, devices: 50 });
    expect(readMatrixSearch({ order: 'vlan', vlan: '20', devices: '200' })).toEqual({
      by: 'device',
      order: 'vlan',
      vlan: '20',
      devices: 200,
    });
    // VLANs among each other are all of them.
    expect(readMatrixSearch({ by: 'vlan', vlan: '20' })).toMatchObject({ by: 'vlan', vlan: null });
  });

  it.each([{ order: 'size' }, { by: 'site' }, { vlan: '5000' }, { devices: '501' }, { devices: '1' }])(
    'takes %o as if it were not there',
    (search) => {
      expect(readMatrixSearch(search)).toEqual(readMatrixSearch({}));
    },
  );
});
