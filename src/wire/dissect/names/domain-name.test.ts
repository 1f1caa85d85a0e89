import { expect, test } from 'vitest';
import { viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat } from '../../build/index.ts';
import { CUT, MALFORMED, readName, splitName } from './domain-name.ts';

const HEADER = new Uint8Array(12);

function read(bytes: Bytes, at = 12) {
  const frame = viewOf(HEADER, bytes);
  return readName(frame, 0, at, frame.byteLength);
}

test('joins labels by dots, without the last one', () => {
  expect(read('\x03www\x07example\x03org\x00')).toEqual({ name: 'www.example.org', next: 29 });
  expect(read('\x00')).toEqual({ name: '', next: 13 });
});

test('follows a pointer backwards and goes on behind it', () => {
  // 12: example.org, 25: www + pointer to 12
  const bytes = concat('\x07example\x03org\x00', '\x03www', [0xc0, 0x0c], '\xff');
  expect(read(bytes, 25)).toEqual({ name: 'www.example.org', next: 31 });
});

test('refuses pointers that lead to themselves, forwards, or into the header', () => {
  expect(read([0xc0, 0x0c])).toBe(MALFORMED);
  expect(read([0xc0, 0x0e, 0x01, 0x61, 0x00])).toBe(MALFORMED);
  expect(read([0xc0, 0x00])).toBe(MALFORMED);
  // 'a' then a pointer to its own beginning
  expect(read([0x01, 0x61, 0xc0, 0x0c])).toBe(MALFORMED);
});

test('refuses two pointers that lead to each other', () => {
  expect(read([0xc0, 0x0e, 0xc0, 0x0c], 14)).toBe(MALFORMED);
});

test('ends after a long chain of pointers', () => {
  const chain = [0x00, 0x00];
  for (let i = 1; i < 200; i++) {
    const target = 12 + 2 * (i - 1);
    chain.push(0xc0 | (target >> 8), target & 255);
  }
  expect(read(chain, 12 + 2 * 100)).toEqual({ name: '', next: 12 + 2 * 101 });
  expect(read(chain, 12 + 2 * 199)).toBe(MALFORMED);
});

test('refuses a name longer than 255 octets and the withdrawn label kinds', () => {
  const label = concat([63], 'a'.repeat(63));
  const rest = (length: number) => concat([length], 'b'.repeat(length), [0]);
  expect(read(concat(label, label, label, rest(61)))).toMatchObject({ next: 12 + 255 });
  expect(read(concat(label, label, label, rest(62)))).toBe(MALFORMED);
  expect(read([0x40, 0x61])).toBe(MALFORMED);
  expect(read([0x80, 0x61])).toBe(MALFORMED);
});

test('tells a cut name from a malformed one', () => {
  expect(read('')).toBe(CUT);
  expect(read('\x03ww')).toBe(CUT);
  expect(read('\x03www')).toBe(CUT);
  expect(read([0xc0])).toBe(CUT);
});

test('escapes dots, backslashes and unprintable bytes within a label, and splits them back', () => {
  const name = read(concat([9], 'Dr. A\\B\x01C', [5], 'local', [0]));
  expect(name).toMatchObject({ name: 'Dr\\. A\\\\B\\x01C.local' });
  expect(splitName('Dr\\. A\\\\B\\x01C.local')).toEqual(['Dr. A\\B\\x01C', 'local']);
  expect(splitName('')).toEqual([]);
});
