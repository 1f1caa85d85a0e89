import { formatMac, type Mac } from '../../base/mac.ts';
import { formatMicros, type Micros } from '../../base/time.ts';
import { createInventory, type Inventory } from '../../identify/inventory.ts';
import type { Analysis } from '../../model/analysis.ts';
import { type Message, say } from '../../model/messages/message.ts';
import type { FrameSink } from '../../sources/frames/source.ts';
import { buildAnalysis } from '../analyze/analysis/build-analysis.ts';
import { protocolName } from '../analyze/analysis/conversation-writer.ts';
import { PacketNumbers } from '../analyze/analysis/packet-numbers.ts';
import { Engine, type EngineOptions } from '../analyze/engine/engine.ts';
import { DEFAULT_LIMITS, type EngineLimits } from '../analyze/engine/limits.ts';
import type { InterfaceState, Snapshot } from './snapshot.ts';
import { Talkers } from './talkers.ts';

const TOP_TALKERS = 10;
const TOP_PROTOCOLS = 10;
const NEWEST_DEVICES = 10;
/** Above this share of the table, conversations that went silent leave it. */
const CROWDED = 0.5;
const IDLE_US: Micros = 120e6;
/**
 * Conversations looked at in one turn of the capture loop: a few milliseconds, while the ring holds hundreds of
 * milliseconds of the fastest traffic.
 */
const LOOKS_A_TURN = 65_536;
const EXPIRIES_A_TURN = 1024;

export interface ListenerOptions {
  readonly vendorOf: (mac: Mac) => string | null;
  readonly limits?: Partial<EngineLimits>;
  /** Of the flow table's hash: unpredictable to senders. */
  readonly seed: number;
  /** For who keeps what goes by (features/live). */
  readonly engine?: Pick<EngineOptions, 'onExpired' | 'toldOf'>;
}

/** What the capture worker knows and this cannot. */
export interface WorkerFacts {
  readonly interfaces: readonly Omit<InterfaceState, 'droppedNow'>[];
  /** Processor time of the worker's thread in the interval. */
  readonly cpuSeconds: number;
}

/** What a live capture feeds: an engine without end, looked at once an interval. */
export class Listener {
  readonly sink: FrameSink;
  readonly engine: Engine;
  readonly inventory: Inventory;
  readonly #limits: EngineLimits;
  readonly #vendorOf: (mac: Mac) => string | null;
  readonly #talkers: Talkers;
  readonly #newest: { readonly mac: Mac; readonly at: Micros }[] = [];
  #before = { packets: 0, wireBytes: 0, dropped: new Map<string, number>() };

  constructor(options: ListenerOptions) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#vendorOf = options.vendorOf;
    this.inventory = createInventory({ vendorOf: options.vendorOf, limits: this.#limits });
    this.engine = new Engine({
      inventory: this.inventory,
      ...this.#limits,
      ...options.engine,
      seed: options.seed,
      onNewMac: (mac, at) => {
        if (this.#newest.length === NEWEST_DEVICES) this.#newest.shift();
        this.#newest.push({ mac, at });
      },
    });
    this.#talkers = new Talkers(this.engine.flows, (mac, at) => this.engine.sawMac(mac, at));
    this.sink = this.engine;
  }

  /**
   * A part of the work for the next snapshot, small enough to come between two batches of frames. True when there is
   * no more to do before `snapshot`.
   */
  prepare(): boolean {
    return this.#talkers.step(LOOKS_A_TURN);
  }

  /**
   * The state after an interval of `seconds` that ended at `now`. `interfaces` come from the capture, without what
   * this works out. Does at once what `prepare` has not done yet.
   */
  snapshot(now: Micros, seconds: number, worker: WorkerFacts): Snapshot {
    while (!this.prepare());
    const engine = this.engine;
    const { interfaces } = worker;
    const { counters, flows } = engine;
    const rate = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
    const packets = counters.packets - this.#before.packets;
    const bits = (counters.wireBytes - this.#before.wireBytes) * 8;
    const snapshot: Snapshot = {
      at: formatMicros(now),
      intervalSeconds: seconds,
      cpuShare: rate(worker.cpuSeconds),
      interfaces: interfaces.map((each) => ({
        ...each,
        droppedNow: each.dropped - (this.#before.dropped.get(each.name) ?? 0),
      })),
      packetsPerSecond: rate(packets),
      bitsPerSecond: rate(bits),
      packets: counters.packets,
      bytes: counters.wireBytes,
      decode: counters.decode(),
      flows: flows.size,
      maxFlows: flows.capacity,
      macs: engine.macs.size,
      maxMacs: engine.macs.limit,
      maxAddresses: this.#limits.maxAddresses,
      topTalkers: this.#talkers.take(TOP_TALKERS).map(({ address, mac, bytes }) => ({
        address,
        mac: mac < 0 ? null : formatMac(mac),
        vendor: mac < 0 ? null : this.#vendorOf(mac),
        bitsPerSecond: rate(bytes * 8),
      })),
      topProtocols: this.#talkers.protocols(TOP_PROTOCOLS).map(({ app, bytes, ...protocol }) => ({
        protocol: protocolName(protocol),
        appProtocol: engine.inspector.app(app),
        bitsPerSecond: rate(bytes * 8),
      })),
      newDevices: [...this.#newest].reverse().map(({ mac, at }) => ({
        mac: formatMac(mac),
        vendor: this.#vendorOf(mac),
        firstSeen: formatMicros(at),
      })),
      limits: {
        flowOverflowPackets: flows.overflow[0],
        conversationsDropped: engine.expired,
        macsDropped: engine.macs.dropped,
        addressesDropped: engine.addresses.dropped,
        sightingsDropped: engine.inspector.dropped,
      },
    };
    this.#before = {
      packets: counters.packets,
      wireBytes: counters.wireBytes,
      dropped: new Map(interfaces.map(({ name, dropped }) => [name, dropped])),
    };
    return snapshot;
  }

  /** Makes room when the table is crowded, a little at a time; call between batches of frames. `now`: capture time. */
  tidy(now: Micros): void {
    const { flows } = this.engine;
    if (flows.size > flows.capacity * CROWDED)
      this.engine.expire({ idleBefore: now - IDLE_US }, EXPIRIES_A_TURN);
  }

  /**
   * Everything learnt. Call once, at the end. `mayGoOn` says no when
   * time is short: what the remaining conversations tell of devices is then left out, and a warning says so.
   */
  finish(
    interfaces: readonly string[],
    warnings: readonly Message[],
    mayGoOn: (() => boolean) | null = null,
  ): Analysis {
    const numbers = new PacketNumbers();
    numbers.begin(0);
    this.engine.inspector.flush();
    const left = this.engine.finish(mayGoOn);
    const told = left === 0 ? warnings : [...warnings, say('ring.no-time', { count: left })];
    return buildAnalysis(this.engine, this.inventory, {
      files: interfaces,
      numbers,
      warnings: told,
      limits: this.#limits,
    });
  }
}
