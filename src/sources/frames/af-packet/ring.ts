import { LINKTYPE_ETHERNET } from '../linktypes.ts';
import type { FrameSink } from '../source.ts';

/**
 * The memory shared with the kernel (linux/if_packet.h, Documentation/networking/packet_mmap.rst): a ring
 * of blocks, each a `tpacket_block_desc` and frames that each begin with a `tpacket3_hdr`. A block belongs
 * to whom its status word says: the kernel fills it and hands it over, the reader walks it and gives it back.
 */

// tpacket_block_desc, in 32-bit words
const BLOCK_STATUS = 2;
const BLOCK_PACKETS = 3;
const BLOCK_FIRST_OFFSET = 4;
/** Ours to write 0 (TP_STATUS_KERNEL) to; the kernel sets bit 0 (TP_STATUS_USER). */
const STATUS_KERNEL = 0;
const STATUS_USER = 1;

// tpacket3_hdr, in 32-bit words
const NEXT_OFFSET = 0;
const SECONDS = 1;
const NANOSECONDS = 2;
const CAPTURED = 3;
const WIRE_LENGTH = 4;
const STATUS = 5;
const VLAN_TCI = 8;
const VLAN_TPID = 9;
const STATUS_VLAN_VALID = 1 << 4;
const STATUS_VLAN_TPID_VALID = 1 << 6;
/** tp_mac, in bytes: where the frame begins, from its header. */
const MAC_OFFSET = 24;
/** Bytes of `tpacket3_hdr`, then of the `sockaddr_ll` behind it. */
const HEADER_BYTES = 48;
const ADDRESS_BYTES = 20;
/** sll_pkttype in that `sockaddr_ll`. */
const PACKET_TYPE = HEADER_BYTES + 10;
const PACKET_OUTGOING = 4;

const VLAN_TAG_BYTES = 4;
/** Where a tag stands in an Ethernet frame: behind both addresses. */
const TAG_AT = 12;
const TPID_8021Q = 0x8100;

/** Room asked of the kernel in front of every frame (PACKET_RESERVE), to put a VLAN tag back into. */
export const HEADROOM_BYTES = VLAN_TAG_BYTES;

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

export interface RingOptions {
  readonly blockSizeBytes: number;
  readonly blockCount: number;
  readonly snapLength: number;
  /** Loopback shows every frame twice, leaving and arriving: leave out the first. */
  readonly dropOutgoing: boolean;
}

/** Reads the blocks of one ring in order. Holds no resource: whoever mapped the memory unmaps it. */
export class Ring {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #options: RingOptions;
  #block = 0;

  constructor(memory: ArrayBuffer, options: RingOptions) {
    this.#words = new Int32Array(memory);
    this.#bytes = new Uint8Array(memory);
    this.#view = new DataView(memory);
    this.#options = options;
  }

  /** A block waits to be read. */
  get ready(): boolean {
    const word = (this.#block * this.#options.blockSizeBytes) >>> 2;
    return (Atomics.load(this.#words, word + BLOCK_STATUS) & STATUS_USER) !== 0;
  }

  /**
   * Hands all frames of at most `maxBlocks` ready blocks to `sink`, gives the blocks back to the kernel,
   * and returns how many there were. Also when the sink throws: its block counts as read.
   */
  drain(sink: FrameSink, linkType: number, maxBlocks: number): number {
    const { blockSizeBytes, blockCount } = this.#options;
    for (let done = 0; done < maxBlocks; done++) {
      // The atomic load and store keep the reads of the block between them: seen once it is ours, and
      // done before it is the kernel's again.
      if (!this.ready) return done;
      const at = this.#block * blockSizeBytes;
      try {
        this.#walk(at, sink, linkType);
        sink.settle?.();
      } finally {
        Atomics.store(this.#words, (at >>> 2) + BLOCK_STATUS, STATUS_KERNEL);
        this.#block = this.#block + 1 === blockCount ? 0 : this.#block + 1;
      }
    }
    return maxBlocks;
  }

  #walk(blockAt: number, sink: FrameSink, linkType: number): void {
    const words = this.#words;
    const { snapLength, dropOutgoing, blockSizeBytes } = this.#options;
    const blockEnd = blockAt + blockSizeBytes;
    const block = blockAt >>> 2;
    const clock = sink.clock;
    let header = blockAt + words[block + BLOCK_FIRST_OFFSET];
    for (let left = words[block + BLOCK_PACKETS]; left > 0; left--) {
      const word = header >>> 2;
      let at = header + this.#view.getUint16(header + MAC_OFFSET, littleEndian);
      let captured = words[word + CAPTURED];
      let wireLength = words[word + WIRE_LENGTH];
      // the kernel does not write such a header; reading on would be reading another block
      if (header < blockAt || at + captured > blockEnd || captured < 0) return;
      if (!dropOutgoing || this.#bytes[header + PACKET_TYPE] !== PACKET_OUTGOING) {
        if (
          (words[word + STATUS] & STATUS_VLAN_VALID) !== 0 &&
          this.#putTagBack(header, at, captured, linkType)
        ) {
          at -= VLAN_TAG_BYTES;
          captured += VLAN_TAG_BYTES;
          wireLength += VLAN_TAG_BYTES;
        }
        if (captured > snapLength) captured = snapLength;
        clock[0] = (words[word + SECONDS] >>> 0) * 1_000_000 + ((words[word + NANOSECONDS] / 1000) | 0);
        sink.frame(this.#view, at, at + captured, wireLength, linkType);
      }
      const next = words[word + NEXT_OFFSET];
      if (next === 0) return; // the last frame of its block
      header += next;
    }
  }

  /**
   * The kernel takes the outermost VLAN tag off and keeps it in the header. Moves the two addresses into
   * the headroom and writes the tag behind them, so that the frame is again what was on the wire.
   */
  #putTagBack(header: number, at: number, captured: number, linkType: number): boolean {
    const to = at - VLAN_TAG_BYTES;
    if (linkType !== LINKTYPE_ETHERNET || captured < TAG_AT || to < header + HEADER_BYTES + ADDRESS_BYTES)
      return false;
    const word = header >>> 2;
    const bytes = this.#bytes;
    for (let i = 0; i < TAG_AT; i++) bytes[to + i] = bytes[at + i];
    const hasTpid = (this.#words[word + STATUS] & STATUS_VLAN_TPID_VALID) !== 0;
    const tpid = hasTpid ? this.#view.getUint16((word + VLAN_TPID) << 2, littleEndian) : TPID_8021Q;
    this.#view.setUint16(to + TAG_AT, tpid);
    this.#view.setUint16(to + TAG_AT + 2, this.#words[word + VLAN_TCI]);
    return true;
  }
}
