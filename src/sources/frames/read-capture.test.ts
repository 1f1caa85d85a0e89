import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, createReadStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CollectedFrame, collectFrames } from '../../../test/fixtures/frame-collector.ts';
import { inEnglish } from '../../../test/fixtures/in-english.ts';
import { pcapFile, pcapngFile } from '../../../test/fixtures/pcap.ts';
import { InputError } from '../../base/errors.ts';
import { concat, hex } from '../../wire/build/index.ts';
import { type CaptureInput, readCapture } from './read-capture.ts';
import type { ReadEnd, ReadOptions } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(bytes: Uint8Array | string): string {
  const path = join(folder, `${files++}.pcap`);
  writeFileSync(path, bytes);
  return path;
}

async function read(
  input: CaptureInput,
  options: ReadOptions = {},
  chunkBytes?: number,
): Promise<{ frames: CollectedFrame[] } & ReturnType<typeof inEnglish<ReadEnd>>> {
  const sink = collectFrames();
  const end = inEnglish(await readCapture(input, sink, options, chunkBytes));
  return { frames: sink.frames, ...end };
}

const stream = (bytes: Uint8Array, step = bytes.length): { stream: Readable; name: string } => ({
  stream: Readable.from(pieces(bytes, step), { objectMode: false }),
  name: 'pipe',
});

/** What came, or the refusal. Any other error fails the test. */
async function outcomeOf<Value>(reading: Promise<Value>): Promise<Value | InputError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function* pieces(bytes: Uint8Array, step: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

/** A zstd frame of raw blocks (RFC 8878). */
function zstdOf(bytes: Uint8Array): Uint8Array {
  const blocks = [...pieces(bytes, 1024)].map((piece, i, all) => {
    const word = (piece.length << 3) | (i === all.length - 1 ? 1 : 0);
    return concat([word & 255, (word >> 8) & 255, word >> 16], piece);
  });
  return concat(hex('28b52ffd 00 00'), ...blocks);
}

const openDescriptors = () => readdirSync('/proc/self/fd').length;

const FRAMES = Array.from({ length: 40 }, (_, i) =>
  Uint8Array.from({ length: 14 + ((i * 37) % 90) }, (_, j) => i ^ j),
);
const PCAP = pcapFile(FRAMES);
const PCAPNG = pcapngFile(FRAMES, { resolution: 9 });

describe('reading a capture', () => {
  it.each([
    ['pcap', PCAP],
    ['pcapng', PCAPNG],
  ])('gives the same %s from a file, a pipe, gzip and zstd', async (_name, bytes) => {
    const plain = await read({ path: write(bytes) });
    expect(plain.frames.map((frame) => Uint8Array.from(frame.bytes))).toEqual(FRAMES);
    expect(plain.complete).toBe(true);
    for (const packed of [bytes, gzipSync(bytes), zstdOf(bytes)]) {
      expect(await read({ path: write(packed) })).toEqual(plain);
      expect(await read(stream(packed))).toEqual(plain);
      expect(await read(stream(packed, 1))).toEqual(plain);
      expect(await read(stream(packed, 777))).toEqual(plain);
    }
  });

  it('gives the same wherever a chunk ends', async () => {
    for (const bytes of [PCAP, PCAPNG]) {
      const path = write(bytes);
      const plain = await read({ path });
      for (let chunkBytes = 1; chunkBytes < 200; chunkBytes++) {
        expect(await read({ path }, {}, chunkBytes)).toEqual(plain);
      }
      for (const chunkBytes of [bytes.length - 1, bytes.length, bytes.length + 1]) {
        expect(await read({ path }, {}, chunkBytes)).toEqual(plain);
      }
    }
  });

  it('reads more than one window of frames from a pipe', async () => {
    const frames = Array.from({ length: 100 }, (_, i) => new Uint8Array(60_000 + i).fill(i));
    const big = pcapFile(frames);
    const { frames: found } = await read(stream(big, 65_536));
    expect(found.map((frame) => [frame.bytes.length, frame.bytes[59_999]])).toEqual(
      frames.map((frame, i) => [frame.length, i]),
    );
  });

  it('hands frames on before the pipe ends', async () => {
    const pipe = new PassThrough();
    const sink = collectFrames();
    const reading = readCapture({ stream: pipe, name: 'live' }, sink, {});
    pipe.write(PCAP.subarray(0, 24 + 16 + FRAMES[0].length + 5));
    await expect.poll(() => sink.frames.length).toBe(1);
    pipe.end(PCAP.subarray(24 + 16 + FRAMES[0].length + 5));
    expect((await reading).complete).toBe(true);
    expect(sink.frames.length).toBe(FRAMES.length);
  });

  it('reads a named pipe', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    const before = openDescriptors();
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', write(PCAP), path]);
    const written = new Promise((resolve) => writer.on('close', resolve));
    const { frames } = await read({ path });
    await written;
    expect(frames.length).toBe(FRAMES.length);
    expect(openDescriptors()).toBeLessThanOrEqual(before);
  });
});

describe('input that is no capture', () => {
  const cases: [string, Uint8Array | string, string][] = [
    ['text', '# Notes', 'offset 0: expected a pcap, pcapng, gzip or zstd magic number, found 23 20 4e 6f'],
    [
      'nothing',
      '',
      'offset 0: expected a pcap, pcapng, gzip or zstd magic number, found nothing: it is empty',
    ],
    ['two bytes', hex('d4c3'), 'offset 0: expected a pcap, pcapng, gzip or zstd magic number, found d4 c3'],
    [
      'text in gzip',
      gzipSync('# Notes'),
      'uncompressed offset 0: expected a pcap or pcapng magic number inside gzip, found 23 20 4e 6f',
    ],
    [
      'text in zstd',
      zstdOf(concat('# Notes')),
      'uncompressed offset 0: expected a pcap or pcapng magic number inside zstd, found 23 20 4e 6f',
    ],
    [
      'gzip in gzip',
      gzipSync(gzipSync(PCAP)),
      'uncompressed offset 0: expected a pcap or pcapng magic number inside gzip, found 1f 8b 08 00',
    ],
    [
      'a cut gzip header',
      gzipSync(PCAP).subarray(0, 9),
      'offset 9: expected a gzip header, found the end of the file',
    ],
    [
      'a zstd window too large',
      hex('28b52ffd 00 90 010000'),
      'offset 0: expected a window of at most 128 MiB, found a larger one (compressed with --long above 27)',
    ],
  ];

  it.each(cases)('refuses %s in one line', async (_name, bytes, message) => {
    const path = write(bytes);
    const before = openDescriptors();
    const refusal = await read({ path }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect(refusal).toMatchObject({ message: `${path}: ${message}`, exitCode: 2 });
    await expect(read(stream(concat(bytes)))).rejects.toThrow(`pipe: ${message}`);
    expect(openDescriptors()).toBe(before);
  });

  it('names a file that is missing, a directory, or not ours to read', async () => {
    const missing = join(folder, 'missing.pcap');
    await expect(read({ path: missing })).rejects.toThrow(`${missing}: no such file`);
    await expect(read({ path: folder })).rejects.toThrow(
      `${folder}: expected a capture file, found a directory`,
    );
    if (process.getuid?.() === 0) return; // root may read everything
    const secret = write(PCAP);
    chmodSync(secret, 0);
    await expect(read({ path: secret })).rejects.toThrow(`${secret}: permission denied`);
  });
});

describe('a damaged capture', () => {
  it('is kept up to a cut, in every packing', async () => {
    const cut = PCAP.subarray(0, PCAP.length - 3);
    const plain = await read(stream(cut));
    expect([plain.frames.length, plain.complete]).toEqual([FRAMES.length - 1, false]);
    for (const packed of [gzipSync(cut), zstdOf(cut)]) {
      const { frames, complete, warnings } = await read(stream(packed));
      expect([frames, complete, warnings.length]).toEqual([plain.frames, false, 1]);
      expect(warnings[0]).toMatch(/^pipe: uncompressed offset \d+: expected a frame of \d+ bytes, found \d+/);
    }
  });

  it('is a capture, if an empty one, when its compression is cut before it gave anything back', async () => {
    for (const [packed, expected] of [
      [gzipSync(PCAP).subarray(0, 12), 'offset 12: expected more deflate data'],
      [zstdOf(PCAP).subarray(0, 40), 'offset 40: expected more zstd data'],
    ] as const) {
      const { frames, complete, warnings } = await read(stream(packed));
      expect([frames.length, complete]).toEqual([0, false]);
      expect(warnings).toEqual([`pipe: ${expected}, found the end of the file`]);
    }
  });

  it('is kept up to where its compression is cut', async () => {
    for (const packed of [gzipSync(PCAP), zstdOf(PCAP)]) {
      const path = write(packed.subarray(0, packed.length - 20));
      const { frames, complete, warnings } = await read({ path });
      expect(frames.length).toBeGreaterThan(20);
      expect(complete).toBe(false);
      expect(warnings).toEqual([
        expect.stringContaining(`${path}: offset ${packed.length - 20}: expected more `),
      ]);
    }
  });

  it('is whole when only the check value of its compression is wrong', async () => {
    const packed = gzipSync(PCAP);
    packed[packed.length - 6] ^= 0x40;
    const { frames, complete, warnings } = await read(stream(packed));
    expect([frames.length, complete]).toEqual([FRAMES.length, false]);
    expect(warnings).toEqual([expect.stringMatching(/^pipe: offset \d+: expected the check value/)]);
  });

  it('is kept up to where its stream fails', async () => {
    const pipe = new PassThrough();
    const reading = read({ stream: pipe, name: 'pipe' });
    pipe.write(PCAP);
    setTimeout(() => pipe.destroy(new Error('line dropped')), 20);
    const { frames, complete, warnings } = await reading;
    expect([frames.length, complete]).toEqual([FRAMES.length, false]);
    expect(warnings).toEqual(['pipe: reading failed: line dropped']);
  });

  it('neither crashes, hangs nor delivers out of bounds, whatever its bytes', async () => {
    const seeds = [PCAP, PCAPNG, gzipSync(PCAP), gzipSync(PCAPNG), zstdOf(PCAP)];
    const patch = fc.record({ at: fc.nat({ max: 5000 }), byte: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(patch, { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 400 }),
        fc.integer({ min: 1, max: 3000 }),
        async (seed, patches, cut, step) => {
          const bytes = Uint8Array.from(seed.subarray(0, seed.length - (cut > 200 ? 0 : cut)));
          for (const { at, byte } of patches) bytes[at % bytes.length] = byte;
          const name = write(bytes);
          const piped = await outcomeOf(read({ ...stream(bytes, step), name }));
          const file = await outcomeOf(read({ path: name }, {}, step));
          // How much comes out of damaged compression depends on the pieces it was read in.
          if (seed === PCAP || seed === PCAPNG) expect(file).toEqual(piped);
          if (file instanceof InputError || piped instanceof InputError) return;
          const common = Math.min(piped.frames.length, file.frames.length);
          expect(piped.frames.slice(0, common)).toEqual(file.frames.slice(0, common));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('while reading', () => {
  it('tells progress in bytes of the file', async () => {
    const path = write(pcapFile(Array.from({ length: 300 }, () => new Uint8Array(1000))));
    const calls: [number, number | null][] = [];
    const sink = collectFrames();
    let busy = 0;
    await readCapture(
      { path },
      {
        clock: sink.clock,
        frame: () => {
          const until = performance.now() + 1;
          while (performance.now() < until) busy++;
        },
      },
      { onProgress: (readBytes, totalBytes) => calls.push([readBytes, totalBytes]) },
      10_000,
    );
    expect(busy).toBeGreaterThan(0);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.length).toBeLessThanOrEqual(20);
    expect(
      calls.every(([readBytes, total]) => total === 304_824 && readBytes > 0 && readBytes <= total),
    ).toBe(true);
  });

  it('stops when aborted, with the reason, and closes what it opened', async () => {
    const before = openDescriptors();
    const reason = new Error('not needed any more');
    for (const bytes of [PCAP, gzipSync(PCAP)]) {
      const controller = new AbortController();
      const sink = collectFrames();
      const path = write(bytes);
      const aborting = { ...sink, frame: () => controller.abort(reason) };
      await expect(readCapture({ path }, aborting, { signal: controller.signal }, 100)).rejects.toBe(reason);
    }
    await expect(read({ path: write(PCAP) }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const unread = stream(PCAP);
    await expect(read(unread, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(unread.stream.destroyed).toBe(true);
    const pipe = new PassThrough();
    const controller = new AbortController();
    const waiting = read({ stream: pipe, name: 'pipe' }, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 10);
    await expect(waiting).rejects.toBe(reason);
    expect(pipe.destroyed).toBe(true);
    expect(openDescriptors()).toBe(before);
  });

  it('throws what the sink throws, and closes the file', async () => {
    const before = openDescriptors();
    const sink = collectFrames();
    const failing = {
      ...sink,
      frame: () => {
        throw new Error('sink full');
      },
    };
    for (const bytes of [PCAP, gzipSync(PCAP), zstdOf(PCAP)]) {
      await expect(readCapture({ path: write(bytes) }, failing, {})).rejects.toThrow('sink full');
    }
    const source = createReadStream(write(PCAP));
    await expect(readCapture({ stream: source, name: 'pipe' }, failing, {})).rejects.toThrow('sink full');
    await expect.poll(openDescriptors).toBe(before);
  });
});
