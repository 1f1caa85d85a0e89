/**
 * Volume of each conversation minute by minute of capture time, beside an engine: the meter takes the frames and hands
 * them on. Per packet it compares two numbers. When capture time enters another minute, it looks which conversations
 * have grown since the last look; who does not want a meter gives the frames to the engine itself.
 *
 *   frame ─► meter ─► engine ─► flow table          a row: slot, minute, packets and bytes of either direction,
 *              └─ at another minute: by difference ─► and the row before it of the same conversation
 */
import type { Micros } from '../../../base/time.ts';
import { D_BYTES, D_PACKETS, DIRECTION_DOUBLES, SLOT_DOUBLES } from '../../../flows/layout.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import type { BulkSink, FrameSink } from '../../../sources/frames/source.ts';
import type { Engine } from '../../analyze/engine/engine.ts';

export const MINUTE_US = 60e6;
/** 36 bytes each, so 300 MB; taken as they are needed. */
export const MAX_TRAFFIC_ROWS = 1 << 23;
const CHUNK_ROWS = 1 << 15;
const NO_ROW = -1;
/** Minutes fit 32 bits until the year 6053; hostile captures carry later ones. */
const LAST_MINUTE = 2 ** 31 - 1;
/**
 * Slots looked at per packet, on average, and those that are for free: a capture whose every packet enters another minute
 * must not have a million conversations looked at for each.
 */
const LOOKS_PER_PACKET = 32;
const FREE_LOOKS = 1 << 26;

export interface MinuteVolume {
  /** Start of the minute. */
  readonly minute: Micros;
  /** Initiator to responder, then back. */
  readonly packets: number;
  readonly bytes: number;
  readonly packetsBack: number;
  readonly bytesBack: number;
}

interface Chunk {
  readonly minutes: Int32Array;
  readonly before: Int32Array;
  /** Two a row: a minute has fewer than 2^32 packets. */
  readonly packets: Uint32Array;
  readonly bytes: Float64Array;
}

/**
 * A minute is that of the conversation's latest packet when the meter looks. Packets that come late, out of order, count
 * in the minute in which they are found, never twice and never not: over all minutes a conversation has exactly its
 * packets and bytes. With more minutes than `maxRows`, volume is added to the conversation's last minute; what has none is
 * counted in `dropped`.
 */
export class TrafficMeter implements FrameSink {
  readonly clock: FrameSink['clock'];
  /** Packets that found no room. */
  dropped = 0;
  /** Minutes whose end was not looked at, to bound the work: their volume is in a later one of the conversation. */
  skipped = 0;
  /** Rows there are. */
  rows = 0;
  readonly #engine: Engine;
  readonly #maxRows: number;
  readonly #chunks: Chunk[] = [];
  /** [begin, end) of the minute of the last frame. */
  readonly #minute = new Float64Array(2);
  /** What has been exported of the conversation in each slot: packets, bytes, and those of direction 1. */
  readonly #exported: Float64Array;
  /** Its last row + 1, 0 when it has none. */
  readonly #last: Int32Array;
  #looks = FREE_LOOKS;
  #packetsBefore = 0;

  constructor(engine: Engine, maxRows: number = MAX_TRAFFIC_ROWS) {
    this.#engine = engine;
    this.#maxRows = maxRows;
    this.clock = engine.clock;
    engine.countWithin(0, 0);
    this.#exported = new Float64Array(engine.flows.capacity * 4);
    this.#last = new Int32Array(engine.flows.capacity);
  }

  /** See FrameSink. */
  frame(view: DataView, at: number, end: number, wireBytes: number, linkType: number): void {
    const now = this.clock[0];
    if (now >= this.#minute[1] || now < this.#minute[0]) this.#enter();
    this.#engine.frame(view, at, end, wireBytes, linkType);
  }

  /** See FrameSink. */
  settle(): void {
    this.#engine.settle();
  }

  /** See FrameSink. Straight to the engine: of another minute it takes nothing, so that its first frame comes by here. */
  get bulk(): BulkSink | null {
    return this.#engine.bulk;
  }

  /** The conversation leaves the table (`EngineOptions.onExpired`): its rows go with it. */
  forget(flow: FlowView): void {
    this.#exported.fill(0, flow.slot * 4, flow.slot * 4 + 4);
    this.#last[flow.slot] = 0;
  }

  /** The last minute. Call once, after the last frame. */
  finish(): void {
    this.#engine.settle();
    this.#look();
  }

  /** The minutes of the conversation that `flow` was read from, in order. */
  minutesOf(flow: FlowView): MinuteVolume[] {
    const there = flow.initiatorFirst === 1 ? 0 : 1;
    const back = 1 - there;
    const minutes: MinuteVolume[] = [];
    for (let row = this.#last[flow.slot] - 1; row !== NO_ROW; ) {
      const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)];
      const i = row % CHUNK_ROWS;
      minutes.push({
        minute: chunk.minutes[i] * MINUTE_US,
        packets: chunk.packets[i * 2 + there],
        bytes: chunk.bytes[i * 2 + there],
        packetsBack: chunk.packets[i * 2 + back],
        bytesBack: chunk.bytes[i * 2 + back],
      });
      row = chunk.before[i];
    }
    return minutes.reverse();
  }

  #enter(): void {
    const begin = Math.floor(this.clock[0] / MINUTE_US) * MINUTE_US;
    this.#minute[0] = begin;
    this.#minute[1] = begin + MINUTE_US;
    this.#engine.countWithin(begin, begin + MINUTE_US);
    // Frames that wait in a batch belong to the minute that ends; the source counted this one's time only.
    this.#engine.settle();
    const packets = this.clock[1] ?? 0;
    this.#looks += (packets - this.#packetsBefore) * LOOKS_PER_PACKET;
    this.#packetsBefore = packets;
    if (this.#looks < this.#engine.flows.highWater) this.skipped++;
    else this.#look();
  }

  #look(): void {
    const { flows } = this.#engine;
    const { doubles } = flows;
    const exported = this.#exported;
    this.#looks -= flows.highWater;
    for (let slot = 0; slot < flows.highWater; slot++) {
      const at = slot * SLOT_DOUBLES + D_PACKETS;
      const packets = doubles[at] - exported[slot * 4];
      const packetsBack = doubles[at + DIRECTION_DOUBLES] - exported[slot * 4 + 2];
      if (packets + packetsBack > 0) this.#export(slot, packets, packetsBack);
    }
  }

  #export(slot: number, packets: number, packetsBack: number): void {
    const { flows } = this.#engine;
    const { doubles } = flows;
    const exported = this.#exported;
    const row = this.#rowFor(slot, Math.floor(flows.lastSeen(slot) / MINUTE_US));
    const bytesAt = slot * SLOT_DOUBLES + D_BYTES;
    const bytes = doubles[bytesAt];
    const bytesBack = doubles[bytesAt + DIRECTION_DOUBLES];
    if (row === NO_ROW) this.dropped += packets + packetsBack;
    else {
      const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)];
      const i = (row % CHUNK_ROWS) * 2;
      chunk.packets[i] += packets;
      chunk.packets[i + 1] += packetsBack;
      chunk.bytes[i] += bytes - exported[slot * 4 + 1];
      chunk.bytes[i + 1] += bytesBack - exported[slot * 4 + 3];
    }
    exported[slot * 4] += packets;
    exported[slot * 4 + 1] = bytes;
    exported[slot * 4 + 2] += packetsBack;
    exported[slot * 4 + 3] = bytesBack;
  }

  /** The conversation's row of this minute: its last, or a new one; its last as well when there is no more room. */
  #rowFor(slot: number, wanted: number): number {
    const minute = Math.max(-LAST_MINUTE, Math.min(LAST_MINUTE, wanted));
    const last = this.#last[slot] - 1;
    if (last !== NO_ROW) {
      const known = this.#chunks[Math.floor(last / CHUNK_ROWS)].minutes[last % CHUNK_ROWS];
      if (known === minute || this.rows === this.#maxRows) return last;
    }
    if (this.rows === this.#maxRows) return NO_ROW;
    const row = this.rows++;
    if (row % CHUNK_ROWS === 0) this.#chunks.push(newChunk());
    const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)];
    chunk.minutes[row % CHUNK_ROWS] = minute;
    chunk.before[row % CHUNK_ROWS] = last;
    this.#last[slot] = row + 1;
    return row;
  }
}

function newChunk(): Chunk {
  return {
    minutes: new Int32Array(CHUNK_ROWS),
    before: new Int32Array(CHUNK_ROWS),
    packets: new Uint32Array(CHUNK_ROWS * 2),
    bytes: new Float64Array(CHUNK_ROWS * 2),
  };
}
