/** The compiled writer says what zod says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { capture } from '../captures/schemas.ts';
import { list } from '../schemas.ts';
import { UnfitAnswer, writerOf } from './serializer.ts';

const count = z.number();
const schema = z.object({
  text: z.string(),
  amount: z.number(),
  yes: z.boolean(),
  kind: z.enum(['a', 'b"']),
  maybe: z.string().nullable(),
  often: list(z.object({ at: z.number(), deep: list(z.string().nullable()) })),
  left: z.string().exactOptional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  either: z.discriminatedUnion('is', [
    z.object({ is: z.literal('one'), one: count }),
    z.object({ is: z.literal('two'), two: z.string() }),
  ]),
});
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const values = fc.record(
  {
    text: fc.string({ unit: 'binary' }),
    amount: number,
    yes: fc.boolean(),
    kind: fc.constantFrom('a' as const, 'b"' as const),
    maybe: fc.option(fc.string()),
    often: fc.array(fc.record({ at: number, deep: fc.array(fc.option(fc.string())) })),
    left: fc.string(),
    params: fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.oneof(fc.string(), number),
    ),
    either: fc.oneof(
      fc.record({ is: fc.constant('one' as const), one: number }),
      fc.record({ is: fc.constant('two' as const), two: fc.string() }),
    ),
    unknown: fc.string(),
  },
  { requiredKeys: ['text', 'amount', 'yes', 'kind', 'maybe', 'often', 'params', 'either'] },
);

describe('answers', () => {
  const write = writerOf(schema);

  it('are written as zod encodes them, without what the schema does not name', () => {
    fc.assert(
      fc.property(values, (value) => {
        const encoded = z.encode(schema, value as z.output<typeof schema>);
        expect(JSON.parse(write(value))).toEqual(JSON.parse(JSON.stringify(encoded)));
      }),
    );
  });

  it('have instants as ISO 8601', () => {
    const at = writerOf(capture.shape.firstSeen);
    expect(at(1_767_225_600_000_001)).toBe('"2026-01-01T00:00:00.000001Z"');
    expect(at(null)).toBe('null');
  });

  it('that do not fit are never written', () => {
    const [good] = fc.sample(values, 1);
    const wrong = [
      { text: 1 },
      { amount: '1' },
      { amount: Number.NaN },
      { amount: Number.POSITIVE_INFINITY },
      { yes: 'true' },
      { kind: 'c' },
      { maybe: undefined },
      { often: null },
      { often: [null] },
      { often: [{ at: 1, deep: [1] }] },
      { params: { x: null } },
      { either: { is: 'three' } },
      { left: null },
    ];
    for (const part of wrong) {
      expect(() => write({ ...good, ...part }), JSON.stringify(part)).toThrow(UnfitAnswer);
    }
    for (const value of [null, undefined, 'text', 1]) expect(() => write(value)).toThrow(UnfitAnswer);
  });
});
