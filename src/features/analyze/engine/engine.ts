import type { Worker } from 'node:worker_threads';
import { type Mac, macFrom, macHigh } from '../../../base/mac.ts';
import type { Micros } from '../../../base/time.ts';
import { BATCH_PACKETS, FlowBatch } from '../../../flows/flow-batch.ts';
import { FILE_SEED, FlowTable, NO_SLOT } from '../../../flows/flow-table.ts';
import { FragmentPorts } from '../../../flows/fragments.ts';
import { createKernel, type Kernel, MOST_NOTES } from '../../../flows/kernel/kernel.ts';
import { readBasics, readFlow } from '../../../flows/read-flow.ts';
import { NEW_DST_MAC, NEW_SRC_MAC } from '../../../identify/core/program/fold.ts';
import type { Inventory } from '../../../identify/inventory.ts';
import type { SeenAddresses } from '../../../identify/tables/seen-addresses.ts';
import type { SeenMacs } from '../../../identify/tables/seen-macs.ts';
import { FlowView, type Told } from '../../../model/flow-view.ts';
import type { RecordLayout } from '../../../model/record-layout.ts';
import { CHUNKS } from '../../../sources/frames/pump-file.ts';
import type { AheadFile, ReadAhead } from '../../../sources/frames/read-ahead.ts';
import type { BulkSink, FrameSink } from '../../../sources/frames/source.ts';
import { decode, decodeInner, LINKTYPE } from '../../../wire/decode.ts';
import { OK, type Outcome } from '../../../wire/outcome.ts';
import { INNER_NONE, INNER_QUOTED, type Packet } from '../../../wire/packet.ts';
import { BulkFold } from './bulk-fold.ts';
import { CaptureCounters } from './counters.ts';
import { type Due, IdleSearch } from './idle-search.ts';
import { Inspector } from './inspector.ts';
import { NotedFrames } from './noted-frames.ts';
import { ProtocolCounter } from './protocols.ts';
import { ThreadReadAhead } from './read-ahead/read-ahead.ts';
import type { AheadTask } from './read-ahead/task.ts';

/** Tunnels within tunnels, at most: hostile frames could otherwise nest hundreds. */
const MAX_TUNNELS = 8;
/** With fewer conversations than this they stay in the caches, and packets are counted at once. */
const BATCH_FROM_FLOWS = 4096;
/** Conversations folded between two questions whether there is time for more: a few milliseconds. */
const FOLDS_BETWEEN = 4096;
const NO_MEMORY = new ArrayBuffer(0);

export interface EngineOptions {
  readonly inventory: Inventory;
  /** Conversations at once: a power of two. */
  readonly maxFlows: number;
  /** Seed of the flow table's hash: random for live capture. */
  readonly seed?: number;
  /** Bytes of captures that may lie in the engine's memory, for its `bulk`. Without it every frame comes by `frame`. */
  readonly roomBytes?: number;
  /** Called with each conversation that leaves the table before the end. Read it at once. */
  readonly onExpired?: (flow: FlowView) => void;
  /** What `tell` was given of a conversation that ends. */
  readonly toldOf?: (flow: FlowView) => Told | null;
  /** Starts a thread that reads large files ahead (read-ahead/thread.ts). Without it libuv's threads read them. */
  readonly startAhead?: (task: AheadTask) => Worker;
  /** Called once, when the kernel begins to take frames: what is left for JavaScript is then another mixture. */
  readonly onKernel?: () => void;
  /** Called the first time a source MAC is seen. */
  readonly onNewMac?: (mac: Mac, at: Micros) => void;
}

/**
 * Frames in, everything known about them kept: counters, conversations, addresses, and identities in the inventory.
 * One instance per run. Not thread-safe; the caller feeds frames in order.
 */
export class Engine implements FrameSink, BulkSink {
  /** [0] time of the frame (µs), set by the source; [1] its number, counted here. */
  readonly clock: Float64Array & { 0: number };
  readonly counters: CaptureCounters;
  readonly protocols = new ProtocolCounter();
  readonly flows: FlowTable;
  /** Every MAC that sent, and every address. */
  readonly macs: SeenMacs;
  readonly addresses: SeenAddresses;
  readonly fragments = new FragmentPorts();
  readonly inspector: Inspector;
  readonly linkTypes = new Set<number>();
  /** Conversations that made room for others. */
  expired = 0;

  readonly #kernel: Kernel | null;
  readonly #noted: NotedFrames | null;
  readonly #bulkFold: BulkFold | null;
  readonly #idle: IdleSearch;
  /** The kernel is at work on a chunk: frames that it leaves are counted at once, it goes on behind them. */
  #betweenBulk = false;
  readonly #batch = new FlowBatch();
  /** Time and number of the packet of a batch whose turn it is. */
  readonly #batchClock = new Float64Array(2);
  #batchView: DataView | null = null;
  readonly #view = new FlowView();
  readonly #inventory: Inventory;
  readonly #onExpired: ((flow: FlowView) => void) | null;
  readonly #toldOf: ((flow: FlowView) => Told | null) | null;
  readonly #onNewMac: ((mac: Mac, at: Micros) => void) | null;
  readonly #startAhead: ((task: AheadTask) => Worker) | null;
  #onKernel: (() => void) | null;
  #lastLinkType = -1;

  constructor(options: EngineOptions) {
    const capacity = options.maxFlows;
    const seed = options.seed ?? FILE_SEED;
    const { roomBytes } = options;
    // A kernel opens conversations without a word: who waits for new MACs sees every first frame.
    const canBulk = roomBytes !== undefined && options.onNewMac === undefined;
    this.#kernel = canBulk
      ? createKernel({ capacity, seed, roomBytes, lists: CHUNKS, core: options.inventory.program })
      : null;
    this.#startAhead = options.startAhead ?? null;
    this.clock = (this.#kernel?.clock ?? new Float64Array(2)) as Float64Array & { 0: number };
    this.counters = new CaptureCounters(this.#kernel);
    this.flows = new FlowTable({ capacity, seed, kernel: this.#kernel });
    this.#inventory = options.inventory;
    this.macs = options.inventory.macs;
    this.addresses = options.inventory.addresses;
    this.#onNewMac = options.onNewMac ?? null;
    this.#onExpired = options.onExpired ?? null;
    this.#toldOf = options.toldOf ?? null;
    this.#onKernel = options.onKernel ?? null;
    this.inspector = new Inspector({
      flows: this.flows,
      looks: this.#kernel?.looks ?? null,
      inventory: options.inventory,
      addresses: this.addresses,
    });
    this.#noted = this.#kernel === null ? null : new NotedFrames(this.#kernel, this.flows, this.inspector);
    this.#bulkFold = this.#kernel === null ? null : this.#bulkFoldBy(this.#kernel);
    this.#idle = new IdleSearch(this.flows, (slot) => this.#leave(slot));
  }

  #bulkFoldBy(kernel: Kernel): BulkFold {
    const { protocols, inspector } = this;
    return new BulkFold({ kernel, apps: inspector.apps, inventory: this.#inventory, protocols });
  }

  /** See FrameSink. */
  get bulk(): BulkSink | null {
    return this.#kernel === null ? null : this;
  }

  get buffer(): ArrayBufferLike {
    return this.#kernel?.buffer ?? NO_MEMORY;
  }

  get roomAt(): number {
    return this.#kernel?.roomAt ?? 0;
  }

  get roomBytes(): number {
    return this.#kernel?.roomBytes ?? 0;
  }

  /** See BulkSink. */
  countRecords(from: number, end: number, layout: RecordLayout): number {
    const kernel = this.#kernel;
    if (kernel === null) return from;
    if (this.#onKernel !== null) {
      this.#onKernel();
      this.#onKernel = null;
    }
    this.settle();
    let at = from;
    for (let noted = MOST_NOTES; noted === MOST_NOTES; ) {
      at = kernel.countRecords(at, end, layout);
      noted = this.#noted?.take() ?? 0;
    }
    if (at > from) this.#noteLinkType(LINKTYPE.ethernet);
    this.#betweenBulk = true;
    return at;
  }

  /** See BulkSink. */
  readAhead(file: AheadFile): ReadAhead | null {
    const start = this.#startAhead;
    return this.#kernel === null || start === null ? null : new ThreadReadAhead(this.#kernel, file, start);
  }

  /** `countRecords` leaves frames whose time (µs) is not in `[begin, after)`. */
  countWithin(begin: number, after: number): void {
    this.#kernel?.within(begin, after);
  }

  #noteLinkType(linkType: number): void {
    if (linkType === this.#lastLinkType) return;
    this.#lastLinkType = linkType;
    this.linkTypes.add(linkType);
  }

  /** See FrameSink. */
  frame(view: DataView, at: number, end: number, wireBytes: number, linkType: number): void {
    const clock = this.clock;
    clock[1] += 1;
    this.#noteLinkType(linkType);
    // A capture may claim fewer wire bytes than it holds: the bytes are there all the same.
    const declaredEnd = Math.max(at + wireBytes, end);
    const batch = this.#batch;
    const packet = batch.next();
    const outcome = decode(view, at, end, declaredEnd, linkType, packet);
    if (packet.fragment !== 0) this.fragments.apply(packet, clock);
    this.counters.add(end - at, wireBytes, clock);
    if (packet.innerKind !== INNER_NONE) {
      this.#tunnel(view, packet, wireBytes, outcome);
      return;
    }
    this.counters.stop(packet.layer, outcome);
    if (this.#betweenBulk || (batch.count === 0 && this.flows.size < BATCH_FROM_FLOWS)) {
      this.#account(this.flows.update(packet, wireBytes, clock), view, packet, wireBytes, clock);
      return;
    }
    this.flows.put(batch, wireBytes, clock);
    this.#batchView = view;
    if (batch.count === BATCH_PACKETS) this.settle();
  }

  /** See FrameSink: counts the packets whose turn was put off. */
  settle(): void {
    this.#betweenBulk = false;
    const batch = this.#batch;
    const view = this.#batchView;
    if (batch.count === 0 || view === null) return;
    this.flows.touch(batch);
    const clock = this.#batchClock;
    for (let i = 0; i < batch.count; i++) {
      const slot = this.flows.updateFrom(batch, i, clock);
      this.#account(slot, view, batch.packets[i], batch.wireBytes[i], clock);
    }
    batch.count = 0;
  }

  /** A packet with another inside: in its turn, and then each inner one. */
  #tunnel(view: DataView, packet: Packet, wireBytes: number, outcome: Outcome): void {
    this.settle();
    const { clock } = this;
    this.#account(this.flows.update(packet, wireBytes, clock), view, packet, wireBytes, clock);
    let worst = outcome;
    let layer = packet.layer;
    for (let depth = 0; packet.innerKind !== INNER_NONE && depth < MAX_TUNNELS; depth++) {
      if (packet.innerKind === INNER_QUOTED) {
        this.inspector.quoted(view, packet);
        break;
      }
      const innerBytes = packet.innerDeclaredEnd - packet.innerAt;
      const inner = decodeInner(view, packet);
      if (packet.fragment !== 0) this.fragments.apply(packet, clock);
      this.#account(this.flows.update(packet, innerBytes, clock), view, packet, innerBytes, clock);
      if (worst === OK) {
        worst = inner;
        layer = packet.layer;
      }
    }
    this.counters.stop(layer, worst);
  }

  /** What follows the count: a look inside when it is worth one, room when there was none. */
  #account(slot: number, view: DataView, packet: Packet, wireBytes: number, clock: Float64Array): void {
    const flows = this.flows;
    if (flows.opened === 1) this.#opened(slot, packet, clock);
    else if (slot === NO_SLOT) {
      this.#noRoom(view, packet, wireBytes, clock);
      return;
    }
    if (flows.looksLeft(slot) !== 0 && packet.payloadAt < packet.payloadEnd) {
      this.inspector.inspect(slot, view, packet, clock);
    }
  }

  #opened(slot: number, packet: Packet, clock: Float64Array): void {
    // Files wait for the end (`#fold`); somebody who watches wants to know at once.
    if (this.#onNewMac !== null && packet.hasMac !== 0)
      this.#saw(packet.srcMacHigh, packet.srcMacLow, clock[0]);
    this.inspector.opened(slot, packet);
  }

  /** A MAC began to send. */
  sawMac(mac: Mac, at: Micros): void {
    this.#saw(macHigh(mac), mac | 0, at);
  }

  #saw(high: number, low: number, at: Micros): void {
    if (this.macs.add(high, low)) this.#onNewMac?.(macFrom(high, low), at);
  }

  /** The table is full: old conversations make room, and the packet that found none is at least not forgotten. */
  #noRoom(view: DataView, packet: Packet, wireBytes: number, clock: Float64Array): void {
    if (this.#idle.makeRoom(clock[0])) {
      const slot = this.flows.update(packet, wireBytes, clock);
      if (slot !== NO_SLOT) {
        this.flows.overflow[0] -= 1;
        this.flows.overflow[1] -= wireBytes;
        this.#opened(slot, packet, clock);
        if (packet.payloadAt < packet.payloadEnd) this.inspector.inspect(slot, view, packet, clock);
        return;
      }
    }
    if (packet.hasMac !== 0) this.#saw(packet.srcMacHigh, packet.srcMacLow, clock[0]);
    if (packet.ipVersion === 0) return;
    this.addresses.add(packet.ipVersion, packet.src0, packet.src1, packet.src2, packet.src3);
    this.addresses.add(packet.ipVersion, packet.dst0, packet.dst1, packet.dst2, packet.dst3);
  }

  /**
   * Takes conversations out of the table and into the inventory: those silent since before `idleBefore`, and those that
   * began before `activeBefore`, whose next packet opens them again (µs). Looks at up to `steps` slots from where the
   * last call stopped. Returns how many went.
   */
  expire(due: Due, steps: number): number {
    return this.#idle.expire(due, steps);
  }

  #leave(slot: number): void {
    this.read(slot, this.#view);
    this.#fold(this.#view);
    this.#onExpired?.(this.#view);
    this.inspector.closed(slot);
    this.flows.remove(slot);
    this.expired++;
  }

  /** Fills `view` with the conversation in `slot`. */
  read(slot: number, view: FlowView): void {
    readFlow(this.flows, slot, this.inspector, view);
  }

  /**
   * Folds what is still in the table into the inventory and the sets. Call once, at the end. `mayGoOn` is asked now and
   * then; after its first no, conversations are still counted by protocol, but tell nothing of devices. Returns how many
   * conversations that are.
   */
  finish(mayGoOn: (() => boolean) | null = null): number {
    this.settle();
    // Nobody asks it meanwhile, and it does not know what was told before.
    const bulk = mayGoOn === null && this.#toldOf === null ? this.#bulkFold : null;
    bulk?.begin();
    const flow = this.#view;
    let isLate = false;
    let left = 0;
    const end = this.flows.highWater;
    for (let slot = 0; slot < end; slot++) {
      if (mayGoOn !== null && slot % FOLDS_BETWEEN === 0) isLate ||= !mayGoOn();
      if (bulk !== null) {
        slot = bulk.from(slot, end);
        if (slot === end) break;
      }
      readBasics(this.flows, slot, this.inspector, flow);
      // A slot without a packet holds no conversation.
      if (flow.packets + flow.packetsBack === 0) continue;
      if (isLate) {
        this.protocols.add(flow);
        left++;
      } else this.#fold(flow);
    }
    bulk?.end();
    return left;
  }

  #fold(flow: FlowView): void {
    this.tell(flow, this.#toldOf === null ? null : this.#toldOf(flow));
    this.protocols.add(flow);
  }

  /** Tells the inventory of a conversation that goes on, and what was told before. `toldOf` has to remember it. */
  tell(flow: FlowView, told: Told | null): void {
    const news = this.#inventory.addFlow(flow, told);
    if (news === 0 || this.#onNewMac === null) return;
    if ((news & NEW_SRC_MAC) !== 0) this.#onNewMac(flow.srcMac, flow.firstSeen);
    if ((news & NEW_DST_MAC) !== 0) this.#onNewMac(flow.dstMac, flow.firstSeenBack);
  }
}
