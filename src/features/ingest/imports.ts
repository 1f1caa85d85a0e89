/** Imports of capture files, as the API and the console see them. `create-imports.ts` is what runs them. */
import type { Micros } from '../../base/time.ts';
import type { Message } from '../../model/messages/message.ts';
import type { Capture, Outcome } from '../../store/state/captures/capture.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Telemetry } from '../../store/telemetry/store.ts';
import type { EngineLimits } from '../analyze/engine/limits.ts';
import type { ImportPhase } from './import-capture.ts';
import type { StartReader } from './reading/reader.ts';

export interface ImportsNeeds {
  readonly state: StateStore;
  readonly telemetry: Telemetry;
  /** Reads and hashes in a thread of its own (reading/reader.ts). */
  readonly startReader: StartReader;
  readonly clock: () => Micros;
  /** Where marks of what is under way lie (journal.ts): of this server alone, `<data folder>/imports`. */
  readonly journalFolder: string;
  /** Files right in this folder are ours once they are enqueued: kept as files of their captures, or removed. */
  readonly uploadsFolder?: string;
  /** Where uploads are kept as long as their capture, to analyse them again; when absent they are not. */
  readonly capturesFolder?: string;
  readonly limits?: Partial<EngineLimits>;
  /** A larger file is refused. Default 64 GiB. */
  readonly maxBytes?: number;
  /** Imports that wait at most. Default 256. */
  readonly maxWaiting?: number;
}

export interface NewImport {
  readonly path: string;
  /** What people call it. */
  readonly name: string;
  /** Of the file as it is, in lower-case hexadecimal; made here when absent. */
  readonly sha256?: string;
  readonly kind?: 'file' | 'demo';
  /** Where it was taken. */
  readonly siteId?: string | null;
}

/** `already`: the same file became ready while this one waited. `stopped`: the server ended first. */
export type ImportStatus =
  | 'waiting'
  | ImportPhase
  | 'imported'
  | 'already'
  | 'failed'
  | 'cancelled'
  | 'stopped';

export interface ImportView {
  readonly captureId: string;
  readonly orgId: string;
  readonly name: string;
  readonly status: ImportStatus;
  /** 0…1. */
  readonly progress: number;
  readonly packets: number;
  readonly error: Message | null;
  readonly queuedAt: Micros;
  readonly endedAt: Micros | null;
}

export interface ImportEvents {
  /** An import moved on: five times a second at most, and once for each status. */
  readonly changed: ImportView;
  /** A capture is being taken away, which may take seconds. */
  readonly removing: { readonly orgId: string; readonly captureId: string };
  /** A capture was taken away. */
  readonly removed: { readonly orgId: string; readonly captureId: string };
}

export interface OrgImports {
  /**
   * Resolves once the capture is listed as `importing`; reading goes on afterwards. `already`: the organisation has this
   * very file and nothing was changed. A file is hashed first only if one of its size is there. Rejects with InputError when there is no such file, it is too large, too many wait
   * or the server ends; the file stays the caller's then.
   */
  enqueue(wanted: NewImport): Promise<Outcome<'started'>>;
  /** Imports that wait or run now, oldest first. */
  list(): readonly ImportView[];
  /** `null` when it neither waits nor runs. */
  progress(captureId: string): ImportView | null;
  /** Resolves when the import has ended, with how; `null` when it neither waits nor runs. */
  ended(captureId: string): Promise<ImportView | null>;
  /**
   * Reads the capture's file once more, with what the engine can now. Resolves once it waits. What the capture has stays
   * until the file was read; it is `importing` while the rows are exchanged. Rejects with InputError when the file is gone
   * or is another one now, when there is none, or when it is being imported; `null` when there is no such capture.
   */
  reanalyse(captureId: string): Promise<ImportView | null>;
  /** Ends the import; nothing of it stays, and what was there before it does. False when it neither waits nor runs, or was done the moment before. */
  cancel(captureId: string): Promise<boolean>;
  /**
   * Takes a capture out of both stores; one that is being imported is cancelled. False when there was none. Rejects with
   * InputError while it is listened to. When the
   * telemetry store refuses, its rows go as soon as it works again: tried every few seconds, and after a restart.
   */
  remove(captureId: string): Promise<boolean>;
  /** Those that are being taken away, as they were. */
  removing(): readonly Capture[];
}

export interface Imports {
  forOrg(orgId: string): OrgImports;
  /** Undoes what a dead process left half done. Call once, before anything is enqueued. */
  recover(): Promise<void>;
  /** Lets the import that runs end within `withinMs`, then aborts it: it is `failed` and leaves no rows. */
  stop(withinMs?: number): Promise<void>;
  /** Gives the way to stop listening. */
  on<Name extends keyof ImportEvents>(name: Name, listener: (event: ImportEvents[Name]) => void): () => void;
}
