/**
 * One interface into both stores.
 *
 *   begin (importing) ─► thread started ─► batches to telemetry, each once  ─► finish (ready)
 *                                     └─► contents to state, now and then ─┘
 *
 * Whatever dies in between: batches that were acknowledged are in the sums once, and the state store has the capture with
 * the contents it was last told (`interrupted` when the process died, `failed` when the thread did).
 */

import { InputError } from '../../base/errors.ts';
import { asItIs, type Message, say } from '../../model/messages/message.ts';
import { Failure, ReadingRefusal, saidOf } from '../../model/messages/refusal.ts';
import type { CaptureContents } from '../../store/state/captures/capture.ts';
import type { EncodedBatch } from '../../store/telemetry/writes/encoded.ts';
import type { ListeningNeeds, ListeningSettings } from './create-listening.ts';
import type { ListeningEvents, ListeningState, ListeningView, NewListening } from './listening.ts';
import type { FromCapture, LiveTask, ToCapture } from './messages.ts';

export interface OneListening {
  view(): ListeningView;
  /** Resolves when everything is in the stores, or will not be any more. */
  stop(): Promise<void>;
  /** Waits no longer: what is not in the stores stays away, and the capture is `interrupted` at the next start. */
  abandon(): void;
  /** Resolves when it is over. */
  readonly ended: Promise<void>;
}

export type Tell = <Name extends keyof ListeningEvents>(name: Name, event: ListeningEvents[Name]) => void;

interface Options extends ListeningNeeds {
  readonly settings: ListeningSettings;
  readonly orgId: string;
  readonly wanted: NewListening;
}

/** Resolves once frames are read. Rejects with InputError when they cannot be, and leaves nothing then. */
export async function startOne(options: Options, tell: Tell): Promise<OneListening> {
  const { wanted, orgId } = options;
  const { captures } = options.state.forOrg(orgId);
  const { interface: name, siteId = null } = wanted;
  const { capture } = await captures.begin({ kind: 'live', name, sha256: null, sizeBytes: null, siteId });
  const one = new Running(options, capture.id, tell);
  try {
    await one.started;
    return one;
  } catch (error) {
    await one.terminate();
    await captures.remove(capture.id);
    if (error instanceof InputError && !error.message.includes(name)) {
      throw new ReadingRefusal(say('read.of', { name, said: saidOf(error) }));
    }
    throw error;
  }
}

class Running implements OneListening {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  readonly #options: Options;
  readonly #captureId: string;
  readonly #worker: ReturnType<ListeningNeeds['startCapture']>;
  readonly #tell: Tell;
  #view: ListeningView;
  #isStarted: { resolve(): void; reject(error: unknown): void };
  #isEnded: () => void = () => {};
  /** Batches and contents on their way to the stores. */
  readonly #under = new Set<Promise<unknown>>();
  #rowsRefused = 0;
  #rowsDropped = 0;
  /** Why the first of `#rowsRefused` were. */
  #refusal: Message = say('ring.queue-full');
  /** What the state store last said, until it works again. */
  #saveError: Message | null = null;
  #isLast = false;
  #isOver = false;

  constructor(options: Options, captureId: string, tell: Tell) {
    const { wanted, settings, orgId } = options;
    this.#options = options;
    this.#captureId = captureId;
    this.#tell = tell;
    this.#view = {
      ...{ orgId, captureId, interface: wanted.interface, filter: wanted.filter ?? null, state: 'starting' },
      ...{ startedAt: options.clock(), packets: 0, bytes: 0, packetsPerSecond: 0, bitsPerSecond: 0 },
      ...{ received: 0, dropped: 0, rowsDropped: 0, conversations: 0, devices: 0, cpuShare: 0, error: null },
    };
    this.#isStarted = { resolve() {}, reject() {} };
    this.started = new Promise((resolve, reject) => {
      this.#isStarted = { resolve, reject };
    });
    this.started.catch(() => {});
    this.ended = new Promise((resolve) => {
      this.#isEnded = resolve;
    });
    const { intervalSeconds, flushMs, contentsMs, limits, timeouts, ringMb } = settings;
    const task: LiveTask = {
      ...{ orgId, captureId, intervalSeconds, flushMs, contentsMs, limits, timeouts, ringMb },
      interfaces: [wanted.interface],
      filter: wanted.filter ?? null,
      snapLength: wanted.snapLength ?? null,
      promiscuous: wanted.promiscuous ?? true,
      credits: settings.credits,
      maxWaitingBytes: settings.maxWaitingBytes,
    };
    this.#worker = options.startCapture(task);
    this.#worker.on('message', (message: FromCapture) => this.#heard(message));
    this.#worker.on('error', (error) => this.#failed(error));
    this.#worker.on('exit', (code) => {
      if (!this.#isLast) this.#failed(new Failure(say('ring.thread-ended', { code })));
    });
  }

  view(): ListeningView {
    return this.#view;
  }

  async stop(): Promise<void> {
    if (!this.#isLast && !this.#isOver && this.#view.state !== 'stopping') {
      this.#post({ kind: 'stop' });
      this.#change({ state: 'stopping' });
    }
    await this.ended;
  }

  abandon(): void {
    this.#over({});
  }

  async terminate(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  #post(message: ToCapture): void {
    this.#worker.postMessage(message);
  }

  #heard(message: FromCapture): void {
    if (this.#isOver) return;
    switch (message.kind) {
      case 'started':
        this.#change({ state: 'up' });
        this.#isStarted.resolve();
        break;
      case 'interface':
        if (this.#view.state !== 'stopping') this.#change({ state: STATE_AFTER[message.event] });
        break;
      case 'snapshot':
        this.#rowsDropped = message.rowsDropped;
        this.#snapshot(message.snapshot);
        break;
      case 'batch':
        this.#track(this.#write(message.batch));
        break;
      case 'contents':
        this.#track(this.#save(message.contents));
        break;
      case 'ended':
        this.#isLast = true;
        this.#rowsDropped = message.rowsDropped;
        void this.#finish(message.contents);
        break;
      case 'failed':
        this.#failed(new ReadingRefusal(message.said));
        break;
    }
  }

  #track(work: Promise<void>): void {
    this.#under.add(work);
    void work.finally(() => this.#under.delete(work));
  }

  /** Never rejects. */
  async #write(batch: EncodedBatch): Promise<void> {
    const { telemetry, orgId } = this.#options;
    try {
      // At the end there is time to wait for room; before it, what finds none is lost, and counted.
      if (this.#isLast) await telemetry.room(batch.body.length);
      const how = await telemetry.forOrg(orgId).writeEncoded(batch);
      if (how === 'dropped') this.#rowsRefused += batch.rows;
    } catch (error) {
      if (this.#rowsRefused === 0) this.#refusal = saidOf(error);
      this.#rowsRefused += batch.rows;
      this.#change({ error: saidOf(error) });
    }
    if (!this.#isOver) this.#post({ kind: 'credit' });
  }

  /** Never rejects: what the store refuses is told again later. */
  async #save(contents: CaptureContents): Promise<void> {
    const { state, orgId } = this.#options;
    const { captures } = state.forOrg(orgId);
    const start = performance.now();
    try {
      await captures.update(this.#captureId, contents);
      this.#saveError = null;
    } catch (error) {
      this.#saveError = saidOf(error);
      const isGone = await captures.get(this.#captureId).then(
        (it) => it === null,
        () => false,
      );
      if (isGone) {
        this.#over({ state: 'failed', error: say('ring.taken-away', { name: this.#view.interface }) });
        return;
      }
    }
    if (this.#isOver) return;
    this.#post({ kind: 'saved', again: this.#saveError !== null, tookMs: performance.now() - start });
  }

  #snapshot(snapshot: ListeningEvents['snapshot']['snapshot']): void {
    const { lastError } = this.#options.telemetry.counters();
    const sum = (of: 'received' | 'dropped') => snapshot.interfaces.reduce((all, it) => all + it[of], 0);
    this.#view = {
      ...this.#view,
      packets: snapshot.packets,
      bytes: snapshot.bytes,
      packetsPerSecond: snapshot.packetsPerSecond,
      bitsPerSecond: snapshot.bitsPerSecond,
      received: sum('received'),
      dropped: sum('dropped'),
      rowsDropped: this.#rowsDropped + this.#rowsRefused,
      conversations: snapshot.flows,
      devices: snapshot.macs,
      cpuShare: snapshot.cpuShare,
      error: this.#saveError ?? (lastError === null ? null : asItIs(lastError)),
    };
    const { orgId, captureId } = this.#view;
    this.#tell('snapshot', { orgId, captureId, view: this.#view, snapshot });
  }

  async #finish(contents: CaptureContents): Promise<void> {
    const { state, orgId } = this.#options;
    await Promise.all(this.#under);
    if (this.#isOver) return;
    const lost = this.#rowsRefused;
    const name = this.#view.interface;
    const warnings =
      lost > 0
        ? [...contents.warnings, say('ring.rows-refused', { name, count: lost, reason: this.#refusal })]
        : contents.warnings;
    try {
      await state.forOrg(orgId).captures.finish(this.#captureId, { ...contents, warnings });
      this.#over({ state: 'ended', error: null });
    } catch (error) {
      this.#over({ state: 'failed', error: saidOf(error) });
    }
  }

  /** The thread is gone, or never got going. What it handed over is kept. */
  #failed(error: unknown): void {
    if (this.#isOver || this.#isLast) return;
    if (this.#view.state === 'starting') {
      this.#isStarted.reject(error);
      return;
    }
    this.#isLast = true;
    const reason = say('read.of', { name: this.#view.interface, said: saidOf(error) });
    const { state, orgId } = this.#options;
    void Promise.all(this.#under)
      .then(() => state.forOrg(orgId).captures.fail(this.#captureId, reason))
      .catch(() => {})
      .then(() => this.#over({ state: 'failed', error: reason }));
  }

  #over(changes: { readonly state?: ListeningState; readonly error?: Message | null }): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#change({ ...changes, rowsDropped: this.#rowsDropped + this.#rowsRefused });
    void this.#worker.terminate().then(() => this.#isEnded());
  }

  #change(changes: Partial<ListeningView>): void {
    this.#view = { ...this.#view, ...changes };
    this.#tell('changed', this.#view);
  }
}

const STATE_AFTER = { down: 'down', up: 'up', gone: 'gone', back: 'up' } as const;
