/** The pictures were read back by another program (jsQR) for every length up to 660 bytes when they were recorded. */
import { describe, expect, it } from 'vitest';
import { encodeQr } from './encode-qr.ts';

function drawn(text: string): string {
  const { size, isDark } = encodeQr(text);
  const row = (y: number) => Array.from({ length: size }, (_, x) => (isDark(x, y) ? '#' : '.')).join('');
  return Array.from({ length: size }, (_, y) => row(y)).join('\n');
}
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(drawn(text)));
  return [...new Uint8Array(hash).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
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

  it('has its three squares, and stays as it was read back', async () => {
    const rows = drawn(URI).split('\n');
    expect(rows[0].slice(0, 8)).toBe('#######.');
    expect(rows[0].slice(-8)).toBe('.#######');
    expect(rows.at(-1)?.slice(0, 8)).toBe('#######.');
    expect(await Promise.all(['Vigie', URI, 'x'.repeat(300)].map(digest))).toMatchInlineSnapshot(`
      [
        "d8e68b138f83b307",
        "6a82ee42bc4195d7",
        "2abaf9ed149140d4",
      ]
    `);
  });
});
