import type { Lang } from '../analyze/outputs/text/lang.ts';
import type { Snapshot } from './snapshot.ts';

/** What the capture worker is started with (worker_threads workerData). */
export interface CaptureTask {
  readonly interfaces: readonly string[];
  readonly filter: string | null;
  readonly snapLength: number | null;
  readonly ringMb: number | null;
  readonly promiscuous: boolean;
  readonly intervalSeconds: number;
  /** Conversations at once: a power of two; `null`: the engine's default. */
  readonly maxFlows: number | null;
  /** Of the summary. */
  readonly lang: Lang;
  /** Rows of each of its lists. */
  readonly top: number;
}

/** From the worker. After `finished` or `failed` nothing follows. */
export type WorkerMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | {
      readonly kind: 'interface';
      readonly name: string;
      readonly event: 'down' | 'up' | 'gone' | 'back';
      readonly at: string;
    }
  /** The summary as it is shown: the analysis itself, of a large network, would take a second to be handed over. */
  | { readonly kind: 'finished'; readonly lines: readonly string[] }
  /** An InputError: one line to show, and the exit code. */
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number };

/** To the worker: read what is there, write the summary for a page like this, end. */
export interface StopRequest {
  readonly kind: 'stop';
  readonly width: number;
  readonly colors: boolean;
}
