import { InputError } from '../../../base/errors.ts';
import type { Micros } from '../../../base/time.ts';
import { type BpfProgram, MAX_INSTRUCTIONS, withSnapLength } from '../filter/program.ts';
import type { FrameSink } from '../source.ts';
import { loadLibc, type PollHandle } from './libc.ts';
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
   * Resolves when a block is ready, something happened to the interface, `timeoutMs` or half a second
   * passed, or the capture was stopped. Always lets the event loop turn, so a loop around `drain` starves nobody. At
   * most one at a time.
   */
  wait(timeoutMs: number): Promise<void>;
  /** Totals since the first `start`. `received`: put in the ring; `dropped`: matched, but the ring was full. */
  statistics(): PacketStatistics;
  /** LINKTYPE_ of the frames. Valid from `start` on; before it 0. */
  readonly linkType: number;
}

/** How often `wait` looks at the interface: a lost carrier and a returning interface wake nobody. */
const CHECK_EVERY_MS = 500;

/**
 * A capture that has not begun. Throws an `InputError` when a setting is out of its range. Several may
 * exist, also on one interface. Linux; `start` needs CAP_NET_RAW.
 */
export function createCapture(options: CaptureOptions): LiveCapture {
  const name = options.interface;
  // IFNAMSIZ with the terminating zero; dev_valid_name of the kernel
  if (!/^[^\s/:]{1,15}$/.test(name) || name === '.' || name === '..')
    throw new InputError(`capture interface: expected a name of 1 to 15 characters, found '${name}'`);
  const filter = options.filter;
  if (filter !== null && (filter.length === 0 || filter.length > MAX_INSTRUCTIONS))
    throw new InputError(
      `capture filter: expected 1 to ${MAX_INSTRUCTIONS} instructions, found ${filter.length}`,
    );
  return new AfPacketCapture(options, ringSettings(options));
}

class AfPacketCapture implements LiveCapture {
  readonly #options: CaptureOptions;
  readonly #settings: RingSettings;
  #socket: PacketSocket | null = null;
  #ring: Ring | null = null;
  #linkType = 0;
  #state: LinkState = 'up';
  #poll: PollHandle | null = null;
  #startPoll: ((callback: (status: number) => void) => PollHandle) | null = null;
  /** Ends the wait under way. */
  #wake: (() => void) | null = null;
  #checkedAtMs = 0;
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
    this.#startPoll = (callback) => libc.poll(socket.fd, callback);
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
    this.#poll?.close(); // before its descriptor is closed
    this.#poll = null;
    this.#startPoll = null;
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
   * Waits with epoll, in the event loop that waits anyway. A poll(2) called asynchronously would occupy one
   * of the four threads of libuv's pool for its whole timeout and hold up shutdown; a synchronous one with a
   * short timeout would burn time and delay everything else of this thread.
   */
  wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const socket = this.#socket;
      const immediately = socket === null || this.#ring === null || this.#ring.ready || this.#checkIfDue();
      if (immediately || this.#wake !== null) {
        setImmediate(resolve);
        return;
      }
      const wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        this.#poll?.stop();
        resolve();
      };
      const timer = setTimeout(
        () => {
          wake();
          this.#checkIfDue();
        },
        Math.max(0, Math.min(timeoutMs, CHECK_EVERY_MS)),
      );
      this.#wake = wake;
      if (this.#state === 'gone') return; // nothing to poll: the timer looks for it
      const onPoll = (status: number) => {
        if (status < 0) {
          socket.takeError(); // or it is reported for ever
          this.#checkInterface();
        }
        this.#wake?.();
      };
      if (this.#poll !== null) this.#poll.start(onPoll);
      else this.#poll = this.#startPoll?.(onPoll) ?? null;
    });
  }

  statistics(): PacketStatistics {
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
    const before = this.#state;
    const bound = socket.boundIndex();
    const current = socket.currentIndex();
    if (bound <= 0 || (current !== 0 && current !== bound)) {
      this.#enter('gone');
      if (current !== 0) this.#rebind(socket);
    }
    if (this.#state !== 'gone') this.#enter(socket.state());
    return this.#state !== before;
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
    const at = this.#options.now?.() ?? Date.now() * 1000;
    this.#options.onEvent({ kind, at });
  }
}
