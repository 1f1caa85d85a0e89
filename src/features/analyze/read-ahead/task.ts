import type { SharedMemory } from '../../../flows/kernel/program.ts';
import type { RecordLayout } from '../../../model/record-layout.ts';
import type { AheadFile, AheadStart } from '../../../sources/frames/read-ahead.ts';

/** What the thread that reads ahead is given when it is started. */
export interface AheadTask {
  readonly file: AheadFile;
  /** The kernel's memory, its lists (one for each chunk) and the seed of its hash. */
  readonly memory: SharedMemory;
  readonly lists: readonly number[];
  readonly seed: number;
  /** CELLS and one more for each chunk: bytes read, FAILED_READ. */
  readonly control: Int32Array;
}

/** What it is told when it is to begin: the only message it gets. */
export interface AheadOrder extends AheadStart {
  readonly layout: RecordLayout;
}

/** 1 when the thread waits for its order. */
export const READY = 0;
/** 1 when the order is there. */
export const BEGUN = 1;
/** Chunks filled, and chunks that may be filled: counted up, modulo 2³². */
export const FILLED = 2;
export const FREE = 3;
/** 1 when nothing more is wanted. */
export const STOPPED = 4;
/** 1 when the thread does not use the file any more. */
export const DONE = 5;
export const CELLS = 6;

export const FAILED_READ = -1;
