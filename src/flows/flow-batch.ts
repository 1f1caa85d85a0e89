import { Packet } from '../wire/packet.ts';

/** Packets a batch: enough loads under way at once for any processor, few enough to stay in the first-level cache. */
export const BATCH_PACKETS = 32;

/**
 * Decoded packets on their way into the flow table: decode into `next()`, `FlowTable.put`, and when the batch is full
 * `FlowTable.touch` and `updateFrom` for each in order.
 */
export class FlowBatch {
  readonly packets: readonly Packet[] = Array.from({ length: BATCH_PACKETS }, () => new Packet());
  readonly tags = new Int32Array(BATCH_PACKETS);
  readonly protocols = new Int32Array(BATCH_PACKETS);
  readonly hashes = new Int32Array(BATCH_PACKETS);
  /** Doubles: a capture may claim up to 2^32 - 1. */
  readonly wireBytes = new Float64Array(BATCH_PACKETS);
  /** Time (µs) and number of each packet. */
  readonly clocks = new Float64Array(BATCH_PACKETS * 2);
  /** Slots that `touch` guessed. */
  readonly near = new Int32Array(BATCH_PACKETS);
  /** Packets in it. The batch is full at BATCH_PACKETS: empty it before the next one. */
  count = 0;

  /** The record to decode the next packet into. */
  next(): Packet {
    return this.packets[this.count];
  }
}
