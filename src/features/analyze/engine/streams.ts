import type { Packet } from '../../../wire/packet.ts';

/** A ClientHello with post-quantum key shares takes two or three segments; a header block rarely more. */
const MAX_BYTES = 16_384;
const MAX_STREAMS = 1024;

interface Stream {
  readonly bytes: Uint8Array;
  length: number;
  nextSeq: number;
}

/**
 * The beginnings of TCP streams whose first message goes on in the next segment. In order only: a gap or a
 * repeated segment is waited out, a stream that grows too long is given up. Bounded in streams and bytes.
 */
export class StreamHeads {
  readonly #streams = new Map<number, Stream>();
  /** Streams not followed, or given up, for lack of room. */
  dropped = 0;

  /** Whether this direction of the conversation is being put together. `key` = slot × 2 + direction. */
  has(key: number): boolean {
    return this.#streams.has(key);
  }

  /** Starts with the packet's payload, or adds it when it is the next. Returns what there is, or `null`. */
  append(key: number, view: DataView, packet: Packet): DataView | null {
    const payloadBytes = packet.payloadEnd - packet.payloadAt;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      if (this.#streams.size >= MAX_STREAMS) {
        this.dropped++;
        return null;
      }
      stream = { bytes: new Uint8Array(MAX_BYTES), length: 0, nextSeq: packet.tcpSeq };
      this.#streams.set(key, stream);
    }
    if (packet.tcpSeq !== stream.nextSeq) return null;
    if (stream.length + payloadBytes > MAX_BYTES) {
      this.dropped++;
      this.#streams.delete(key);
      return null;
    }
    stream.bytes.set(
      new Uint8Array(view.buffer, view.byteOffset + packet.payloadAt, payloadBytes),
      stream.length,
    );
    stream.length += payloadBytes;
    stream.nextSeq = (stream.nextSeq + payloadBytes) | 0;
    return new DataView(stream.bytes.buffer, 0, stream.length);
  }

  /** Done with this direction. */
  drop(key: number): void {
    this.#streams.delete(key);
  }

  /** Takes out what both directions of a conversation have so far. */
  take(slot: number): DataView[] {
    const waiting: DataView[] = [];
    for (const key of [slot * 2, slot * 2 + 1]) {
      const stream = this.#streams.get(key);
      if (stream === undefined) continue;
      waiting.push(new DataView(stream.bytes.buffer, 0, stream.length));
      this.#streams.delete(key);
    }
    return waiting;
  }

  /** Done with a conversation. */
  dropSlot(slot: number): void {
    if (this.#streams.size > 0) this.take(slot);
  }

  /** Takes out all beginnings still waiting, with the slot of their conversation. */
  drain(): { readonly slot: number; readonly bytes: DataView }[] {
    const waiting = [...this.#streams].map(([key, stream]) => ({
      slot: key >> 1,
      bytes: new DataView(stream.bytes.buffer, 0, stream.length),
    }));
    this.#streams.clear();
    return waiting;
  }
}
