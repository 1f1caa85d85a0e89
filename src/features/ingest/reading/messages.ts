/** Between an import and the thread that reads its file. */
import type { Message } from '../../../model/messages/message.ts';
import type { CaptureContents } from '../../../store/state/captures/capture.ts';
import type { EncodedBatch } from '../../../store/telemetry/writes/encoded.ts';
import type { EngineLimits } from '../../analyze/engine/limits.ts';

/** What the reading thread is started with (worker_threads workerData). */
export type ReadTask =
  | { readonly kind: 'hash'; readonly path: string; readonly name: string }
  | {
      readonly kind: 'import';
      readonly path: string;
      /** What messages and the capture call it. */
      readonly name: string;
      readonly orgId: string;
      readonly captureId: string;
      readonly limits: Partial<EngineLimits>;
    };

/** From the thread. After `written`, `hashed` or `failed` nothing follows. */
export type FromReader =
  | { readonly kind: 'hashed'; readonly sha256: string }
  /** Of the bytes of the file, 0…1. */
  | { readonly kind: 'progress'; readonly progress: number; readonly packets: number }
  /** The file was read to its end; now it waits for `write`. */
  | { readonly kind: 'read'; readonly contents: CaptureContents; readonly conversations: number }
  /** `conversations`: that are in this batch and those before it. */
  | { readonly kind: 'batch'; readonly batch: EncodedBatch; readonly conversations: number }
  | { readonly kind: 'written' }
  /** What a person can be told. A defect is not: it ends the thread with its error. */
  | { readonly kind: 'failed'; readonly said: Message };

/** To the thread. Each `credit` allows one more batch than the first `write` did. */
export type ToReader = { readonly kind: 'write'; readonly credits: number } | { readonly kind: 'credit' };

/** The end of a port that both sides of a worker have. */
export interface MessageEnd<Incoming, Outgoing> {
  post(message: Outgoing, transfer?: readonly ArrayBuffer[]): void;
  on(listener: (message: Incoming) => void): void;
}
