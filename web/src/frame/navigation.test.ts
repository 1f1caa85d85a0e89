import { describe, expect, it } from 'vitest';
import { PLACES } from './navigation.ts';

describe('the places of the navigation', () => {
  it('have a letter each, and a path each', () => {
    for (const of of ['letter', 'to'] as const)
      expect(new Set(PLACES.map((place) => place[of])).size, of).toBe(PLACES.length);
  });
});
