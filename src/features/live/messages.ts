/** Between a listening and its capture thread. */
import type { Message } from '../../model/messages/message.ts';
import type { CaptureContents } from '../../store/state/captures/capture.ts';
import type { EncodedBatch } from '../../store/telemetry/writes/encoded.ts';
import type { EngineLimits } from '../analyze/engine/limits.ts';
import type { CaptureSettings, InterfaceEvent } from '../listen/messages.ts';
import type { Snapshot } from '../listen/snapshot.ts';
import type { SliceTimeouts } from './flow-recorder.ts';

/** What the capture thread is started with (worker_threads workerData). */
export interface LiveTask extends CaptureSettings {
  readonly orgId: string;
  readonly captureId: string;
  readonly limits: Partial<EngineLimits>;
  readonly timeouts: SliceTimeouts;
  /** Between two flushes of rows, at least. */
  readonly flushMs: number;
  /** Between two tellings of devices, findings and VLANs, at least. */
  readonly contentsMs: number;
  /** Batches under way at most. */
  readonly credits: number;
  /** Bytes of rows that may wait for a credit; rows beyond it are lost. */
  readonly maxWaitingBytes: number;
}

/** From the thread. After `ended` or `failed` nothing follows. */
export type FromCapture =
  | { readonly kind: 'started' }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly rowsDropped: number }
  | ({ readonly kind: 'interface' } & InterfaceEvent)
  | { readonly kind: 'batch'; readonly batch: EncodedBatch }
  /** What was seen up to now. One is under way at most. */
  | { readonly kind: 'contents'; readonly contents: CaptureContents }
  /** Everything was handed over: this is the last word. */
  | { readonly kind: 'ended'; readonly contents: CaptureContents; readonly rowsDropped: number }
  /** What a person can be told; a defect ends the thread with its error. */
  | { readonly kind: 'failed'; readonly said: Message };

/** To the thread. `credit`: a batch is on the disk, or gone. `saved`: the contents are, or must come again. */
export type ToCapture =
  | { readonly kind: 'credit' }
  | { readonly kind: 'saved'; readonly again: boolean; readonly tookMs: number }
  | { readonly kind: 'stop' };
