import { expect, test } from 'vitest';
import { FIRST_US, pcapFile } from '../../../test/fixtures/pcap.ts';
import type { TimedFrame } from './lan.ts';
import { pcapBlocks } from './write-pcap.ts';

/** Each block is copied before the next takes its memory. */
function blocks(frames: Iterable<TimedFrame>): Buffer[] {
  const copies: Buffer[] = [];
  for (const block of pcapBlocks(frames)) copies.push(Buffer.from(block));
  return copies;
}
const written = (frames: Iterable<TimedFrame>) => Buffer.concat(blocks(frames));

test('writes the header, and of each frame its seconds, microseconds, lengths and bytes', () => {
  const frame = Uint8Array.of(1, 2, 3);
  expect(written([{ at: 5_000_007, frame }]).toString('hex')).toBe(
    'd4c3b2a1' +
      '0200' +
      '0400' +
      '00000000' +
      '00000000' +
      '00000400' +
      '01000000' +
      '05000000' +
      '07000000' +
      '03000000' +
      '03000000' +
      '010203',
  );
});

test('gives a header to nothing at all', () => {
  expect(written([])).toHaveLength(24);
});

test('is the same file whatever the number of blocks', () => {
  const frames = Array.from({ length: 2_000 }, (_, i) => ({
    at: FIRST_US + i * 1_001,
    frame: new Uint8Array(60 + ((i * 37) % 1_455)).fill(i),
  }));
  expect(blocks(frames).length).toBeGreaterThan(1);
  expect(written(frames).equals(pcapFile(frames))).toBe(true);
});
