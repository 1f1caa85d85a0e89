import { AddressSet } from '../../flows/address-set.ts';
import { FlowTable, NO_SLOT } from '../../flows/flow-table.ts';
import { FragmentPorts } from '../../flows/fragments.ts';
import { readFlow } from '../../flows/read-flow.ts';
import type { Inventory } from '../../identify/inventory.ts';
import { FlowView } from '../../model/flow-view.ts';
import type { FrameSink } from '../../sources/frames/source.ts';
import { decode, decodeInner } from '../../wire/decode.ts';
import { OK, type Outcome } from '../../wire/outcome.ts';
import { INNER_QUOTED, Packet } from '../../wire/packet.ts';
import { CaptureCounters } from './counters.ts';
import { Inspector } from './inspector.ts';
import { MacSet } from './mac-set.ts';
import { ProtocolCounter } from './protocols.ts';

/** Tunnels within tunnels, at most: hostile frames could otherwise nest hundreds. */
const MAX_TUNNELS = 8;
/** When the table is full, conversations silent for this long make room (µs of capture time). */
const IDLE_US = 60e6;
/** Slots looked at per packet when room is needed: bounds the work that one packet can cause. */
const EXPIRY_STEP = 64;

export interface EngineOptions {
  readonly inventory: Inventory;
  /** Conversations at once: a power of two. */
  readonly maxFlows: number;
  readonly maxMacs: number;
  readonly maxAddresses: number;
  /** Seed of the flow table's hash: random for live capture. */
  readonly seed?: number;
  /** Called with each conversation that leaves the table before the end. Read it at once. */
  readonly onExpired?: (flow: FlowView) => void;
  /** Called the first time a source MAC is seen. */
  readonly onNewMac?: (mac: number, at: number) => void;
}

/**
 * Frames in, everything known about them kept: counters, conversations, addresses, and identities in the inventory.
 * One instance per run. Not thread-safe; the caller feeds frames in order.
 */
export class Engine implements FrameSink {
  /** [0] time of the frame (µs), set by the source; [1] its number, counted here. */
  readonly clock = new Float64Array(2) as Float64Array & { 0: number };
  readonly counters = new CaptureCounters();
  readonly protocols = new ProtocolCounter();
  readonly flows: FlowTable;
  readonly macs: MacSet;
  readonly addresses: AddressSet;
  readonly fragments = new FragmentPorts();
  readonly inspector: Inspector;
  readonly linkTypes = new Set<number>();
  /** Conversations that made room for others. */
  expired = 0;

  readonly #packet = new Packet();
  readonly #view = new FlowView();
  readonly #inventory: Inventory;
  readonly #onExpired: ((flow: FlowView) => void) | null;
  #lastLinkType = -1;
  #expiryCursor = 0;

  constructor(options: EngineOptions) {
    this.flows = new FlowTable(
      options.seed === undefined
        ? { capacity: options.maxFlows }
        : { capacity: options.maxFlows, seed: options.seed },
    );
    this.macs = new MacSet(options.maxMacs, options.onNewMac ?? null);
    this.addresses = new AddressSet(options.maxAddresses);
    this.#inventory = options.inventory;
    this.#onExpired = options.onExpired ?? null;
    this.inspector = new Inspector({
      flows: this.flows,
      inventory: options.inventory,
      addresses: this.addresses,
    });
  }

  /** See FrameSink. */
  frame(view: DataView, at: number, end: number, wireBytes: number, linkType: number): void {
    const packet = this.#packet;
    const clock = this.clock;
    clock[1] += 1;
    this.counters.add(end - at, wireBytes, clock);
    if (linkType !== this.#lastLinkType) {
      this.#lastLinkType = linkType;
      this.linkTypes.add(linkType);
    }
    // A capture may claim fewer wire bytes than it holds: the bytes are there all the same.
    const declaredEnd = Math.max(at + wireBytes, end);
    let outcome = decode(view, at, end, declaredEnd, linkType, packet);
    this.#account(view, wireBytes);
    let layer = packet.layer;
    for (let depth = 0; packet.innerKind !== 0 && depth < MAX_TUNNELS; depth++) {
      if (packet.innerKind === INNER_QUOTED) {
        this.inspector.quoted(view, packet);
        break;
      }
      const innerBytes = packet.innerDeclaredEnd - packet.innerAt;
      const inner = decodeInner(view, packet);
      this.#account(view, innerBytes);
      if (outcome === OK) {
        outcome = inner as Outcome;
        layer = packet.layer;
      }
    }
    this.counters.stop(layer, outcome);
  }

  /** One packet, as captured or found in a tunnel, into its conversation; then a look inside if it is worth one. */
  #account(view: DataView, wireBytes: number): void {
    const packet = this.#packet;
    const flows = this.flows;
    if (packet.fragment !== 0) this.fragments.apply(packet, this.clock);
    const slot = flows.update(packet, wireBytes, this.clock);
    if (flows.opened === 1) this.#opened(slot);
    else if (slot === NO_SLOT) {
      this.#noRoom(view, wireBytes);
      return;
    }
    if (flows.looksLeft(slot) !== 0 && packet.payloadAt < packet.payloadEnd) {
      this.inspector.inspect(slot, view, packet, this.clock);
    }
  }

  #opened(slot: number): void {
    const packet = this.#packet;
    if (packet.hasMac !== 0) this.macs.add(packet.srcMacHigh, packet.srcMacLow, this.clock[0]);
    this.inspector.opened(slot, packet);
  }

  /** The table is full: old conversations make room, and the packet that found none is at least not forgotten. */
  #noRoom(view: DataView, wireBytes: number): void {
    if (this.expire(this.clock[0] - IDLE_US, EXPIRY_STEP) > 0) {
      const slot = this.flows.update(this.#packet, wireBytes, this.clock);
      if (slot !== NO_SLOT) {
        this.flows.overflow[0] -= 1;
        this.flows.overflow[1] -= wireBytes;
        this.#opened(slot);
        const packet = this.#packet;
        if (packet.payloadAt < packet.payloadEnd) this.inspector.inspect(slot, view, packet, this.clock);
        return;
      }
    }
    const packet = this.#packet;
    if (packet.hasMac !== 0) this.macs.add(packet.srcMacHigh, packet.srcMacLow, this.clock[0]);
    if (packet.ipVersion === 0) return;
    this.addresses.add(packet.ipVersion, packet.src0, packet.src1, packet.src2, packet.src3);
    this.addresses.add(packet.ipVersion, packet.dst0, packet.dst1, packet.dst2, packet.dst3);
  }

  /**
   * Takes conversations silent since before `idleBefore` (µs) out of the table and into the inventory, looking at
   * up to `steps` slots from where the last call stopped. Returns how many went.
   */
  expire(idleBefore: number, steps: number): number {
    const flows = this.flows;
    let count = 0;
    for (let i = 0; i < steps && flows.highWater > 0; i++) {
      if (this.#expiryCursor >= flows.highWater) this.#expiryCursor = 0;
      const slot = this.#expiryCursor++;
      if (!flows.isLive(slot) || flows.lastSeen(slot) >= idleBefore) continue;
      this.read(slot, this.#view);
      this.#fold(this.#view);
      this.#onExpired?.(this.#view);
      this.inspector.closed(slot);
      flows.remove(slot);
      count++;
    }
    this.expired += count;
    return count;
  }

  /** Fills `view` with the conversation in `slot`. */
  read(slot: number, view: FlowView): void {
    readFlow(this.flows, slot, this.inspector, view);
  }

  /** Folds what is still in the table into the inventory and the sets. Call once, at the end. */
  finish(): void {
    for (let slot = 0; slot < this.flows.highWater; slot++) {
      if (!this.flows.isLive(slot)) continue;
      this.read(slot, this.#view);
      this.#fold(this.#view);
    }
  }

  #fold(flow: FlowView): void {
    this.#inventory.addFlow(flow);
    this.protocols.add(flow);
    if (flow.packets > 0 && flow.srcMac >= 0) this.macs.addMac(flow.srcMac, flow.firstSeen);
    if (flow.packetsBack > 0 && flow.dstMac >= 0) this.macs.addMac(flow.dstMac, flow.firstSeenBack);
    if (flow.ipVersion === 0) return;
    this.addresses.add(flow.ipVersion, flow.src0, flow.src1, flow.src2, flow.src3);
    this.addresses.add(flow.ipVersion, flow.dst0, flow.dst1, flow.dst2, flow.dst3);
  }
}
