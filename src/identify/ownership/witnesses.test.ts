import { expect, it } from 'vitest';
import { Witnesses } from './witnesses.ts';

it('counts all and keeps the two seen first, whatever the order in which they come', () => {
  const witnesses = new Witnesses();
  expect(witnesses.earliest()).toEqual([]);
  witnesses.add(10, 50);
  expect(witnesses.earliest()).toEqual([10]);
  for (const [binding, packet] of [
    [11, 40],
    [12, 60],
    [13, 45],
    [14, 40],
  ]) {
    witnesses.add(binding, packet);
  }
  expect(witnesses.earliest()).toEqual([11, 14]);
  expect(witnesses.count).toBe(5);
});
