import { InputError } from '../../../base/errors.ts';
import type { Micros } from '../../../base/time.ts';
import { say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';
import { type BpfProgram, MAX_INSTRUCTIONS, withSnapLength } from '../filter/program.ts';
import type { FrameSink } from '../source.ts';
import { loadLibc } from './libc.ts';
import { ARPHRD_LOOPBACK } from './link-type.ts';
import { type LinkState, PacketSocket, type PacketStatistics } from './packet-socket.ts';
import { Ring } from './ring.ts';
import { RING_DEFAULTS, type RingSettings, ringSettings } from './settings.ts';

/** What happened to the interface. Capture goes on by itself when it can. */
export interface CaptureEvent {
  /**
   * `down`: set down, or no carrier; `up`: the end of it. `gone`: deleted; `back`: an interface of that
   * name and of the same link type is there, and is captured from.
   */
  readonly kind: 'down' | 'up' | 'gone' | 'back';
  readonly at: Micros;
}

export interface CaptureOptions extends Partial<RingSettings> {
  readonly interface: string;
  /** See all frames, not only those for this host. Default true. */
  readonly promiscuous?: boolean;
  /** Compiled for `live` and the interface's link type; `null` keeps every frame. */
  readonly filter: BpfProgram | null;
  readonly onEvent: (event: CaptureEvent) => void;
  /** µs since 1970, for events. Default: the system clock. */
  readonly now?: () => Micros;
}

/**
 * One interface being captured. Passive: nothing here can send, and the socket is never written to.
 *
 *     await capture.start();
 *     while (running) if (capture.drain(sink, 8) === 0) await capture.wait(1000);
 *     capture.stop();
 *
 * Frames arrive as they were on the wire, VLAN tags included, except that the kernel may have merged
 * TCP segments (GRO) and that offloaded checksums of outgoing frames are not filled in. Frames this host
 * sends are captured too, as tcpdump does; on loopback every frame comes once.
 */
export interface LiveCapture {
  /** Opens, filters, maps, then binds. Throws an `InputError`, and leaves nothing open, when it cannot. */
  start(): Promise<void>;
  /** Undoes `start`; may be called at any time, also from the sink, and more than once. */
  stop(): void;
  /**
   * Hands over the frames of at most `maxBlocks` blocks that are ready, and returns how many blocks there
   * were: 0 means that it is time to `wait`. Never blocks. The time of each frame is in `sink.clock[0]`.
   */
  drain(sink: FrameSink, maxBlocks: number): number;
  /**
   * Resolves when a block is ready, something happened to the interface, `timeoutMs` passed, or the
   * capture was stopped. Always lets the event loop turn, so a loop around `drain` starves nobody. While
   * one is under way another joins it, so that a loop may wait for the first of several captures.
   */
  wait(timeoutMs: number): Promise<void>;
  /**
   * Lets no further frame into the ring and hands over those that arrived before, also those of a block that
   * waits for its timeout. What is left to do after it is `stop`.
   */
  drainRest(sink: FrameSink): Promise<void>;
  /** Totals since the first `start`. `received`: put in the ring; `dropped`: matched, but the ring was full. */
  statistics(): PacketStatistics;
  /** LINKTYPE_ of the frames. Valid from `start` on; before it 0. */
  readonly linkType: number;
}

/** How often `wait` looks at the ring: little beside the 50 ms a block may take, and beside what a ring holds. */
const LOOK_EVERY_MS = 10;

/** Of the last blocks, before the event loop turns. */
const BLOCKS_A_TURN = 8;

/** How often `wait` looks at the interface. */
const CHECK_EVERY_MS = 500;

/**
 * A capture that has not begun. Throws an `InputError` when a setting is out of its range. Several may
 * exist, also on one interface. Linux; `start` needs CAP_NET_RAW.
 */
export function createCapture(options: CaptureOptions): LiveCapture {
  const name = options.interface;
  // IFNAMSIZ with the terminating zero; dev_valid_name of the kernel
  if (!/^[^\s/:]{1,15}$/.test(name) || name === '.' || name === '..')
    throw new ReadingRefusal(say('ring.interface-name', { found: name }));
  const filter = options.filter;
  if (filter !== null && (filter.length === 0 || filter.length > MAX_INSTRUCTIONS))
    throw new ReadingRefusal(say('ring.filter', { most: MAX_INSTRUCTIONS, found: filter.length }));
  return new AfPacketCapture(options, ringSettings(options));
}

class AfPacketCapture implements LiveCapture {
  readonly #options: CaptureOptions;
  readonly #settings: RingSettings;
  #socket: PacketSocket | null = null;
  #ring: Ring | null = null;
  #linkType = 0;
  #state: LinkState = 'up';
  #waiting: Promise<void> | null = null;
  /** Ends the wait under way. */
  #wake: (() => void) | null = null;
  #checkedAtMs = 0;
  /** Events so far. */
  #reported = 0;
  #draining = false;
  #stopping = false;
  #totals = { received: 0, dropped: 0, freezes: 0 };

  constructor(options: CaptureOptions, settings: RingSettings) {
    this.#options = options;
    this.#settings = settings;
  }

  get linkType(): number {
    return this.#linkType;
  }

  async start(): Promise<void> {
    if (this.#socket !== null) return;
    const libc = await loadLibc();
    const { filter, promiscuous = true } = this.#options;
    const { snapLength } = this.#settings;
    const socket = new PacketSocket(libc, this.#options.interface);
    try {
      this.#linkType = socket.linkType();
      const loopback = socket.deviceType() === ARPHRD_LOOPBACK;
      if (loopback) socket.ignoreOutgoing();
      if (filter !== null || snapLength < RING_DEFAULTS.snapLength)
        socket.attachFilter(withSnapLength(filter, snapLength));
      const memory = socket.createRing(this.#settings);
      this.#ring = new Ring(memory, { ...this.#settings, dropOutgoing: loopback });
      socket.bindTo({ promiscuous });
    } catch (error) {
      this.#ring = null;
      socket.close();
      throw error;
    }
    this.#socket = socket;
    this.#state = 'up';
    this.#stopping = false;
    this.#checkInterface();
  }

  stop(): void {
    if (this.#draining) {
      this.#stopping = true; // the ring is being read: `drain` ends first, then calls this again
      return;
    }
    const socket = this.#socket;
    if (socket === null) return;
    this.#takeStatistics(socket);
    this.#socket = null;
    this.#ring = null;
    socket.close();
    this.#wake?.();
  }

  drain(sink: FrameSink, maxBlocks: number): number {
    if (this.#ring === null) return 0;
    this.#draining = true;
    try {
      return this.#ring.drain(sink, this.#linkType, maxBlocks);
    } finally {
      this.#draining = false;
      if (this.#stopping) this.stop();
    }
  }

  /**
   * Looks at the ring's next status word, which is memory of ours, every few milliseconds: no system call,
   * nothing of the event loop's is blocked, and `stop` ends it at once. A blocking poll(2) would hold up
   * everything of this thread; one called asynchronously would take a thread of libuv's pool and hold up
   * shutdown until its timeout; koffi 3.3.4's poll handle brings the process
   * down when a worker thread is terminated while it waits.
   */
  wait(timeoutMs: number): Promise<void> {
    if (this.#waiting !== null) return this.#waiting;
    const isOver = () => this.#checkIfDue() || this.#ring === null || this.#ring.ready;
    if (isOver() || timeoutMs <= 0) return new Promise((resolve) => setImmediate(resolve));
    const deadline = performance.now() + timeoutMs;
    this.#waiting = new Promise((resolve) => {
      const wake = () => {
        clearInterval(timer);
        this.#wake = null;
        this.#waiting = null;
        resolve();
      };
      const timer = setInterval(() => {
        if (isOver() || performance.now() >= deadline) wake();
      }, LOOK_EVERY_MS);
      this.#wake = wake;
    });
    return this.#waiting;
  }

  async drainRest(sink: FrameSink): Promise<void> {
    this.#socket?.refuseAll();
    // a block is handed over at the second look of a timer that has its timeout as period
    const deadline = performance.now() + 2 * this.#settings.blockTimeoutMs + LOOK_EVERY_MS;
    while (this.#ring !== null) {
      const blocks = this.drain(sink, BLOCKS_A_TURN);
      if (blocks === 0 && performance.now() >= deadline) return;
      await new Promise((resolve) => setTimeout(resolve, blocks === 0 ? LOOK_EVERY_MS : 0));
    }
  }

  statistics(): PacketStatistics {
    // What is told beside the counts is how the interface is now, not how it was at the last look.
    this.#checkInterface();
    if (this.#socket !== null) this.#takeStatistics(this.#socket);
    return { ...this.#totals };
  }

  #takeStatistics(socket: PacketSocket): void {
    const { received, dropped, freezes } = socket.takeStatistics();
    this.#totals.received += received;
    this.#totals.dropped += dropped;
    this.#totals.freezes += freezes;
  }

  /** Looks at the interface if it has not for a while. True when something happened. */
  #checkIfDue(): boolean {
    return performance.now() - this.#checkedAtMs >= CHECK_EVERY_MS && this.#checkInterface();
  }

  /** Finds out what the interface is now, reports it, and binds to a new one. True when something happened. */
  #checkInterface(): boolean {
    const socket = this.#socket;
    if (socket === null) return false;
    this.#checkedAtMs = performance.now();
    const before = this.#reported;
    const bound = socket.boundIndex();
    const current = socket.currentIndex();
    if (bound <= 0 || (current !== 0 && current !== bound)) {
      this.#enter('gone');
      if (current !== 0) this.#rebind(socket);
    }
    if (this.#state !== 'gone') {
      if (socket.wentDown() && this.#state === 'up') this.#enter('down');
      this.#enter(socket.state());
    }
    return this.#reported !== before;
  }

  #rebind(socket: PacketSocket): void {
    try {
      // the filter was compiled for one link type, and flows go on being read as it
      if (socket.linkType() !== this.#linkType) return;
      socket.bindTo({ promiscuous: this.#options.promiscuous ?? true });
    } catch (error) {
      if (error instanceof InputError) return; // vanished again meanwhile; the next check tries again
      throw error;
    }
    this.#state = 'up';
    this.#report('back');
  }

  #enter(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#report(state);
  }

  #report(kind: CaptureEvent['kind']): void {
    this.#reported++;
    const at = this.#options.now?.() ?? Date.now() * 1000;
    this.#options.onEvent({ kind, at });
  }
}
