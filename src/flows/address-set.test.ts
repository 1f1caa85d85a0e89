import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.ts';

describe('address set', () => {
  it('holds each address once, like a Set', () => {
    const word = fc.oneof(fc.constantFrom(0, -1, 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
    const address = fc.tuple(fc.constantFrom(4, 6), word, word, word, word);
    fc.assert(
      fc.property(fc.array(address, { maxLength: 3000 }), (addresses) => {
        const set = new AddressSet(100_000);
        for (const [version, ...words] of addresses) set.add(version, ...words);
        const seen: string[] = [];
        set.forEach((...parts) => {
          seen.push(parts.join(' '));
        });
        expect(seen.sort()).toEqual([...new Set(addresses.map((parts) => parts.join(' ')))].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('counts what it has no room for and keeps what it has', () => {
    const set = new AddressSet(3);
    for (let i = 1; i <= 5; i++) set.add(4, i, 0, 0, 0);
    set.add(4, 1, 0, 0, 0);
    expect([set.size, set.dropped]).toEqual([3, 2]);
  });
});
