import { expect, it } from 'vitest';
import { Witnesses } from './witnesses.ts';

it('counts all and keeps the two seen first, whatever the order in which they come', () => {
  const packets = Float64Array.of(50, 40, 60, 45, 40);
  const witnesses = new Witnesses(2, packets);
  expect(witnesses.earliest(1)).toEqual([]);
  witnesses.add(1, 0);
  expect(witnesses.earliest(1)).toEqual([0]);
  for (let binding = 1; binding < packets.length; binding++) witnesses.add(1, binding);
  expect(witnesses.earliest(1)).toEqual([1, 4]);
  expect([witnesses.count(0), witnesses.count(1)]).toEqual([0, 5]);
});
