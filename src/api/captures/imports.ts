import type { Outcome } from '../../store/state/capture.ts';

/** A file of ours in the data folder, written and synced. */
export interface StoredUpload {
  readonly path: string;
  /** What people call it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

export interface ImportProgress {
  readonly captureId: string;
  /** 0…1 */
  readonly progress: number;
  readonly packets: number;
}

/** Imports of one organisation: what the API asks of whoever reads captures into the stores. */
export interface OrgImports {
  /**
   * Takes the file over, whatever becomes of it, and resolves once the capture is listed; reading goes on afterwards.
   * `already`: the organisation has this very file. When it rejects, the file stays the caller's.
   */
  enqueue(upload: StoredUpload): Promise<Outcome<'started'>>;
  /** Imports that wait or run now. */
  list(): readonly ImportProgress[];
  /** `null` when it neither waits nor runs. */
  progress(captureId: string): ImportProgress | null;
  /** Stops the import when there is one, and takes the capture out of both stores. False when there was none. */
  remove(captureId: string): Promise<boolean>;
}

export interface Imports {
  forOrg(orgId: string): OrgImports;
}
