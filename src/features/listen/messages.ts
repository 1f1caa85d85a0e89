import type { Analysis } from '../../model/analysis.ts';
import type { InterfaceState, Snapshot } from './snapshot.ts';

/** What the capture worker is started with (worker_threads workerData). */
export interface CaptureTask {
  readonly interfaces: readonly string[];
  readonly filter: string | null;
  readonly snapLength: number | null;
  readonly ringMb: number | null;
  readonly promiscuous: boolean;
  readonly intervalSeconds: number;
  readonly maxConversations: number;
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
  | {
      readonly kind: 'finished';
      readonly analysis: Analysis;
      readonly interfaces: readonly Pick<InterfaceState, 'name' | 'received' | 'dropped'>[];
      /** As in a snapshot, over the whole capture. */
      readonly cpuShare: number;
    }
  /** An InputError: one line to show, and the exit code. */
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode: number };

/** To the worker: drain what is there, report, end. */
export type WorkerRequest = 'stop';
