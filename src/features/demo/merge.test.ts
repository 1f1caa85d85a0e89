import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimedFrame } from './lan.ts';
import { merge } from './merge.ts';

const at = (time: number, part = 0): TimedFrame => ({ at: time, frame: Uint8Array.of(part) });

test('gives all frames in time order, and of equal times first what was given first', () => {
  const parts = fc.array(fc.array(fc.nat(50)).map((times) => times.sort((a, b) => a - b)));
  fc.assert(
    fc.property(parts, (times) => {
      const frames = times.map((part, index) => part.map((time) => at(time, index)));
      const expected = frames.flat().sort((a, b) => a.at - b.at || a.frame[0] - b.frame[0]);
      expect([...merge(frames)]).toEqual(expected);
    }),
  );
});

test('takes one frame of each part ahead, no more', () => {
  let taken = 0;
  function* endless() {
    for (let time = 0; ; time += 2) {
      taken++;
      yield at(time);
    }
  }
  const merged = merge([endless(), [at(1), at(5)]]);
  for (let i = 0; i < 10; i++) merged.next();
  expect(taken).toBeLessThan(10);
});

test('refuses a part that goes back in time', () => {
  expect(() => [...merge([[at(2), at(1)]])]).toThrow('part 0 goes back in time, from 2 to 1');
});
