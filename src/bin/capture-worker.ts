import { randomInt } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { EXIT, InputError } from '../base/errors.ts';
import { terminalLines } from '../features/analyze/outputs/terminal/terminal.ts';
import { CaptureLoop } from '../features/listen/capture-loop.ts';
import { Listener } from '../features/listen/listener.ts';
import type { CaptureTask, StopRequest, WorkerMessage } from '../features/listen/messages.ts';
import { captureLines } from '../features/listen/view.ts';
import { say } from '../model/messages/message.ts';
import { saidOf } from '../model/messages/refusal.ts';
import { loadVendors } from './vendors.ts';

/**
 * Time for folding conversations into devices at the end. A million take two seconds on a machine that does nothing
 * else; what follows takes half as long, and all of it must fit STOP_WITHIN_MS of listen.ts on a busy one.
 */
const FOLD_WITHIN_MS = 3500;

/** The capture worker: all interfaces of one `listen` into one engine, so that a device is one whatever saw it. */
class CaptureWorker {
  readonly #task: CaptureTask;
  readonly #post: (message: WorkerMessage) => void;
  readonly #listener: Listener;
  readonly #loop: CaptureLoop;
  #page: Omit<StopRequest, 'kind'> = { width: 0, colors: false };

  constructor(task: CaptureTask, post: (message: WorkerMessage) => void) {
    this.#task = task;
    this.#post = post;
    this.#listener = new Listener({
      vendorOf: loadVendors(),
      seed: randomInt(2 ** 31),
      ...(task.maxFlows === null ? {} : { limits: { maxFlows: task.maxFlows } }),
    });
    this.#loop = new CaptureLoop({
      ...task,
      sink: this.#listener.sink,
      onEvent: (event) => post({ kind: 'interface', ...event }),
    });
  }

  stop(page: Omit<StopRequest, 'kind'>): void {
    this.#page = page;
    this.#loop.stop();
  }

  async run(): Promise<void> {
    const loop = this.#loop;
    const listener = this.#listener;
    try {
      await loop.start();
      this.#post({ kind: 'started' });
      await loop.run({
        turn() {
          listener.tidy(Date.now() * 1000);
          return false;
        },
        prepare: () => listener.prepare(),
        interval: (seconds, facts) => {
          const snapshot = listener.snapshot(Date.now() * 1000, seconds, facts);
          this.#post({ kind: 'snapshot', snapshot });
        },
      });
      const { cpuShare } = loop;
      const interfaces = loop.statistics();
      loop.close();
      this.#post({ kind: 'finished', lines: this.#summary(interfaces, cpuShare) });
    } finally {
      loop.close();
    }
  }

  #summary(interfaces: ReturnType<CaptureLoop['statistics']>, cpuShare: number): string[] {
    const { lang, top } = this.#task;
    const page = this.#page;
    const until = performance.now() + FOLD_WITHIN_MS;
    const analysis = this.#listener.finish(
      this.#task.interfaces,
      interfaces.flatMap(({ name, dropped }) =>
        dropped > 0 ? [say('ring.dropped', { name, count: dropped })] : [],
      ),
      () => performance.now() < until,
    );
    return [
      ...terminalLines(analysis, { ...page, lang, top }),
      '',
      ...captureLines({ interfaces, cpuShare }, { ...page, lang }),
    ];
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
    const failed: WorkerMessage = { kind: 'failed', said: saidOf(error), exitCode: EXIT.failure };
    port.postMessage(failed);
  }
  port.close();
}
