import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicros } from './time.ts';

describe('formatMicros', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000000Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [1_767_225_599_999_999, '2025-12-31T23:59:59.999999Z'],
    [1_767_225_600_000_000, '2026-01-01T00:00:00.000000Z'],
  ])('writes %d µs as %s', (at, text) => {
    expect(formatMicros(at)).toBe(text);
  });

  it('keeps to years of four digits', () => {
    expect(formatMicros(253_402_300_800_000_000)).toBe('9999-12-31T23:59:59.000000Z');
    expect(formatMicros(1e20)).toBe('9999-12-31T23:59:59.000000Z');
    expect(formatMicros(-1e20)).toBe('0001-01-01T00:00:00.000000Z');
  });

  it('writes nothing where there is no instant', () => {
    expect([formatMicros(null), formatMicros(Number.NaN), formatMicros(Number.POSITIVE_INFINITY)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('agrees with Date in any order of instants', () => {
    const instants = fc.array(fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }));
    fc.assert(
      fc.property(instants, (list) => {
        for (const at of list) {
          const millis = Math.floor(at / 1000);
          const micros = String(at - millis * 1000).padStart(3, '0');
          expect(formatMicros(at)).toBe(`${new Date(millis).toISOString().slice(0, -1)}${micros}Z`);
        }
      }),
    );
  });
});
