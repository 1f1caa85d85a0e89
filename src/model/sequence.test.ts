import { expect, it } from 'vitest';
import { sequence } from './sequence.ts';

it('makes an item when it is asked for, and none before', () => {
  const made: number[] = [];
  const squares = sequence(1_000_000, (index) => {
    made.push(index);
    return index * index;
  });
  for (const square of squares) if (square > 3) break;
  expect(squares.at(999_999)).toBe(999_998_000_001);
  expect(made).toEqual([0, 1, 2, 999_999]);
});

it('counts as arrays do', () => {
  const list = ['a', 'b', 'c'];
  const items = sequence(3, (index) => list[index]);
  expect([...items]).toEqual(list);
  for (let index = -5; index < 5; index++) expect(items.at(index)).toBe(list.at(index));
});
