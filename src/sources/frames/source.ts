import type { Micros } from '../../base/time.ts';
import type { Message } from '../../model/messages/message.ts';
import type { RecordLayout } from '../../model/record-layout.ts';
import type { AheadFile, ReadAhead } from './read-ahead.ts';

/**
 * Whoever takes frames. Called once per frame, in order; must not use `view` after
 * the next `settle` (its bytes are overwritten) nor allocate in the common case.
 */
export interface FrameSink {
  /**
   * One frame: bytes `[at, end)` of `view` were captured; on the wire it reached to `at + wireLength`.
   * `linkType` is a LINKTYPE_ value (https://www.tcpdump.org/linktypes.html).
   * The time stands in `clock[0]` (µs), because a double argument would be boxed on every call.
   */
  frame(view: DataView, at: number, end: number, wireLength: number, linkType: number): void;
  /**
   * The bytes of all frames so far are about to be overwritten. A sink that puts work off to do it in batches does it
   * now; one that works at once needs no such method.
   */
  settle?(): void;
  readonly clock: Float64Array & { 0: Micros };
  /** Set where the sink counts usual records itself. Who does not know of it calls `frame` for each. */
  readonly bulk?: BulkSink | null;
}

/**
 * Usual records of a capture taken many at once, where they lie in the sink's memory: the same as `frame` for each, and
 * faster.
 */
export interface BulkSink {
  readonly buffer: ArrayBufferLike;
  /** `roomBytes` bytes from `roomAt` on are for a source to read into. */
  readonly roomAt: number;
  readonly roomBytes: number;
  /**
   * Takes records in `[from, end)` of `buffer` that lie as `layout` says. Returns where the first one begins that it left:
   * `frame` takes it.
   */
  countRecords(from: number, end: number, layout: RecordLayout): number;
  /** Has a file read by another thread. `null`: there is none. */
  readAhead?(file: AheadFile): ReadAhead | null;
}

/** Who takes the records in `view` many at once: they lie in the sink's own memory. */
export function bulkFor({ bulk = null }: FrameSink, view: DataView): BulkSink | null {
  return bulk !== null && view.buffer === bulk.buffer && view.byteOffset === 0 ? bulk : null;
}

/** What messages call an input: a path, or what it is. */
export type InputName = string | Message;

/** How reading a capture ended: `complete`, or cut in the middle of a record (what came before is kept). */
export interface ReadEnd {
  readonly complete: boolean;
  /** One sentence naming offset, expected, found. Empty list when there was nothing to say. */
  readonly warnings: readonly Message[];
  /** `host name → address` pairs from pcapng name resolution blocks, bounded. */
  readonly names: readonly { readonly ip: string; readonly name: string }[];
  /** Packets the capturing program reported lost (pcapng ISB, if_drop), or `null`. */
  readonly droppedByCapture: number | null;
}

export interface ReadOptions {
  /** Called at most every 100 ms with compressed bytes read so far and the total (`null` for a pipe). */
  readonly onProgress?: (readBytes: number, totalBytes: number | null) => void;
  readonly signal?: AbortSignal;
}
