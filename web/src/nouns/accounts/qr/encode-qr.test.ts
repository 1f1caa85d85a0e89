import jsQr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { encodeQr } from './encode-qr.ts';
import { penaltyOf } from './masks.ts';

function drawn(text: string): string {
  const { size, isDark } = encodeQr(text);
  const row = (y: number) => Array.from({ length: size }, (_, x) => (isDark(x, y) ? '#' : '.')).join('');
  return Array.from({ length: size }, (_, y) => row(y)).join('\n');
}
/** As a camera sees it: four pixels a module, four modules of light around it (§6.3.8). */
function readBack(text: string): string | undefined {
  const { size, isDark } = encodeQr(text);
  const width = (size + 8) * 4;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < size * 4; y++) {
    for (let x = 0; x < size * 4; x++) {
      if (isDark(x >> 2, y >> 2))
        pixels.fill(0, ((y + 16) * width + x + 16) * 4, ((y + 16) * width + x + 16) * 4 + 3);
    }
  }
  const read = jsQr(pixels, width, width);
  return read === null ? undefined : new TextDecoder().decode(Uint8Array.from(read.binaryData));
}
/** Letters, digits and signs, without a pattern. */
const textOf = (length: number): string =>
  Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * at * 7 + at * 13) % 94))).join('');
/** The three bits of the mask, beside the first corner. §7.9. */
function maskOf(text: string): number {
  const { isDark } = encodeQr(text);
  const bit = (x: number, y: number) => (isDark(x, y) ? 1 : 0);
  return ((bit(2, 8) << 2) | (bit(3, 8) << 1) | bit(4, 8)) ^ 0b101;
}
const URI = `otpauth://totp/Vigie:ada%40example.org?secret=${'A'.repeat(32)}&issuer=Vigie&digits=6&period=30`;

describe('a QR code', () => {
  it('is as large as its text needs', () => {
    expect([1, 14, 15, 110, 666].map((length) => encodeQr('x'.repeat(length)).size)).toEqual([
      21, 21, 25, 45, 97,
    ]);
  });

  it('refuses what is too long, by bytes', () => {
    expect(() => encodeQr('x'.repeat(667))).toThrow(RangeError);
    expect(() => encodeQr('é'.repeat(334))).toThrow(RangeError);
  });

  it('has its three squares', () => {
    const rows = drawn(URI).split('\n');
    expect(rows[0].slice(0, 8)).toBe('#######.');
    expect(rows[0].slice(-8)).toBe('.#######');
    expect(rows.at(-1)?.slice(0, 8)).toBe('#######.');
  });

  it('is read back by another program, whatever the text and its length', () => {
    const texts = [URI, 'é ☂ 日本', ...[1, 14, 40, 120, 213, 300, 450, 666].map((length) => textOf(length))];
    for (const text of texts) expect(readBack(text)).toBe(text);
  }, 30_000);

  it('has the mask that leaves what is easiest to read: others are used, too', () => {
    const used = new Set(Array.from({ length: 40 }, (_, at) => maskOf(`text number ${at}`)));
    expect(used.size).toBeGreaterThan(3);
  });
});

describe('what is hard to read', () => {
  const grid = (rows: readonly string[]) => Uint8Array.from(rows.join(''), Number);
  it('is long runs, blocks and too much of one colour', () => {
    // Ten lines of five, each way: 3; sixteen blocks: 3; all dark: 50 % off.
    expect(penaltyOf(grid(Array.from({ length: 5 }, () => '11111')), 5)).toBe(30 + 48 + 100);
    expect(penaltyOf(grid(['10101', '01010', '10101', '01010', '10101']), 5)).toBe(0);
  });

  it('is what looks like a corner', () => {
    const line = '10111010000';
    const other = ['01010101010', '10101010101'];
    const rows = [line, ...Array.from({ length: 10 }, (_, at) => other[at % 2])];
    const without = ['10101010101', ...rows.slice(1)];
    expect(penaltyOf(grid(rows), 11) - penaltyOf(grid(without), 11)).toBeGreaterThanOrEqual(40);
  });
});
