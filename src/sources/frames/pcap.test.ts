import { describe, expect, it } from 'vitest';
import { collectFrames } from '../../../test/fixtures/frame-collector.ts';
import { inEnglish } from '../../../test/fixtures/in-english.ts';
import { FIRST_US, pcapFile } from '../../../test/fixtures/pcap.ts';
import { concat, hex } from '../../wire/build/index.ts';
import { PcapWalker } from './pcap.ts';
import { ReadReport } from './report.ts';
import type { ReadEnd } from './source.ts';
import { Window } from './window.ts';

const A = hex('00005e005301 00005e005302 0800 45');
const B = hex('00005e005302 00005e005301 86dd 60 00 00');

/** Reads `file` in pieces of `step` bytes. */
function read(
  file: Uint8Array,
  step = file.length,
): { frames: ReturnType<typeof collectFrames>['frames'] } & ReadEnd {
  const sink = collectFrames();
  const report = new ReadReport('test.pcap', false);
  const window = new Window(new PcapWalker(sink, report));
  for (let at = 0; at < file.length; at += step) window.push(file.subarray(at, at + step));
  window.finish();
  return { frames: sink.frames, ...inEnglish(report.result()) };
}

/** A little-endian header of version 2.4, Ethernet, snap length 262144. */
const HEADER = hex('d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000');

describe('pcap', () => {
  it.each([
    { bigEndian: false, nanoseconds: false },
    { bigEndian: false, nanoseconds: true },
    { bigEndian: true, nanoseconds: false },
    { bigEndian: true, nanoseconds: true },
  ])('reads $bigEndian $nanoseconds', (options) => {
    const file = pcapFile(
      [
        { at: FIRST_US + 123_456, frame: A },
        { at: FIRST_US + 999_999, frame: B, wireLength: 1500 },
      ],
      { ...options, linkType: 113 },
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

  it('reads the longer records of the modified format', () => {
    const header = hex('34cdb2a1 0200 0400 00000000 00000000 00000400 01000000');
    //                   seconds  micros   captured wire     interface protocol type pad
    const record = hex('01000000 02000000 04000000 08000000 07000000 0800 00 00');
    const { frames, complete } = read(concat(header, record, [1, 2, 3, 4], record, [5, 6, 7, 8]));
    expect(frames.map((frame) => frame.bytes)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(frames[0]).toMatchObject({ at: 1_000_002, wireLength: 8 });
    expect(complete).toBe(true);
  });

  it('knows that before version 2.3 the wire length came first', () => {
    const header = hex('d4c3b2a1 0200 0200 00000000 00000000 00000400 01000000');
    const { frames } = read(concat(header, hex('01000000 02000000 08000000 02000000'), [1, 2]));
    expect(frames).toEqual([{ at: 1_000_002, bytes: [1, 2], wireLength: 8, linkType: 1 }]);
  });

  it('leaves the frame check sequence length out of the link type', () => {
    const header = hex('d4c3b2a1 0200 0400 00000000 00000000 00000400 01000024');
    expect(read(concat(header, hex('00000000 00000000 01000000 01000000 ff'))).frames[0].linkType).toBe(1);
  });

  it('floors nanoseconds, and adds those out of range', () => {
    const header = hex('4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000');
    const record = (nanos: string) => hex(`01000000 ${nanos} 00000000 00000000`);
    const { frames } = read(concat(header, record('e7030000'), record('ffc99a3b'), record('ffffffff')));
    expect(frames.map((frame) => frame.at)).toEqual([1_000_000, 1_999_999, 1e6 + 4_294_967]);
  });

  it('takes seconds as unsigned: they last until 2106', () => {
    const { frames } = read(concat(HEADER, hex('ffffffff 3f420f00 00000000 00000000')));
    expect(frames[0].at).toBe(4_294_967_295_999_999);
  });

  it('delivers zero-length frames, and a frame said to be shorter than what was captured', () => {
    const { frames, complete } = read(
      concat(
        HEADER,
        hex('00000000 00000000 00000000 00000000'),
        hex('00000000 00000000 02000000 01000000 aabb'),
      ),
    );
    expect(frames.map(({ bytes, wireLength }) => ({ bytes, wireLength }))).toEqual([
      { bytes: [], wireLength: 0 },
      { bytes: [0xaa, 0xbb], wireLength: 2 },
    ]);
    expect(complete).toBe(true);
  });

  it('delivers the longest frame, and stops at one that is longer', () => {
    const longest = concat(hex('00000000 00000000 00000400 00000400'), new Uint8Array(262_144));
    const longer = concat(hex('00000000 00000000 01000400 01000400'), new Uint8Array(262_145));
    const { frames, complete, warnings } = read(concat(HEADER, longest, longer, longest), 65_536);
    expect(frames.map((frame) => frame.bytes.length)).toEqual([262_144]);
    expect(complete).toBe(false);
    expect(warnings).toEqual([
      'test.pcap: offset 262184: expected a captured length of at most 262144 bytes, found 262145: the rest is not read',
    ]);
  });

  const file = pcapFile([A, B]);
  const firstEnd = 24 + 16 + A.length;

  it.each(Array.from({ length: file.length + 1 }, (_, length) => length))(
    'survives a file cut after %i bytes',
    (length) => {
      const cut = file.subarray(0, length);
      if (length < 24) {
        expect(() => read(cut)).toThrow(
          `test.pcap: offset 0: expected a pcap file header of 24 bytes, found ${length}`,
        );
        return;
      }
      const { frames, complete, warnings } = read(cut);
      expect(frames.length).toBe(length === file.length ? 2 : length >= firstEnd ? 1 : 0);
      expect(complete).toBe(length === 24 || length === firstEnd || length === file.length);
      expect(warnings.length).toBe(complete ? 0 : 1);
      if (!complete)
        expect(warnings[0]).toContain(`test.pcap: offset ${length > firstEnd ? firstEnd : 24}: expected `);
    },
  );

  it.each([1, 2, 3, 7, 16, 17, 24, 41])('reads the same in pieces of %i bytes', (step) => {
    expect(read(file, step)).toEqual(read(file));
  });
});
