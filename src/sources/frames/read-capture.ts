import { close, createReadStream, fstat, open, read } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { asItIs, type Message, say } from '../../model/messages/message.ts';
import { ReadingRefusal } from '../../model/messages/refusal.ts';
import { ByteReader, PLAIN_OR_COMPRESSED } from './byte-reader.ts';
import { isGzip, isZstd } from './compression/magic.ts';
import { FormatWalker } from './format-walker.ts';
import { Pace } from './pace.ts';
import { CHUNK_BYTES, pumpFile } from './pump-file.ts';
import { ReadReport } from './report.ts';
import type { FrameSink, InputName, ReadEnd, ReadOptions } from './source.ts';

export type CaptureInput =
  | {
      readonly path: string;
      /** What messages call it, when that is not the path. */
      readonly name?: string;
    }
  | {
      readonly stream: Readable;
      /** What messages call it. */
      readonly name: InputName;
    };

const MAGIC_BYTES = 4;
/** Bytes read at once from compressed files. */
const STREAM_CHUNK_BYTES = 256 * 1024;

const openFd = promisify(open);
const closeFd = promisify(close);
const statFd = promisify(fstat);
const readFd = promisify(read);

/**
 * Hands every frame of a capture to `sink`, in order: pcap or pcapng, plain or compressed with gzip or zstd,
 * from a file, a named pipe or a stream. A stream's frames are handed on as they come.
 *
 * A capture that is cut or damaged somewhere gives what comes before; the result says so.
 * Throws InputError when there is no capture (or no reading it), the reason of `options.signal` when aborted,
 * and what `sink` throws. The file is closed, or the stream destroyed, in every case.
 * `chunkBytes` is for tests of chunk borders.
 */
export async function readCapture(
  input: CaptureInput,
  sink: FrameSink,
  options: ReadOptions,
  chunkBytes: number = CHUNK_BYTES,
): Promise<ReadEnd> {
  if ('path' in input) {
    options.signal?.throwIfAborted();
    return readPath(input, sink, options, chunkBytes);
  }
  return readStream(input.stream, input.name, sink, new Pace(options, null));
}

async function readPath(
  { path, name = path }: { readonly path: string; readonly name?: string },
  sink: FrameSink,
  options: ReadOptions,
  chunkBytes: number,
): Promise<ReadEnd> {
  const fd = await openFile(path, name);
  let stream: Readable | null = null;
  try {
    const stat = await statFd(fd);
    if (stat.isDirectory()) throw new ReadingRefusal(say('read.directory', { name }));
    const pace = new Pace(options, stat.isFile() ? stat.size : null);
    if (stat.isFile() && !(await isCompressed(fd)))
      return await readPlainFile(fd, name, stat.size, sink, pace, chunkBytes);
    stream = stat.isFIFO()
      ? await openPipe(fd)
      : createReadStream('', {
          fd,
          highWaterMark: STREAM_CHUNK_BYTES,
          ...(stat.isFile() ? { start: 0 } : {}),
        });
    return await readStream(stream, name, sink, pace);
  } finally {
    if (stream === null) await closeFd(fd);
    else if (!stream.closed) await new Promise((resolve) => stream?.once('close', resolve).destroy());
  }
}

/** A named pipe read as a file would occupy one of libuv's threads, and could not be aborted. */
async function openPipe(fd: number): Promise<Readable> {
  const { Socket } = await import('node:net');
  return new Socket({ fd, readable: true, writable: false });
}

async function openFile(path: string, name: string): Promise<number> {
  try {
    return await openFd(path, 'r');
  } catch (error) {
    throw new ReadingRefusal(notOpened(path, name, error));
  }
}

function notOpened(path: string, name: string, error: unknown): Message {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return say('import.missing', { name });
  if (code === 'EACCES' || code === 'EPERM') return say('import.denied', { name });
  const text = error instanceof Error ? error.message : String(error);
  return say('read.of', { name, said: asItIs(text.replaceAll(path, name)) });
}

async function isCompressed(fd: number): Promise<boolean> {
  const { bytesRead, buffer } = await readFd(fd, Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
  const magic = buffer.subarray(0, bytesRead);
  return isGzip(magic) || isZstd(magic);
}

async function readPlainFile(
  fd: number,
  name: string,
  fileBytes: number,
  sink: FrameSink,
  pace: Pace,
  chunkBytes: number,
): Promise<ReadEnd> {
  const report = new ReadReport(name, false);
  await pumpFile(fd, {
    walker: new FormatWalker(sink, report, PLAIN_OR_COMPRESSED),
    chunkBytes,
    fileBytes,
    bulk: sink.bulk ?? null,
    tick: (readBytes) => pace.tick(readBytes),
    failed: (error) => report.end(say('read.failed', { name, reason: error.message })),
  });
  return report.result();
}

async function readStream(stream: Readable, name: InputName, sink: FrameSink, pace: Pace): Promise<ReadEnd> {
  if (pace.signal !== null) addAbortSignal(pace.signal, stream);
  const bytes = new ByteReader(name, sink, pace);
  let failure: Error | null = null;
  try {
    let readBytes = 0;
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('capture input: expected a stream of bytes');
      readBytes += chunk.length;
      pace.tick(readBytes);
      await bytes.write(chunk);
      if (bytes.stopped) break;
    }
    await bytes.end(null);
  } catch (error) {
    pace.signal?.throwIfAborted();
    failure = failureOf(stream, error);
    if (failure === null) throw error;
    await bytes.end(failure);
  } finally {
    bytes.close();
  }
  return bytes.result();
}

/** The stream's own failure (a connection lost, a disk error), or `null` when `error` is something else. */
function failureOf(stream: Readable, error: unknown): Error | null {
  if (!(error instanceof Error)) return null;
  const closedEarly = 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
  return error === stream.errored || closedEarly ? error : null;
}
