import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inRawWords } from '../../../model/messages/message.ts';
import { concat, hex } from '../../../wire/build/index.ts';
import { isZstd } from './magic.ts';
import { createUnzstd } from './zstd.ts';

/** A frame by hand (RFC 8878): magic, descriptor 0 with a window of 1 KiB, raw or repeated blocks. */
const MAGIC = hex('28b52ffd');
/** Window descriptor: exponent in the upper five bits, from 1 KiB. */
const head = (windowLog: number) => concat(MAGIC, [0x00, (windowLog - 10) << 3]);
/** Block header: 21 bits of size, two of type (0 raw, 1 repeated byte), one for the last. */
const block = (type: number, size: number, last: boolean, content: Uint8Array) => {
  const word = (size << 3) | (type << 1) | (last ? 1 : 0);
  return concat([word & 255, (word >> 8) & 255, word >> 16], content);
};
const raw = (text: string, last: boolean) => block(0, text.length, last, concat(text));
const repeated = (byte: number, times: number, last: boolean) => block(1, times, last, Uint8Array.of(byte));
/** A frame of one raw block. */
const frame = (text: string) => concat(head(10), raw(text, true));
/** Skippable frame of four bytes. */
const SKIPPABLE = hex('5e2a4d18 04000000 01020304');

async function unzstd(file: Uint8Array, step = file.length) {
  const hash = createHash('sha256');
  const parts: string[] = [];
  let total = 0;
  const zstd = await createUnzstd({
    stopped: false,
    push: (bytes) => {
      total += bytes.length;
      hash.update(bytes);
      if (total < 1000) parts.push(Buffer.from(bytes).toString('latin1'));
    },
    breathe: async () => {},
  });
  for (let at = 0; at < file.length; at += step) await zstd.write(file.subarray(at, at + step));
  zstd.end();
  zstd.close();
  return {
    text: parts.join(''),
    total,
    sha: hash.digest('hex'),
    damage: zstd.damage && { ...zstd.damage, finding: inRawWords(zstd.damage.finding, 'en') },
  };
}

describe('zstd', () => {
  it('knows frames and skippable frames', () => {
    expect(isZstd(MAGIC)).toBe(true);
    expect(isZstd(SKIPPABLE)).toBe(true);
    expect(isZstd(hex('4f2a4d18'))).toBe(false);
    expect(isZstd(hex('28b52f'))).toBe(false);
  });

  it.each([1, 2, 5, 13, 1000])('reads frames one after the other, in pieces of %i bytes', async (step) => {
    const file = concat(
      SKIPPABLE,
      frame('one '),
      SKIPPABLE,
      frame(''),
      frame('two '),
      frame('three'),
      SKIPPABLE,
    );
    expect(await unzstd(file, step)).toMatchObject({ text: 'one two three', damage: null });
  });

  it('reads more than its buffers hold', async () => {
    const blocks = Array.from({ length: 4000 }, (_, i) => repeated(i & 255, 1000 + i, i === 3999));
    const { total, sha, damage } = await unzstd(concat(head(17), ...blocks), 4096);
    const hash = createHash('sha256');
    for (let i = 0; i < 4000; i++) hash.update(Buffer.alloc(1000 + i, i & 255));
    expect([damage, total, sha]).toEqual([null, 4000 * 1000 + (3999 * 4000) / 2, hash.digest('hex')]);
  });

  it('accepts a window of 128 MiB and refuses a larger one', async () => {
    expect(await unzstd(concat(head(27), raw('wide', true)))).toMatchObject({ text: 'wide', damage: null });
    expect((await unzstd(concat(head(28), raw('wider', true)))).damage).toEqual({
      isCut: false,
      offset: expect.any(Number),
      finding: 'expected a window of at most 128 MiB, found a larger one (compressed with --long above 27)',
    });
  });

  it('reports every cut', async () => {
    const file = concat(frame('first '), head(10), raw('second', false), raw(' third', true));
    const whole = frame('first ').length;
    for (let length = 1; length < file.length; length++) {
      const { text, damage } = await unzstd(file.subarray(0, length), 3);
      expect('first second third'.startsWith(text)).toBe(true);
      if (length >= whole) expect(text.startsWith('first ')).toBe(true);
      expect(damage === null).toBe(length === whole);
    }
  });

  it('hands on what comes before damage', async () => {
    const reserved = block(3, 0, true, new Uint8Array(0));
    const { text, damage } = await unzstd(concat(head(10), raw('before', false), reserved));
    expect(text).toBe('before');
    expect(damage?.finding).toBe('expected zstd data, found damage');
    expect((await unzstd(concat(frame('whole'), 'other data'))).damage?.finding).toBe(
      'expected a zstd frame, found other data',
    );
  });

  it('hands a bomb on in small pieces', async () => {
    const bomb = concat(
      head(17),
      ...Array.from({ length: 2000 }, (_, i) => repeated(0, 131_072, i === 1999)),
    );
    expect(bomb.length).toBe(8006);
    let longest = 0;
    let total = 0;
    const zstd = await createUnzstd({
      stopped: false,
      push: (bytes) => {
        total += bytes.length;
        longest = Math.max(longest, bytes.length);
      },
      breathe: async () => {},
    });
    await zstd.write(bomb);
    zstd.close();
    expect(total).toBe(2000 * 131_072);
    expect(longest).toBeLessThanOrEqual(512 * 1024);
  });
});
