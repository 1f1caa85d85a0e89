import { randomInt } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { EXIT, InputError } from '../base/errors.ts';
import { formatMicros } from '../base/time.ts';
import { terminalLines } from '../features/analyze/outputs/terminal/terminal.ts';
import { Listener } from '../features/listen/listener.ts';
import type { CaptureTask, StopRequest, WorkerMessage } from '../features/listen/messages.ts';
import type { InterfaceState } from '../features/listen/snapshot.ts';
import { captureLines } from '../features/listen/view.ts';
import { createCapture, type LiveCapture } from '../sources/frames/af-packet/capture.ts';
import { listInterfaces } from '../sources/frames/af-packet/interfaces.ts';
import { RING_DEFAULTS } from '../sources/frames/af-packet/settings.ts';
import { threadClock } from '../sources/frames/af-packet/thread-clock.ts';
import type { BpfProgram } from '../sources/frames/filter/program.ts';
import { loadVendors } from './vendors.ts';

/** Blocks of one interface before the next has its turn. */
const BLOCKS_A_TURN = 2;
/** The largest ones; the summary shows fewer. */
const SUMMARY_CONVERSATIONS = 1000;
/** The longest that the loop waits: then it looks whether to stop. */
const LONGEST_WAIT_MS = 500;

/** The capture worker: all interfaces of one `listen` into one engine, so that a device is one whatever saw it. */
class CaptureWorker {
  readonly #task: CaptureTask;
  readonly #post: (message: WorkerMessage) => void;
  readonly #listener: Listener;
  readonly #captures: { readonly name: string; readonly capture: LiveCapture }[] = [];
  readonly #states = new Map<string, InterfaceState['state']>();
  #cpuSeconds: () => number = () => 0;
  #lastSnapshot = { atMs: 0, cpuSeconds: 0 };
  #page: Omit<StopRequest, 'kind'> | null = null;

  constructor(task: CaptureTask, post: (message: WorkerMessage) => void) {
    this.#task = task;
    this.#post = post;
    this.#listener = new Listener({
      vendorOf: loadVendors(),
      seed: randomInt(2 ** 31),
      ...(task.maxFlows === null ? {} : { limits: { maxFlows: task.maxFlows } }),
    });
  }

  stop(page: Omit<StopRequest, 'kind'>): void {
    this.#page = page;
  }

  async run(): Promise<void> {
    try {
      this.#cpuSeconds = await threadClock();
      for (const name of this.#task.interfaces) await this.#start(name);
      const startedMs = performance.now();
      const cpuBefore = this.#cpuSeconds();
      this.#lastSnapshot = { atMs: startedMs, cpuSeconds: cpuBefore };
      this.#post({ kind: 'started' });
      const page = await this.#loop();
      for (const { capture } of this.#captures) await capture.drainRest(this.#listener.sink);
      this.#snapshot();
      const wallSeconds = (performance.now() - startedMs) / 1000;
      const cpuShare = (this.#cpuSeconds() - cpuBefore) / wallSeconds;
      const interfaces = this.#captures.map(({ name, capture }) => ({ name, ...capture.statistics() }));
      for (const { capture } of this.#captures) capture.stop();
      this.#post({ kind: 'finished', lines: this.#summary(interfaces, cpuShare, page) });
    } finally {
      for (const { capture } of this.#captures) capture.stop();
    }
  }

  #summary(
    interfaces: readonly Pick<InterfaceState, 'name' | 'received' | 'dropped'>[],
    cpuShare: number,
    page: Omit<StopRequest, 'kind'>,
  ): string[] {
    const { lang, top } = this.#task;
    const analysis = this.#listener.finish(
      this.#task.interfaces,
      SUMMARY_CONVERSATIONS,
      interfaces.flatMap(({ name, dropped }) =>
        dropped > 0 ? [`${name}: the kernel dropped ${dropped} frames: its ring was full`] : [],
      ),
    );
    return [
      ...terminalLines(analysis, { ...page, lang, top, conversationTotal: this.#listener.conversations }),
      '',
      ...captureLines({ interfaces, cpuShare }, { ...page, lang }),
    ];
  }

  async #start(name: string): Promise<void> {
    const { ringMb, snapLength, promiscuous } = this.#task;
    const capture = createCapture({
      interface: name,
      promiscuous,
      filter: await this.#filterFor(name),
      ...(snapLength === null ? {} : { snapLength }),
      ...(ringMb === null ? {} : { blockCount: Math.max(2, (ringMb << 20) / RING_DEFAULTS.blockSizeBytes) }),
      onEvent: ({ kind, at }) => {
        this.#states.set(name, kind === 'back' ? 'up' : kind);
        this.#post({ kind: 'interface', name, event: kind, at: formatMicros(at) });
      },
    });
    this.#states.set(name, 'up');
    await capture.start();
    this.#captures.push({ name, capture });
  }

  async #filterFor(name: string): Promise<BpfProgram | null> {
    const { filter } = this.#task;
    if (filter === null) return null;
    const found = listInterfaces().find((each) => each.name === name);
    const { compile } = await import('../sources/frames/filter/compile.ts');
    return compile(filter, { mode: 'live', linkType: found?.linkType ?? 1 });
  }

  /** Until a stop is asked for. */
  async #loop(): Promise<Omit<StopRequest, 'kind'>> {
    const intervalMs = this.#task.intervalSeconds * 1000;
    let nextMs = performance.now() + intervalMs;
    while (this.#page === null) {
      let busy = false;
      for (const { capture } of this.#captures) {
        if (capture.drain(this.#listener.sink, BLOCKS_A_TURN) > 0) busy = true;
      }
      this.#listener.tidy(Date.now() * 1000);
      const nowMs = performance.now();
      if (nowMs >= nextMs) {
        // In parts, with frames in between: on a large table it takes longer than a fast link fills the ring.
        if (this.#listener.prepare()) {
          this.#snapshot();
          nextMs += intervalMs * Math.ceil((nowMs - nextMs + 1) / intervalMs);
        } else busy = true;
      }
      // A wait of no time still lets messages (stop) and interface checks through.
      const waitMs = busy ? 0 : Math.max(1, Math.min(nextMs - nowMs, LONGEST_WAIT_MS));
      await Promise.race(this.#captures.map(({ capture }) => capture.wait(waitMs)));
    }
    return this.#page;
  }

  #snapshot(): void {
    const nowMs = performance.now();
    const cpuNow = this.#cpuSeconds();
    const { atMs, cpuSeconds } = this.#lastSnapshot;
    this.#lastSnapshot = { atMs: nowMs, cpuSeconds: cpuNow };
    const interfaces = this.#captures.map(({ name, capture }) => {
      const { received, dropped } = capture.statistics();
      return { name, state: this.#states.get(name) ?? 'up', received, dropped };
    });
    const snapshot = this.#listener.snapshot(Date.now() * 1000, (nowMs - atMs) / 1000, {
      interfaces,
      cpuSeconds: cpuNow - cpuSeconds,
    });
    this.#post({ kind: 'snapshot', snapshot });
  }
}

const port = parentPort;
if (port !== null) {
  const worker = new CaptureWorker(workerData as CaptureTask, (message) => port.postMessage(message));
  port.on('message', (request: StopRequest) => worker.stop(request));
  try {
    await worker.run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const failed: WorkerMessage = { kind: 'failed', message: error.message, exitCode: EXIT.failure };
    port.postMessage(failed);
  }
  port.close();
}
