import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, printable, zeroPadded, zeroTerminated } from './text.ts';

function view(bytes: readonly number[]): DataView {
  return new DataView(Uint8Array.from(bytes).buffer);
}
function utf8(text: string): DataView {
  return view([...new TextEncoder().encode(text)]);
}
const all = (read: (frame: DataView, at: number, end: number) => string, frame: DataView) =>
  read(frame, 0, frame.byteLength);

test('keeps valid UTF-8 as it is', () => {
  expect(all(printable, utf8("Zoé's MacBook – 2 小佛"))).toBe("Zoé's MacBook – 2 小佛");
  expect(all(printable, utf8('👩‍👧'))).toBe('👩‍👧');
});

test('escapes the bytes of control, format and separator characters', () => {
  expect(all(printable, view([0x61, 0x00, 0x1b, 0x62]))).toBe('a\\x00\\x1bb');
  expect(all(printable, utf8('a\u202eb'))).toBe('a\\xe2\\x80\\xaeb');
  expect(all(printable, utf8('a\u2028b'))).toBe('a\\xe2\\x80\\xa8b');
});

test('escapes every byte above ASCII when it is no UTF-8', () => {
  expect(all(printable, view([0x43, 0xe9, 0x63]))).toBe('C\\xe9c');
});

test('drops padding, or stops at the first zero', () => {
  const frame = view([0x61, 0x00, 0x62, 0x00, 0x00]);
  expect(all(zeroPadded, frame)).toBe('a\\x00b');
  expect(all(zeroTerminated, frame)).toBe('a');
  expect(all(hex, frame)).toBe('6100620000');
});

test('no bytes whatever give a control character, and the range is kept', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(64), (bytes, cut) => {
      const frame = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const end = Math.min(cut, bytes.length);
      const text = printable(frame, 0, end);
      expect(text).not.toMatch(/\p{Cc}/u);
      const alone = new DataView(bytes.slice(0, end).buffer);
      expect(printable(alone, 0, end)).toBe(text);
    }),
  );
});
