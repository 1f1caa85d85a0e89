import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { STATION_BINDING, STATION_OWNER } from '../../tables/layout.ts';
import { Core } from '../core.ts';
import { int, setInt, useMemory } from './memory.ts';
import { findStation } from './stations.ts';

const word = fc.oneof(fc.constantFrom(0, -1, 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
const station = fc.record({
  high: fc.constantFrom(0, 2, 0x8000, 0xffff),
  low: fc.constantFrom(1, 2, 0x5e00_5301, -2),
  vlan: fc.constantFrom(-1, 0, 1, 4095),
  version: fc.constantFrom(4, 6),
  w0: word,
  w1: fc.constantFrom(0, 1),
  w2: fc.constantFrom(0, 1),
  w3: word,
});
type Station = typeof station extends fc.Arbitrary<infer T> ? T : never;

/** As they are where there is no WebAssembly: core.test.ts holds what is compiled to this. */
const empty = () => useMemory(new Core({ maxMacs: 10, maxAddresses: 10 }, false));
beforeEach(empty);

function find({ high, low, vlan, version, w0, w1, w2, w3 }: Station): number {
  return findStation(high, low, vlan, version, w0, w1, w2, w3);
}

it('knows a station as it was told, and never takes another for it', () => {
  fc.assert(
    fc.property(fc.array(station), fc.array(station), (told, asked) => {
      empty();
      const known = new Map<string, number>();
      told.forEach((one, number) => {
        const at = find(one);
        setInt(at + STATION_OWNER, number);
        setInt(at + STATION_BINDING, number + 1);
        known.set(JSON.stringify(one), number);
      });
      for (const one of [...told, ...asked]) {
        const at = find(one);
        // Another may have taken its place: then nobody knows it.
        if (int(at + STATION_BINDING) === 0) continue;
        const number = known.get(JSON.stringify(one));
        expect([int(at + STATION_OWNER), int(at + STATION_BINDING) - 1]).toEqual([number, number]);
      }
    }),
  );
});

it('remembers the last two of those that share a place', () => {
  const at = (w0: number) => findStation(0x0200, 1, -1, 4, w0, 0, 0, 0);
  let forgotten = 0;
  // Enough of them that all share.
  for (let w0 = 1; w0 <= 100_000; w0++) {
    setInt(at(w0) + STATION_BINDING, w0);
    if (w0 > 1 && int(at(w0 - 1) + STATION_BINDING) !== w0 - 1) forgotten++;
    if (int(at(w0) + STATION_BINDING) !== w0) forgotten++;
  }
  expect(forgotten).toBe(0);
});
