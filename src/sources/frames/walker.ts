/**
 * Largest captured length of one frame: Wireshark's WTAP_MAX_PACKET_SIZE_STANDARD, libpcap's MAXIMUM_SNAPLEN.
 * One bound for every link type; whatever snap length the file declares, a longer frame is taken for damage.
 */
export const MAX_FRAME_BYTES = 262_144;

/**
 * Largest record that is looked into, headers and options included. It bounds what a walker leaves
 * unconsumed, hence every buffer. Longer pcapng blocks are skipped by their length.
 */
export const MAX_RECORD_BYTES = 1 << 20;

/**
 * Takes the bytes of a capture in order, in pieces of any size, and hands every whole record on.
 * Never reads outside `[at, end)`; keeps no reference to `view`.
 */
export interface RecordWalker {
  /**
   * Walks the records of `view[at, end)`; `view[0]` is at `origin` in the (uncompressed) file.
   * Returns where the first unfinished record begins (`end` when there is none), less than
   * MAX_RECORD_BYTES before `end`: the caller gives these bytes again, followed by the next ones.
   */
  walk(view: DataView, at: number, end: number, origin: number): number;
  /** No more input. `[at, end)` is what the last `walk` left; says so when that is a record cut short. */
  finish(view: DataView, at: number, end: number, origin: number): void;
  /** The rest cannot be understood: nothing more is delivered, the caller may stop reading. */
  readonly stopped: boolean;
}
