import { describe, expect, it } from 'vitest';
import { type CollectedFrame, collectFrames } from '../../../test/fixtures/frame-collector.ts';
import { inEnglish } from '../../../test/fixtures/in-english.ts';
import { FIRST_US, pcapngBlock, pcapngFile, pcapngOption } from '../../../test/fixtures/pcap.ts';
import { InputError } from '../../base/errors.ts';
import { concat, hex } from '../../wire/build/index.ts';
import { PcapngWalker } from './pcapng.ts';
import { ReadReport } from './report.ts';
import type { ReadEnd } from './source.ts';
import { Window } from './window.ts';

const A = hex('00005e005301 00005e005302 0800 45');
const B = hex('00005e005302 00005e005301 86dd 60 00 00');

/** Reads `file` in pieces of `step` bytes. */
function read(file: Uint8Array, step = file.length): { frames: CollectedFrame[] } & ReadEnd {
  const sink = collectFrames();
  const report = new ReadReport('test.pcapng', false);
  const window = new Window(new PcapngWalker(sink, report));
  for (let at = 0; at < file.length; at += step) window.push(file.subarray(at, at + step));
  window.finish();
  return { frames: sink.frames, ...inEnglish(report.result()) };
}

const u32 = (value: number, bigEndian = false): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, !bigEndian);
  return bytes;
};
const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return bytes;
};

//                                       byte order version   section length
const SECTION = pcapngBlock(0x0a0d0d0a, hex('4d3c2b1a 0100 0000 ffffffffffffffff'));
const description = (linkType: number, snapLength: number, ...options: Uint8Array[]) =>
  pcapngBlock(1, concat([linkType, 0, 0, 0], u32(snapLength), ...options));
const ETHERNET = description(1, 0);
/** An enhanced packet of `bytes` at `ticks`. */
const packet = (interfaceId: number, ticks: bigint, bytes: Uint8Array, wire = bytes.length) =>
  pcapngBlock(
    6,
    concat(
      u32(interfaceId),
      u32(Number(ticks >> 32n)),
      u32(Number(ticks & 0xffffffffn)),
      u32(bytes.length),
      u32(wire),
      bytes,
    ),
  );

describe('pcapng', () => {
  it.each([
    { bigEndian: false, resolution: 6 },
    { bigEndian: false, resolution: 9 },
    { bigEndian: true, resolution: 6 },
    { bigEndian: true, resolution: 9 },
  ])('reads big-endian $bigEndian with 10^-$resolution s', (options) => {
    const file = pcapngFile(
      [
        { at: FIRST_US + 123_456, frame: A },
        { at: FIRST_US + 999_999, frame: B, wireLength: 1500 },
      ],
      { ...options, linkType: 113, interfaceName: 'eth0' },
    );
    expect(read(file)).toEqual({
      frames: [
        { at: FIRST_US + 123_456, bytes: [...A], wireLength: A.length, linkType: 113 },
        { at: FIRST_US + 999_999, bytes: [...B], wireLength: 1500, linkType: 113 },
      ],
      complete: true,
      warnings: [],
      names: [],
      droppedByCapture: null,
    });
  });

  it.each([
    // if_tsresol, ticks, µs
    [0, 1_700_000_000n, 1_700_000_000_000_000],
    [3, 1_700_000_000_123n, 1_700_000_000_123_000],
    [6, 1_700_000_000_123_456n, 1_700_000_000_123_456],
    [7, 17_000_000_001_234_569n, 1_700_000_000_123_456],
    [9, 1_700_000_000_123_456_789n, 1_700_000_000_123_456],
    [9, 1_700_000_000_999_999_999n, 1_700_000_000_999_999],
    [12, 1_000_000_123_456_789_012n, 1_000_000_123_456],
    [13, 10_000_001_234_567_890_123n, 1_000_000_123_456],
    [0x80 + 10, 1_700_000_000n * 1024n + 512n, 1_700_000_000_500_000],
    [0x80 + 20, (1_700_000_000n << 20n) + 1n, 1_700_000_000_000_000],
    [0x80 + 32, (1_700_000_000n << 32n) + 0xffff_ffffn, 1_700_000_000_999_999],
    [0x80 + 33, (1_700_000_000n << 33n) + (1n << 32n), 1_700_000_000_500_000],
    [0x80 + 63, (1n << 63n) + (1n << 62n), 1_500_000],
    [0xff, (1n << 64n) - 1n, 0],
    [0x7f, (1n << 64n) - 1n, 0],
  ])('floors ticks of if_tsresol %i to the microsecond', (resolution, ticks, expected) => {
    const interfaceBlock = description(1, 0, pcapngOption(9, [resolution]), u32(0));
    const { frames } = read(concat(SECTION, interfaceBlock, packet(0, ticks, A)));
    expect(frames[0].at).toBe(expected);
  });

  it('adds if_tsoffset, which may lead before 1970', () => {
    const shifted = (seconds: bigint) => description(1, 0, pcapngOption(14, u64(seconds)), u32(0));
    const { frames } = read(
      concat(SECTION, shifted(1_700_000_000n), shifted(-3600n), packet(0, 5n, A), packet(1, 5n, A)),
    );
    expect(frames.map((frame) => frame.at)).toEqual([1_700_000_000_000_005, -3_599_999_995]);
  });

  it('keeps interfaces and sections apart, whatever their byte order', () => {
    const bigEndian = pcapngFile([{ at: 9, frame: B }], { bigEndian: true, linkType: 101, resolution: 9 });
    const { frames, complete } = read(
      concat(SECTION, description(1, 0), description(113, 0), packet(1, 1n, A), packet(0, 2n, B), bigEndian),
    );
    expect(frames.map(({ at, linkType }) => [at, linkType])).toEqual([
      [1, 113],
      [2, 1],
      [9, 101],
    ]);
    expect(complete).toBe(true);
  });

  it('bounds simple packets by the snap length, and gives them the time before', () => {
    const simple = pcapngBlock(3, concat(u32(100), A.subarray(0, 12)));
    const short = pcapngBlock(3, concat(u32(3), A.subarray(0, 3)));
    const { frames } = read(concat(SECTION, description(1, 10), packet(0, 77n, B), simple, short));
    expect(frames.slice(1)).toEqual([
      { at: 77, bytes: [...A.subarray(0, 10)], wireLength: 100, linkType: 1 },
      { at: 77, bytes: [...A.subarray(0, 3)], wireLength: 3, linkType: 1 },
    ]);
  });

  it('reads obsolete packet blocks', () => {
    //                       interface drops
    const body = concat(hex('0100     ffff'), u32(0), u32(42), u32(A.length), u32(99), A);
    const { frames } = read(concat(SECTION, ETHERNET, description(113, 0), pcapngBlock(2, body)));
    expect(frames).toEqual([{ at: 42, bytes: [...A], wireLength: 99, linkType: 113 }]);
  });

  it('skips secrets, custom and unknown blocks', () => {
    const others = [0x0a, 0x0bad, 0x40000bad, 0x80000001].map((type) => pcapngBlock(type, [1, 2, 3, 4]));
    const { frames, warnings } = read(concat(SECTION, ...others, ETHERNET, ...others, packet(0, 1n, A)));
    expect([frames.length, warnings]).toEqual([1, []]);
  });

  it('skips a block too long to hold, and goes on behind it', () => {
    const long = pcapngBlock(0x0bad, new Uint8Array(3 << 20));
    const { frames, complete } = read(concat(SECTION, ETHERNET, long, packet(0, 1n, A)), 100_000);
    expect([frames.length, complete]).toEqual([1, true]);
    const { warnings } = read(concat(SECTION, ETHERNET, long.subarray(0, 2 << 20)), 100_000);
    expect(warnings).toEqual([
      'test.pcapng: offset 48: expected 1048588 bytes more of a long block, found none: the file is cut short',
    ]);
  });

  it('reads names of addresses', () => {
    const records = concat(
      hex('0100 1500 c0000201'), // IPv4, 21 bytes: the address, two names, an empty one
      'one.example\0two\0\0',
      hex('000000'),
      hex('0200 1900 20010db8000000000000000000000001'), // IPv6, 25 bytes
      'six.test\0',
      hex('000000'),
      hex('0000 0000'),
    );
    const { names } = read(concat(SECTION, pcapngBlock(4, records), pcapngBlock(4, records)));
    expect(names).toEqual([
      { ip: '192.0.2.1', name: 'one.example' },
      { ip: '192.0.2.1', name: 'two' },
      { ip: '2001:db8::1', name: 'six.test' },
    ]);
  });

  it('sums the last drop count of every interface', () => {
    const statistics = (interfaceId: number, drops: bigint) =>
      pcapngBlock(5, concat(u32(interfaceId), u32(0), u32(0), pcapngOption(5, u64(drops)), u32(0)));
    const section = concat(
      SECTION,
      ETHERNET,
      ETHERNET,
      statistics(0, 3n),
      statistics(1, 5n),
      statistics(0, 4n),
    );
    expect(read(section).droppedByCapture).toBe(9);
    expect(read(concat(section, section)).droppedByCapture).toBe(18);
    expect(read(concat(SECTION, ETHERNET)).droppedByCapture).toBeNull();
  });

  it('skips what makes no sense inside a block, and says so', () => {
    const lying = packet(0, 1n, A);
    new DataView(lying.buffer).setUint32(20, 4000, true);
    const tooBig = packet(0, 1n, new Uint8Array(262_145));
    const { frames, complete, warnings } = read(
      concat(SECTION, ETHERNET, lying, packet(7, 1n, A), pcapngBlock(6, u32(0)), tooBig, packet(0, 2n, B)),
    );
    expect(frames.map((frame) => frame.at)).toEqual([2]);
    expect(complete).toBe(true);
    expect(warnings).toEqual([
      'test.pcapng: offset 48: expected a captured length of at most 16 bytes, found 4000: the block is skipped',
      'test.pcapng: offset 96: expected a described interface, found interface 7: the block is skipped',
      'test.pcapng: offset 144: expected a block of type 6 to have 32 bytes or more, found 16: the block is skipped',
      'test.pcapng: offset 160: expected a captured length of at most 262144 bytes, found 262145: the block is skipped',
    ]);
  });

  it('keeps interface numbers when a description is damaged', () => {
    const { frames, warnings } = read(
      concat(SECTION, pcapngBlock(1, []), description(113, 0), packet(0, 1n, A), packet(1, 2n, A)),
    );
    expect([frames.map((frame) => frame.linkType), warnings.length]).toEqual([[113], 2]);
  });

  it('lists a bounded number of warnings', () => {
    const { warnings } = read(concat(SECTION, ...Array.from({ length: 1000 }, () => packet(3, 1n, A))));
    expect(warnings.length).toBe(21);
    expect(warnings[20]).toBe('test.pcapng: 980 more warnings are not listed');
  });

  it.each([
    ['a length below 12', hex('06000000 08000000 00000000 08000000'), 'found 8'],
    ['a length that is no multiple of 4', hex('06000000 0d000000 00000000 00000000'), 'found 13'],
    ['two lengths that differ', hex('06000000 10000000 00000000 14000000'), 'found 16 and 20'],
    [
      'a section of another version',
      pcapngBlock(0x0a0d0d0a, hex('4d3c2b1a 0200 0000 ffffffffffffffff')),
      'version 2',
    ],
    [
      'a section without byte order',
      pcapngBlock(0x0a0d0d0a, hex('00112233 0100 0000 ffffffffffffffff')),
      '00112233',
    ],
  ])('stops at %s, keeping what came before', (_name, bad, found) => {
    const { frames, complete, warnings } = read(
      concat(SECTION, ETHERNET, packet(0, 1n, A), bad, packet(0, 2n, A)),
    );
    expect([frames.length, complete, warnings.length]).toEqual([1, false, 1]);
    expect(warnings[0]).toContain(found);
    expect(warnings[0]).toMatch(/^test\.pcapng: offset (96|104): expected .*: the rest is not read$/);
  });

  const file = concat(SECTION, ETHERNET, packet(0, 1n, A), packet(0, 2n, B));
  const borders = [28, 48, 96, file.length];

  it.each(Array.from({ length: file.length + 1 }, (_, length) => length))(
    'survives a file cut after %i bytes',
    (length) => {
      const cut = file.subarray(0, length);
      if (length < 28) {
        expect(() => read(cut)).toThrow(InputError);
        return;
      }
      const { frames, complete, warnings } = read(cut);
      expect(frames.length).toBe(length === file.length ? 2 : length >= 96 ? 1 : 0);
      expect(complete).toBe(borders.includes(length));
      expect(warnings.length).toBe(complete ? 0 : 1);
      const begun = borders.filter((border) => border <= length).at(-1);
      if (!complete) expect(warnings[0]).toContain(`test.pcapng: offset ${begun}: expected `);
    },
  );

  it.each([1, 2, 3, 7, 12, 28, 31, 50])('reads the same in pieces of %i bytes', (step) => {
    expect(read(file, step)).toEqual(read(file));
  });
});
