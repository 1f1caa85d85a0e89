import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Core } from '../core/core.ts';
import { SeenAddresses } from './seen-addresses.ts';
import { SeenMacs } from './seen-macs.ts';

const withRoomFor = (limit: number) => new Core({ maxMacs: limit, maxAddresses: limit });

describe('addresses seen', () => {
  it('holds each address once, and hands them out in ascending order', () => {
    const word = fc.oneof(fc.constantFrom(0, -1, 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
    const compare = (a: readonly number[], b: readonly number[]): number => {
      const differs = a.findIndex((each, i) => each !== b[i]);
      return differs < 0 ? 0 : (a[differs] >>> 0) - (b[differs] >>> 0);
    };
    const distinct = (addresses: readonly (readonly number[])[]): number[] =>
      [...new Map(addresses.map((words) => [words.join(' '), words])).values()]
        .sort(compare)
        .flatMap((words) => words.map((each) => each >>> 0));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word), { maxLength: 3000 }),
        fc.array(fc.tuple(word, word, word, word), { maxLength: 3000 }),
        (v4, v6) => {
          const set = new SeenAddresses(withRoomFor(100_000));
          for (const [w0] of v4) set.add(4, w0, 0, 0, 0);
          for (const words of v6) set.add(6, ...words);
          expect([...set.sorted4()]).toEqual(distinct(v4));
          expect([...set.sorted6()]).toEqual(distinct(v6));
          expect(set.size).toBe(distinct(v4).length + distinct(v6).length / 4);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('counts what it has no room for and keeps what it has, of both versions together', () => {
    const set = new SeenAddresses(withRoomFor(3));
    for (let i = 0; i < 5; i++) set.add(i % 2 === 0 ? 4 : 6, i, 0, 0, 0);
    set.add(4, 0, 0, 0, 0);
    set.add(6, 0, 0, 0, 0);
    expect([set.size, set.dropped]).toEqual([3, 3]);
    expect([[...set.sorted4()], [...set.sorted6()]]).toEqual([
      [0, 2],
      [1, 0, 0, 0],
    ]);
  });
});

describe('MACs seen', () => {
  it('are told when they are new, in ascending order, and counted when there is no room', () => {
    const macs = new SeenMacs(withRoomFor(3));
    const added = [5, 0, 5, -1, 9, 9, 0].map((low) => macs.add(0x8000, low));
    expect(added).toEqual([true, true, false, true, false, false, false]);
    expect([macs.size, macs.limit, macs.dropped]).toEqual([3, 3, 2]);
    expect([...macs.sorted()]).toEqual([0x8000_0000_0000, 0x8000_0000_0005, 0x8000_ffff_ffff]);
  });
});
