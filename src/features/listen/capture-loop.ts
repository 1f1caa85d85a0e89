/**
 * Interfaces being captured into one sink, until somebody stops it: what every capture worker has at its heart.
 *
 *   ring ─► sink   a few blocks of each interface, then a turn of other work, then waiting: nobody starves
 */
import { formatMicros } from '../../base/time.ts';
import { createCapture, type LiveCapture } from '../../sources/frames/af-packet/capture.ts';
import { listInterfaces } from '../../sources/frames/af-packet/interfaces.ts';
import { RING_DEFAULTS } from '../../sources/frames/af-packet/settings.ts';
import { threadClock } from '../../sources/frames/af-packet/thread-clock.ts';
import type { BpfProgram } from '../../sources/frames/filter/program.ts';
import type { FrameSink } from '../../sources/frames/source.ts';
import type { WorkerFacts } from './listener.ts';
import type { CaptureSettings, InterfaceEvent } from './messages.ts';
import type { InterfaceState } from './snapshot.ts';

/** Blocks of one interface before the next has its turn. */
const BLOCKS_A_TURN = 2;
/** The longest that the loop waits: then it looks whether to stop. */
const LONGEST_WAIT_MS = 500;

export interface LoopWork {
  /** Between two looks at the rings: a few milliseconds at most. True when there is more to do at once. */
  turn(): boolean;
  /** Part of what comes before `interval`, a few milliseconds; true when there is nothing more of it. */
  prepare(): boolean;
  /** An interval of `seconds` is over. */
  interval(seconds: number, facts: WorkerFacts): void;
}

export interface LoopOptions extends CaptureSettings {
  readonly sink: FrameSink;
  readonly onEvent: (event: InterfaceEvent) => void;
}

export class CaptureLoop {
  readonly #options: LoopOptions;
  readonly #captures: { readonly name: string; readonly capture: LiveCapture }[] = [];
  readonly #states = new Map<string, InterfaceState['state']>();
  #cpuSeconds: () => number = () => 0;
  #last = { atMs: 0, cpuSeconds: 0 };
  #started = { atMs: 0, cpuSeconds: 0 };
  #stopped = false;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /** Opens the interfaces. Throws an InputError, with the others open, when one cannot be: `close` then. */
  async start(): Promise<void> {
    this.#cpuSeconds = await threadClock();
    for (const name of this.#options.interfaces) await this.#open(name);
    this.#started = { atMs: performance.now(), cpuSeconds: this.#cpuSeconds() };
    this.#last = this.#started;
  }

  /** Captures until `stop`, and then what the rings still hold. */
  async run(work: LoopWork): Promise<void> {
    const { sink, intervalSeconds } = this.#options;
    const intervalMs = intervalSeconds * 1000;
    let nextMs = performance.now() + intervalMs;
    while (!this.#stopped) {
      let busy = false;
      for (const { capture } of this.#captures) {
        if (capture.drain(sink, BLOCKS_A_TURN) > 0) busy = true;
      }
      if (work.turn()) busy = true;
      const nowMs = performance.now();
      if (nowMs >= nextMs) {
        // In parts, with frames in between: on a large table it takes longer than a fast link fills the ring.
        if (work.prepare()) {
          this.#interval(work);
          nextMs += intervalMs * Math.ceil((nowMs - nextMs + 1) / intervalMs);
        } else busy = true;
      }
      // A wait of no time still lets messages (stop) and interface checks through.
      const waitMs = busy ? 0 : Math.max(1, Math.min(nextMs - nowMs, LONGEST_WAIT_MS));
      await Promise.race(this.#captures.map(({ capture }) => capture.wait(waitMs)));
    }
    for (const { capture } of this.#captures) await capture.drainRest(sink);
    this.#interval(work);
  }

  /** `run` ends at its next turn. */
  stop(): void {
    this.#stopped = true;
  }

  /** Gives the interfaces free; again, or before `start`, it does nothing. */
  close(): void {
    for (const { capture } of this.#captures) capture.stop();
  }

  statistics(): Pick<InterfaceState, 'name' | 'received' | 'dropped'>[] {
    return this.#captures.map(({ name, capture }) => {
      const { received, dropped } = capture.statistics();
      return { name, received, dropped };
    });
  }

  /** Of one core, since the start. */
  get cpuShare(): number {
    const seconds = (performance.now() - this.#started.atMs) / 1000;
    return (this.#cpuSeconds() - this.#started.cpuSeconds) / seconds;
  }

  #interval(work: LoopWork): void {
    const now = { atMs: performance.now(), cpuSeconds: this.#cpuSeconds() };
    const { atMs, cpuSeconds } = this.#last;
    this.#last = now;
    const interfaces = this.statistics().map((it) => ({ ...it, state: this.#states.get(it.name) ?? 'up' }));
    work.interval((now.atMs - atMs) / 1000, { interfaces, cpuSeconds: now.cpuSeconds - cpuSeconds });
  }

  async #open(name: string): Promise<void> {
    const { ringMb, snapLength, promiscuous } = this.#options;
    const capture = createCapture({
      interface: name,
      promiscuous,
      filter: await this.#filterFor(name),
      ...(snapLength === null ? {} : { snapLength }),
      ...(ringMb === null ? {} : { blockCount: Math.max(2, (ringMb << 20) / RING_DEFAULTS.blockSizeBytes) }),
      onEvent: ({ kind, at }) => {
        this.#states.set(name, kind === 'back' ? 'up' : kind);
        this.#options.onEvent({ name, event: kind, at: formatMicros(at) });
      },
    });
    this.#states.set(name, 'up');
    await capture.start();
    this.#captures.push({ name, capture });
  }

  async #filterFor(name: string): Promise<BpfProgram | null> {
    const { filter } = this.#options;
    if (filter === null) return null;
    const found = listInterfaces().find((each) => each.name === name);
    const { compile } = await import('../../sources/frames/filter/compile.ts');
    return compile(filter, { mode: 'live', linkType: found?.linkType ?? 1 });
  }
}
