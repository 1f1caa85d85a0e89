/** The import's side of the reading thread: a file in, batches of rows out, one after the other. */
import type { Worker } from 'node:worker_threads';
import { asItIs, type Message, say } from '../../../model/messages/message.ts';
import { Failure, ReadingRefusal } from '../../../model/messages/refusal.ts';
import type { CaptureContents } from '../../../store/state/captures/capture.ts';
import type { EncodedBatch } from '../../../store/telemetry/writes/encoded.ts';
import type { FromReader, ReadTask, ToReader } from './messages.ts';

/** Starts the reading thread (`bin/import-worker`) with the task as its data. Handed in: only `bin` knows where it is. */
export type StartReader = (task: ReadTask) => Worker;

/** Batches that may be under way between the thread and the store. */
const CREDITS = 2;

export interface ReadFile {
  readonly contents: CaptureContents;
  readonly conversations: number;
}

export interface ReaderOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: number, packets: number) => void;
}

export interface Reader {
  /** Reads the file to its end. */
  read(): Promise<ReadFile>;
  /**
   * Hands on every row, in batches; `put` is under way for two at most, and its rejection
   * ends it. Resolves when all of them were taken. `conversations`: up to that batch.
   */
  write(put: (batch: EncodedBatch, conversations: number) => Promise<void>): Promise<void>;
  /** Ends the thread, whatever it does. */
  end(): Promise<void>;
}

/**
 * Both methods reject with InputError for what is no capture, with the signal's reason when aborted, and with one
 * sentence when the thread ends by itself: out of memory, or a defect.
 */
export function openReader(start: StartReader, task: ReadTask, options: ReaderOptions): Reader {
  const { signal, onProgress = () => {} } = options;
  signal.throwIfAborted();
  const worker = start(task);
  const tell = (message: ToReader) => worker.postMessage(message);
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  let onRead: (file: ReadFile) => void = () => {};
  const wasRead = new Promise<ReadFile>((resolve) => {
    onRead = resolve;
  });
  let onBatch: (batch: EncodedBatch, conversations: number) => void = () => {};
  let onWritten: () => void = () => {};
  let hasWritten = false;
  const aborted = () => fail(signal.reason);
  signal.addEventListener('abort', aborted, { once: true });
  worker.on('message', (message: FromReader) => {
    if (message.kind === 'progress') onProgress(message.progress, message.packets);
    else if (message.kind === 'read') onRead(message);
    else if (message.kind === 'batch') onBatch(message.batch, message.conversations);
    else if (message.kind === 'written') {
      hasWritten = true;
      onWritten();
    } else if (message.kind === 'failed') fail(new ReadingRefusal(message.said));
  });
  worker.on('error', (error) =>
    fail(new Failure(say('read.ended', { name: task.name, reason: reasonOf(error) }), { cause: error })),
  );
  worker.on('exit', (code) => {
    // The last batches may still be on their way to the disk.
    if (!hasWritten) fail(new Failure(say('read.ended-early', { name: task.name, code })));
  });
  return {
    read: () => Promise.race([wasRead, failed]),
    async write(put) {
      const written = new Promise<void>((resolve) => {
        onWritten = resolve;
      });
      const puts = new Set<Promise<void>>();
      onBatch = (batch, conversations) => {
        const done = put(batch, conversations).then(() => {
          puts.delete(done);
          tell({ kind: 'credit' });
        });
        done.catch(fail);
        puts.add(done);
      };
      tell({ kind: 'write', credits: CREDITS });
      await Promise.race([written, failed]);
      await Promise.race([Promise.all(puts), failed]);
    },
    async end() {
      signal.removeEventListener('abort', aborted);
      await worker.terminate();
    },
  };
}

/** SHA-256 of the file as it is, in lower-case hexadecimal. Rejects as a Reader does. */
export async function hashInThread(
  start: StartReader,
  { path, name }: { readonly path: string; readonly name: string },
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const worker = start({ kind: 'hash', path, name });
  let aborted = () => {};
  try {
    return await new Promise<string>((resolve, reject) => {
      aborted = () => reject(signal.reason);
      signal.addEventListener('abort', aborted, { once: true });
      worker.on('message', (message: FromReader) => {
        if (message.kind === 'hashed') resolve(message.sha256);
        else if (message.kind === 'failed') reject(new ReadingRefusal(message.said));
      });
      worker.on('error', (error) =>
        reject(new Failure(say('read.ended', { name, reason: reasonOf(error) }), { cause: error })),
      );
      worker.on('exit', (code) => reject(new Failure(say('read.ended-early', { name, code }))));
    });
  } finally {
    signal.removeEventListener('abort', aborted);
    await worker.terminate();
  }
}

function reasonOf(error: unknown): Message {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return say('read.no-memory');
  return asItIs(error instanceof Error ? error.message : String(error));
}
