import { describe, expect, it } from 'vitest';
import { base32, codeOfStep, newTotpSecret, stepAt, stepOfCode, totpUri } from './totp.ts';

/** RFC 6238, appendix B, SHA-1. */
const RFC_SECRET = base32(Buffer.from('12345678901234567890'));

describe('a code', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %i s is %s, as RFC 6238 says', (seconds, code) => {
    expect(codeOfStep(RFC_SECRET, stepAt(seconds * 1000), 8)).toBe(code);
  });

  it.each([
    [0, '755224'],
    [1, '287082'],
    [9, '520489'],
  ])('of counter %i is %s, as RFC 4226 says', (counter, code) => {
    expect(codeOfStep(RFC_SECRET, counter)).toBe(code);
  });

  it('is good for its 30 seconds, the 30 before and the 30 after', () => {
    const step = 1000;
    const code = codeOfStep(RFC_SECRET, step);
    for (const offset of [-1, 0, 1])
      expect(stepOfCode(RFC_SECRET, code, (step + offset) * 30_000)).toBe(step);
    for (const offset of [-2, 2]) expect(stepOfCode(RFC_SECRET, code, (step + offset) * 30_000)).toBeNull();
    expect(stepOfCode(RFC_SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, step * 30_000)).toBe(step);
    for (const wrong of ['', '000000', code.slice(1), `${code}0`, 'abcdef'])
      expect(stepOfCode(RFC_SECRET, wrong, step * 30_000), wrong).toBeNull();
  });
});

describe('a secret', () => {
  it('has 160 bits in base32, never twice the same', () => {
    const made = Array.from({ length: 50 }, newTotpSecret);
    for (const secret of made) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(made).size).toBe(50);
  });

  it('is told to the app with whose it is', () => {
    const uri = new URL(totpUri('ABC', 'Vigie', 'ada+x@example.org'));
    expect(decodeURIComponent(uri.pathname)).toBe('/Vigie:ada+x@example.org');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      ...{ secret: 'ABC', issuer: 'Vigie', algorithm: 'SHA1', digits: '6', period: '30' },
    });
  });
});
