/**
 * Rows of conversations that go on: what of each was not told yet, again and again. Nothing is done per packet.
 *
 *   look()   over the flow table: what grew is noted, and the inventory is told of it     ─┐ a bounded number of
 *   write()  the notes become rows: volume of a minute, and slices that are complete      ─┘ conversations a call
 *
 * Volume is told at every look, by difference. A conversation's own row is a **slice**, as IPFIX exporters do it (RFC 7011
 * 3.2.2, active and idle timeout): written once, when the conversation has been silent for `idleUs` (`closedUs` after a FIN
 * of both sides, or a RST), or goes on for `activeUs`, or at the end. So every packet is in one slice and in one minute, and
 * nothing that was written is ever written again. A slice's number stands in its volumes from the first of them on.
 */
import type { Micros } from '../../base/time.ts';
import { formatMicros } from '../../base/time.ts';
import { D_BYTES, D_PACKETS, DIRECTION_DOUBLES, SLOT_DOUBLES } from '../../flows/layout.ts';
import type { Conversation } from '../../model/analysis.ts';
import { FlowView, type Told } from '../../model/flow-view.ts';
import type { ConversationRow, TrafficRow } from '../../model/traffic.ts';
import { conversationWriter } from '../analyze/analysis/conversation-writer.ts';
import type { OwnerOf } from '../analyze/analysis/device-of.ts';
import type { PacketNumbers } from '../analyze/analysis/packet-numbers.ts';
import type { Engine } from '../analyze/engine/engine.ts';
import { attribute } from '../ingest/reading/attribution.ts';
import { Notes } from './notes.ts';

const MINUTE_US = 60e6;
const FIN = 1;
const RST = 4;

export interface SliceTimeouts {
  /** Silent for this long, a slice is complete. */
  readonly idleUs: Micros;
  /** The same, when both sides said that they are done. */
  readonly closedUs: Micros;
  /** This old, a slice is complete though its conversation goes on. */
  readonly activeUs: Micros;
}

export interface RowSink {
  /** False when there is no room: the row is lost, and counted by who has none. */
  conversation(row: ConversationRow): boolean;
  traffic(row: TrafficRow): boolean;
}

export interface RecorderOptions {
  readonly engine: Engine;
  readonly numbers: PacketNumbers;
  readonly timeouts: SliceTimeouts;
  readonly rows: RowSink;
}

export class FlowRecorder {
  readonly #engine: Engine;
  readonly #timeouts: SliceTimeouts;
  readonly #rows: RowSink;
  readonly #write: (view: FlowView) => Conversation;
  readonly #view = new FlowView();
  /** What was told of each conversation: packets and bytes of direction 0, and of direction 1. */
  readonly #told: Float64Array;
  /** The same at the beginning of its slice. */
  readonly #begin: Float64Array;
  /** First packet of the slice, and last of what was told. */
  readonly #from: Float64Array;
  readonly #last: Float64Array;
  /** Counts of SYN, RST, FIN and retransmissions, both sides together, at the beginning of the slice. */
  readonly #tcp: Int32Array;
  /** Number of the slice + 1; 0 when none is begun. */
  readonly #slice: Uint32Array;
  readonly #apps: (string | null)[] = [];
  readonly #notes: Notes;
  #nextSlice = 0;
  #cursor = 0;
  #lookedAt: Micros = 0;
  #ownerOf: OwnerOf = () => null;

  constructor(options: RecorderOptions) {
    const { capacity } = options.engine.flows;
    this.#engine = options.engine;
    this.#timeouts = options.timeouts;
    this.#rows = options.rows;
    this.#write = conversationWriter(options.numbers);
    this.#told = new Float64Array(capacity * 4);
    this.#begin = new Float64Array(capacity * 4);
    this.#from = new Float64Array(capacity);
    this.#last = new Float64Array(capacity);
    this.#tcp = new Int32Array(capacity * 4);
    this.#slice = new Uint32Array(capacity);
    this.#notes = new Notes(capacity);
  }

  /**
   * Goes on with the look under way, or begins one: up to `slots` conversations. True when it is complete. `now`: capture
   * time. At the `end` every slice is complete.
   */
  look(now: Micros, slots: number, end = false): boolean {
    const { flows } = this.#engine;
    const upTo = Math.min(flows.highWater, this.#cursor + slots);
    for (; this.#cursor < upTo; this.#cursor++) {
      const slot = this.#cursor;
      if (!flows.isLive(slot)) continue;
      const grew = this.#grew(slot);
      if (grew) this.#note(slot);
      if (this.#slice[slot] !== 0 && (end || this.#isComplete(slot, now))) this.#notes.complete(slot);
    }
    if (this.#cursor < flows.highWater) return false;
    this.#cursor = 0;
    this.#lookedAt = now;
    return true;
  }

  /** Rows from up to `count` notes; true when none is left. `ownerOf`: as the inventory sees it after the look. */
  write(ownerOf: OwnerOf, count: number): boolean {
    this.#ownerOf = ownerOf;
    for (let i = 0; i < count; i++) {
      const slot = this.#notes.next();
      if (slot < 0) return true;
      this.#engine.read(slot, this.#view);
      this.#rowsOf(this.#view);
    }
    return this.#notes.isEmpty;
  }

  /** The conversation leaves the table: what was not told of it is, now. */
  expired(flow: FlowView): void {
    const { slot } = flow;
    if (this.#grew(slot)) this.#noteWithoutTelling(slot);
    if (this.#slice[slot] !== 0) this.#notes.complete(slot);
    this.#rowsOf(flow);
    this.#notes.forget(slot);
    this.#told.fill(0, slot * 4, slot * 4 + 4);
    this.#tcp.fill(0, slot * 4, slot * 4 + 4);
    this.#apps[slot] = null;
  }

  /** What the inventory was told of it: `EngineOptions.toldOf`. */
  toldOf(flow: FlowView): Told | null {
    const { slot } = flow;
    const at = slot * 4;
    const there = flow.initiatorFirst === 1 ? at : at + 2;
    const back = flow.initiatorFirst === 1 ? at + 2 : at;
    const told = this.#told;
    if (told[at] + told[at + 2] === 0) return null;
    return {
      packets: told[there],
      bytes: told[there + 1],
      packetsBack: told[back],
      bytesBack: told[back + 1],
      app: this.#apps[slot] ?? null,
    };
  }

  #grew(slot: number): boolean {
    const { doubles } = this.#engine.flows;
    const at = slot * SLOT_DOUBLES + D_PACKETS;
    return (
      doubles[at] !== this.#told[slot * 4] || doubles[at + DIRECTION_DOUBLES] !== this.#told[slot * 4 + 2]
    );
  }

  #note(slot: number): void {
    const engine = this.#engine;
    const view = this.#view;
    engine.read(slot, view);
    engine.tell(view, this.toldOf(view));
    this.#apps[slot] = view.app;
    this.#noteWithoutTelling(slot);
  }

  #noteWithoutTelling(slot: number): void {
    const { flows } = this.#engine;
    const { doubles } = flows;
    const at = slot * SLOT_DOUBLES;
    const told = this.#told;
    const lastSeen = flows.lastSeen(slot);
    if (this.#slice[slot] === 0) {
      this.#nextSlice = this.#nextSlice === 2 ** 32 - 1 ? 1 : this.#nextSlice + 1;
      this.#slice[slot] = this.#nextSlice;
      const isFirst = told[slot * 4] + told[slot * 4 + 2] === 0;
      // Of later slices the first packet is known to the look: it came after the one before.
      this.#from[slot] = isFirst ? flows.firstSeen(slot) : Math.min(lastSeen, this.#lookedAt);
      this.#begin.set(told.subarray(slot * 4, slot * 4 + 4), slot * 4);
    }
    const volume = this.#notes.grow(slot, Math.floor(lastSeen / MINUTE_US) * MINUTE_US);
    for (const direction of [0, 1]) {
      const from = at + direction * DIRECTION_DOUBLES;
      const to = slot * 4 + direction * 2;
      const packets = doubles[from + D_PACKETS];
      const bytes = doubles[from + D_BYTES];
      volume[direction * 2] += packets - told[to];
      volume[direction * 2 + 1] += bytes - told[to + 1];
      told[to] = packets;
      told[to + 1] = bytes;
    }
    this.#last[slot] = lastSeen;
  }

  #isComplete(slot: number, now: Micros): boolean {
    const { idleUs, closedUs, activeUs } = this.#timeouts;
    const silentUs = now - this.#last[slot];
    if (silentUs >= idleUs || now - this.#from[slot] >= activeUs) return true;
    if (silentUs < closedUs) return false;
    const view = this.#view;
    this.#engine.read(slot, view);
    return (
      ((view.tcpFlags | view.tcpFlagsBack) & RST) !== 0 || (view.tcpFlags & view.tcpFlagsBack & FIN) !== 0
    );
  }

  /** What is noted of the conversation in `view`. */
  #rowsOf(view: FlowView): void {
    const { slot, initiatorFirst } = view;
    const note = this.#notes.take(slot);
    if (note === null) return;
    const found = this.#write(view);
    const { protocol, appProtocol, vlan } = found;
    const whose = attribute(found, this.#ownerOf);
    const row = this.#slice[slot] - 1;
    const [there, back] = initiatorFirst === 1 ? [0, 2] : [2, 0];
    if (note.volume !== null) {
      const { minute, volume } = note;
      this.#rows.traffic({
        ...{ minute, conversation: row, ...whose.traffic, protocol, appProtocol, vlan },
        ...{ packets: volume[there], bytes: volume[there + 1] },
        ...{ packetsBack: volume[back], bytesBack: volume[back + 1] },
      });
    }
    if (!note.isComplete) return;
    const of = (i: number) => this.#told[slot * 4 + i] - this.#begin[slot * 4 + i];
    this.#rows.conversation({
      ...found,
      ...{ packets: of(there), bytes: of(there + 1), packetsBack: of(back), bytesBack: of(back + 1) },
      firstSeen: formatMicros(this.#from[slot]),
      lastSeen: formatMicros(this.#last[slot]),
      tcp: found.tcp === null ? null : this.#tcpOfSlice(slot, found.tcp),
      ...{ row, ...whose.conversation },
    });
    this.#slice[slot] = 0;
  }

  #tcpOfSlice(slot: number, tcp: NonNullable<Conversation['tcp']>): NonNullable<Conversation['tcp']> {
    const before = this.#tcp.slice(slot * 4, slot * 4 + 4);
    this.#tcp.set([tcp.syn, tcp.rst, tcp.fin, tcp.retransmissions], slot * 4);
    return {
      ...tcp,
      syn: tcp.syn - before[0],
      rst: tcp.rst - before[1],
      fin: tcp.fin - before[2],
      retransmissions: tcp.retransmissions - before[3],
    };
  }
}
