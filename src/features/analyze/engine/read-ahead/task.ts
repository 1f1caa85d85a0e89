import type { SharedMemory } from '../../../../base/wasm.ts';
import type { RecordLayout } from '../../../../model/record-layout.ts';
import type { AheadFile, AheadStart } from '../../../../sources/frames/read-ahead.ts';

/** What the thread that reads ahead is given when it is started. */
export interface AheadTask {
  readonly file: AheadFile;
  /** The kernel's memory, its lists (one for each chunk) and the seed of its hash. */
  readonly memory: SharedMemory;
  readonly lists: readonly number[];
  readonly seed: number;
  /** See CELL: `CELL.counts` and as many more as there are chunks. */
  readonly control: Int32Array;
}

/** What it is told when it is to begin: the only message it gets. */
export interface AheadOrder extends AheadStart {
  readonly layout: RecordLayout;
}

/** Cells of `control`. */
export const CELL = {
  /** 1 when the thread waits for its order. */
  ready: 0,
  /** 1 when the order is there. */
  begun: 1,
  /** Chunks filled, and chunks that may be filled: counted up, modulo 2³². */
  filled: 2,
  free: 3,
  /** 1 when nothing more is wanted. */
  stopped: 4,
  /** 1 when the thread does not use the file any more. */
  done: 5,
  /** Of the first chunk, the others behind it: bytes read, FAILED_READ. */
  counts: 6,
} as const;

export const FAILED_READ = -1;
