import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Holders } from './holders.ts';

it('knows each pair of interface and address once, and no other', () => {
  const pair = fc.tuple(fc.nat(4), fc.nat(4));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const holders = new Holders(5, pairs.length + 1);
      const known = new Set<string>();
      for (const [iface, address] of pairs) {
        expect(holders.add(iface, address)).toBe(!known.has(`${iface} ${address}`));
        known.add(`${iface} ${address}`);
      }
      for (let address = 0; address < 5; address++) {
        const held = [0, 1, 2, 3, 4].map((iface) => holders.has(iface, address));
        expect(held).toEqual([0, 1, 2, 3, 4].map((iface) => known.has(`${iface} ${address}`)));
        expect(holders.isHeld(address)).toBe(held.includes(true));
      }
    }),
  );
});
