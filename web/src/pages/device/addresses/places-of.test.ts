import { expect, it } from 'vitest';
import { placesOf } from './places-of.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const held = (first: number, last: number) => ({ firstSeen: at(first), lastSeen: at(last) });

it('puts intervals of several addresses on one time', () => {
  const { from, to, lines } = placesOf([
    { ip: '192.0.2.1', vlan: 4, intervals: [held(0, 25), held(50, 100)] },
    { ip: '192.0.2.2', vlan: null, intervals: [held(25, 50)] },
  ]);
  expect([from, to]).toEqual([Date.parse(at(0)), Date.parse(at(100))]);
  expect(lines.map(({ bars }) => bars.map(({ left, width }) => [left, width]))).toEqual([
    [
      [0, 0.25],
      [0.5, 0.5],
    ],
    [[0.25, 0.25]],
  ]);
});

it('has a place for what was seen in one instant only', () => {
  expect(placesOf([{ ip: '192.0.2.1', vlan: null, intervals: [held(3, 3)] }]).lines[0].bars[0]).toMatchObject(
    {
      left: 0,
      width: 0,
    },
  );
});
