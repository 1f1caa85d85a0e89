import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, textChunks, Utf8Text } from './utf8-text.ts';

const written = (fill: (text: Utf8Text) => void): string => {
  const text = new Utf8Text();
  fill(text);
  return Buffer.from(text.take()).toString();
};
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
);

describe('text as bytes', () => {
  it('has strings as JSON writes them, lone surrogates and control characters too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyText, fc.constantFrom('\u007f', '\ud800', '"\\', '\u2028'))),
        (texts) => {
          expect(
            written((out) => {
              for (const text of texts) out.addJsonString(text);
            }),
          ).toBe(texts.map((text) => JSON.stringify(text)).join(''));
        },
      ),
    );
  });

  it('has numbers as JSON writes them', () => {
    const around = fc.constantFrom(
      0,
      -0,
      9,
      10,
      99_999,
      999_999_999,
      1e9,
      1e9 + 1,
      2 ** 31,
      2 ** 32,
      1e18,
      2 ** 53 - 1,
    );
    const number = fc.oneof(around, fc.maxSafeInteger(), fc.maxSafeNat(), fc.nat(), fc.double());
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        expect(
          written((out) => {
            for (const each of numbers) {
              out.addNumber(each);
              out.add(' ');
            }
          }),
        ).toBe(numbers.map((each) => `${JSON.stringify(each)} `).join(''));
      }),
    );
  });

  it('is the same in chunks, however long a piece', () => {
    const piece = fc.oneof(
      anyText,
      fc.nat({ max: 3 * CHUNK_BYTES }).map((length) => 'é'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const chunks = Array.from(textChunks(pieces), (chunk) => Buffer.from(chunk));
        expect(Buffer.concat(chunks).equals(Buffer.concat(pieces.map((each) => Buffer.from(each))))).toBe(
          true,
        );
        for (const chunk of chunks.slice(0, -1)) expect(chunk.length).toBeGreaterThanOrEqual(CHUNK_BYTES);
      }),
      { numRuns: 30 },
    );
  });
});
