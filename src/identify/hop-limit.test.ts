import { expect, it } from 'vitest';
import { HOPS_AMBIGUOUS, HOPS_FORWARDED, HOPS_INITIAL } from './hop-kinds.ts';
import { hopLimitEvidence } from './hop-limit.ts';

it.each([64, 128, 255])('takes %i for an initial value', (ttl) => {
  expect(hopLimitEvidence(ttl)).toBe(HOPS_INITIAL);
});

it.each([63, 54, 40, 33, 127, 117, 97, 252, 240, 224])('takes %i for forwarded', (ttl) => {
  expect(hopLimitEvidence(ttl)).toBe(HOPS_FORWARDED);
});

it.each([0, 1, 2, 4, 30, 32, 60, 65, 90, 100, 129, 200, 253, 254])('draws nothing from %i', (ttl) => {
  expect(hopLimitEvidence(ttl)).toBe(HOPS_AMBIGUOUS);
});
