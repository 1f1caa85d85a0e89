import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inRawWords } from '../../../model/messages/message.ts';
import { concat, hex } from '../../../wire/build/index.ts';
import { createGunzip } from './gzip.ts';

const TEXT = 'The quick brown fox. '.repeat(20_000);

async function gunzip(file: Uint8Array, step = file.length) {
  const parts: string[] = [];
  let longest = 0;
  const gzip = createGunzip({
    stopped: false,
    push: (bytes) => {
      longest = Math.max(longest, bytes.length);
      parts.push(Buffer.from(bytes).toString('latin1'));
    },
    breathe: async () => {},
  });
  for (let at = 0; at < file.length; at += step) await gzip.write(file.subarray(at, at + step));
  gzip.end();
  gzip.close();
  return {
    text: parts.join(''),
    damage: gzip.damage && { ...gzip.damage, finding: inRawWords(gzip.damage.finding, 'en') },
    longest,
  };
}

/** A member with every optional header field: extra, name, comment, header check. */
function decorated(text: string): Uint8Array {
  const plain = gzipSync(text);
  return concat(
    hex('1f8b08 1e 00000000 00 03'),
    hex('0300 616263'),
    'capture.pcap\0',
    'a comment\0',
    hex('0000'),
    deflateRawSync(text),
    plain.subarray(-8),
  );
}

describe('gzip', () => {
  it.each([1, 9, 10, 11, 100, 65_536, 1 << 20])(
    'reads members one after the other, in pieces of %i bytes',
    async (step) => {
      const file = concat(gzipSync('one '), decorated('two '), gzipSync(''), gzipSync(TEXT));
      expect(await gunzip(file, step)).toMatchObject({ text: `one two ${TEXT}`, damage: null });
    },
  );

  it('ignores zeros behind the last member, and reports anything else', async () => {
    const member = gzipSync(TEXT);
    expect(await gunzip(concat(member, new Uint8Array(600)), 500)).toMatchObject({
      text: TEXT,
      damage: null,
    });
    const { text, damage } = await gunzip(concat(member, 'more'));
    expect([text, damage]).toEqual([
      TEXT,
      { isCut: false, offset: member.length, finding: 'expected a gzip member (1f 8b 08), found 6d 6f 72' },
    ]);
    expect((await gunzip(concat(member, [0, 0, 1]))).damage?.offset).toBe(member.length + 2);
  });

  it('hands everything on when only the check value or the length is wrong', async () => {
    for (const fromEnd of [8, 4]) {
      const file = gzipSync(TEXT);
      file[file.length - fromEnd] ^= 1;
      const { text, damage } = await gunzip(file);
      expect(text).toBe(TEXT);
      expect(damage?.offset).toBe(file.length - 8);
    }
  });

  it('hands on what comes before damage', async () => {
    const file = concat(
      gzipSync('before '),
      hex('1f8b08 00 00000000 00 03'),
      hex('ff ff ff ff'),
      new Uint8Array(50),
    );
    const { text, damage } = await gunzip(file);
    expect(text).toBe('before ');
    expect(damage?.finding).toMatch(/^expected deflate data, found damage/);
  });

  it('reports every cut', async () => {
    const file = concat(gzipSync('first '), decorated('second'));
    const whole = gzipSync('first ').length;
    for (let length = 1; length < file.length; length++) {
      const { text, damage } = await gunzip(file.subarray(0, length), 3);
      expect('first second'.startsWith(text)).toBe(true);
      if (length >= whole) expect(text.startsWith('first ')).toBe(true);
      expect(damage === null).toBe(length === whole);
    }
  });

  it('hands a bomb on in small pieces', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    expect(bomb.length).toBeLessThan(70_000);
    let total = 0;
    let longest = 0;
    const gzip = createGunzip({
      stopped: false,
      push: (bytes) => {
        total += bytes.length;
        longest = Math.max(longest, bytes.length);
      },
      breathe: async () => {},
    });
    await gzip.write(bomb);
    gzip.close();
    expect(total).toBe(64 << 20);
    expect(longest).toBeLessThanOrEqual(64 * 1024);
  });

  it('throws what its output throws', async () => {
    const gzip = createGunzip({
      stopped: false,
      push: () => {
        throw new Error('enough');
      },
      breathe: async () => {},
    });
    await expect(gzip.write(gzipSync(TEXT))).rejects.toThrow('enough');
    gzip.close();
  });
});
