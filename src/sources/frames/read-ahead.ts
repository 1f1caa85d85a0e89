/** A file that is read by another thread, into the memory of who counts its frames many at once (BulkSink). */

export interface AheadFile {
  readonly fd: number;
  /** Bytes read at once, and where each chunk of them is put in turn. */
  readonly chunkBytes: number;
  readonly chunkStarts: readonly number[];
}

/** From where the thread goes on. */
export interface AheadStart {
  /** In the file. */
  readonly position: number;
  /** Which chunk comes next. */
  readonly turn: number;
  /** The unfinished record before it, in memory. */
  readonly tailAt: number;
  readonly tailBytes: number;
}

/**
 * Chunks in turn, as pump-file.ts reads them itself, with frames staged that need nothing but their bytes. What the thread makes
 * of the bytes is a help, never the result: who counts looks whether it is of use.
 */
export interface ReadAhead {
  /** Whether it may be told to begin: its thread runs, and how records lie is known. */
  readonly isReady: boolean;
  begin(start: AheadStart): void;
  /** Waits for the next chunk, a tenth of a second at most. Bytes read, less than a chunk at the end; `null`: not yet. */
  next(): number | null;
  /** Somebody else has to read on. */
  readonly failed: boolean;
  /** The chunk before the one that `next` gave last may be overwritten. */
  free(): void;
  /** Once resolved, the thread does not use the file any more. */
  end(): Promise<void>;
}
