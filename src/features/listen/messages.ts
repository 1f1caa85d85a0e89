import type { Message } from '../../model/messages/message.ts';
import type { Lang } from '../analyze/outputs/text/lang.ts';
import type { Snapshot } from './snapshot.ts';

/** What to capture. */
export interface CaptureSettings {
  readonly interfaces: readonly string[];
  readonly filter: string | null;
  readonly snapLength: number | null;
  readonly ringMb: number | null;
  readonly promiscuous: boolean;
  /** Between two snapshots. */
  readonly intervalSeconds: number;
}

/** What the capture worker is started with (worker_threads workerData). */
export interface CaptureTask extends CaptureSettings {
  /** Conversations at once: a power of two; `null`: the engine's default. */
  readonly maxFlows: number | null;
  /** Of the summary. */
  readonly lang: Lang;
  /** Rows of each of its lists. */
  readonly top: number;
}

/** An interface went, or came back. */
export interface InterfaceEvent {
  readonly name: string;
  readonly event: 'down' | 'up' | 'gone' | 'back';
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** From the worker. After `finished` or `failed` nothing follows. */
export type WorkerMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | ({ readonly kind: 'interface' } & InterfaceEvent)
  /** The summary as it is shown: the analysis itself, of a large network, would take a second to be handed over. */
  | { readonly kind: 'finished'; readonly lines: readonly string[] }
  /** An InputError: one line to show, and the exit code. */
  | { readonly kind: 'failed'; readonly said: Message; readonly exitCode: number };

/** To the worker: read what is there, write the summary for a page like this, end. */
export interface StopRequest {
  readonly kind: 'stop';
  readonly width: number;
  readonly colors: boolean;
}
