/** What the capture thread of a listening does: one engine, and what it sees into rows, bit by bit between the frames. */

import { InputError } from '../../base/errors.ts';
import type { Mac } from '../../base/mac.ts';
import { type Message, say } from '../../model/messages/message.ts';
import { saidOf } from '../../model/messages/refusal.ts';
import type { CaptureContents } from '../../store/state/captures/capture.ts';
import { createRowEncoder, type EncodedBatch } from '../../store/telemetry/writes/encoded.ts';
import { captureSummary } from '../analyze/analysis/build-analysis.ts';
import { type OwnerOf, ownerFinder } from '../analyze/analysis/device-of.ts';
import { PacketNumbers } from '../analyze/analysis/packet-numbers.ts';
import { DEFAULT_LIMITS } from '../analyze/engine/limits.ts';
import type { MessageEnd } from '../ingest/reading/messages.ts';
import { CaptureLoop } from '../listen/capture-loop.ts';
import { Listener } from '../listen/listener.ts';
import { FlowRecorder, type RowSink } from './flow-recorder.ts';
import type { FromCapture, LiveTask, ToCapture } from './messages.ts';

/** Conversations looked at, and notes written, in one turn: a few milliseconds. */
const LOOKS_A_TURN = 16_384;
const NOTES_A_TURN = 2048;
const BATCH_ROWS = 25_000;
/** Judging who is who takes as long as the network is large: at most this share of the time. */
const JUDGING_SHARE = 0.1;
/** The same for the main thread, which merges what it is told. */
const SAVING_SHARE = 0.05;
const MINUTE_MS = 60_000;

export interface LiveThread {
  readonly end: MessageEnd<ToCapture, FromCapture>;
  readonly vendorOf: (mac: Mac) => string | null;
  /** Of the flow table's hash: unpredictable to senders. */
  readonly seed: number;
}

/** Captures until it is told to stop; resolves when everything was handed over. Rejects with a defect. */
export async function runCapture(task: LiveTask, thread: LiveThread): Promise<void> {
  const recording = new Recording(task, thread);
  try {
    await recording.run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    thread.end.post({ kind: 'failed', said: saidOf(error) });
  }
}

class Recording {
  readonly #task: LiveTask;
  readonly #post: LiveThread['end']['post'];
  readonly #listener: Listener;
  readonly #loop: CaptureLoop;
  readonly #recorder: FlowRecorder;
  readonly #out: Outbox;
  readonly #numbers = new PacketNumbers();
  #phase: 'idle' | 'looking' | 'judging' | 'writing' = 'idle';
  #ownerOf: OwnerOf = () => null;
  #flushAtMs = 0;
  #judgeAtMs = 0;
  #minute = 0;
  #saveAtMs = 0;
  #isSaving = false;
  /** Packets at the last saving: what did not change is not told again. */
  #savedPackets = 0;

  constructor(task: LiveTask, { end, vendorOf, seed }: LiveThread) {
    this.#task = task;
    this.#post = (message, transfer) => end.post(message, transfer);
    this.#out = new Outbox(task, this.#post);
    const limits = { ...DEFAULT_LIMITS, ...task.limits };
    this.#listener = new Listener({
      ...{ vendorOf, limits, seed },
      engine: {
        onExpired: (flow) => this.#recorder.expired(flow),
        toldOf: (flow) => this.#recorder.toldOf(flow),
      },
    });
    this.#recorder = new FlowRecorder({
      engine: this.#listener.engine,
      numbers: this.#numbers,
      timeouts: task.timeouts,
      rows: this.#out,
    });
    this.#numbers.begin(0);
    this.#loop = new CaptureLoop({
      ...task,
      sink: this.#listener.sink,
      onEvent: (event) => this.#post({ kind: 'interface', ...event }),
    });
    end.on((message) => this.#told(message));
  }

  async run(): Promise<void> {
    try {
      await this.#loop.start();
      this.#post({ kind: 'started' });
      this.#flushAtMs = performance.now() + this.#task.flushMs;
      this.#saveAtMs = this.#flushAtMs;
      await this.#loop.run({
        turn: () => this.#turn(),
        prepare: () => this.#listener.prepare(),
        interval: (seconds, facts) => {
          const snapshot = this.#listener.snapshot(Date.now() * 1000, seconds, facts);
          this.#post({ kind: 'snapshot', snapshot, rowsDropped: this.#out.rowsDropped });
        },
      });
      this.#finish();
    } finally {
      this.#loop.close();
    }
  }

  #told(message: ToCapture): void {
    if (message.kind === 'stop') this.#loop.stop();
    else if (message.kind === 'credit') this.#out.credit();
    else {
      this.#isSaving = false;
      if (message.again) this.#savedPackets = -1;
      const pauseMs = Math.max(this.#task.contentsMs, message.tookMs / SAVING_SHARE);
      this.#saveAtMs = performance.now() + pauseMs;
    }
  }

  /** A bit of a flush. True when there is more to do at once. */
  #turn(): boolean {
    const nowUs = Date.now() * 1000;
    this.#listener.tidy(nowUs);
    if (this.#phase === 'idle') {
      if (!this.#isDue()) return false;
      this.#phase = 'looking';
    }
    if (this.#phase === 'looking') {
      if (this.#recorder.look(nowUs, LOOKS_A_TURN)) this.#phase = 'judging';
    } else if (this.#phase === 'judging') {
      this.#judge();
      this.#phase = 'writing';
    } else if (this.#recorder.write(this.#ownerOf, NOTES_A_TURN)) {
      this.#out.send(1);
      this.#phase = 'idle';
      return false;
    } else this.#out.send(BATCH_ROWS);
    return true;
  }

  /** While the store takes nothing the volume waits in the flow table, where it costs nothing. */
  #isDue(): boolean {
    const now = performance.now();
    if (this.#out.isBlocked || now < this.#judgeAtMs) return false;
    // What was sent in a minute shall be told before the next begins to count.
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (now < this.#flushAtMs && minute === this.#minute) return false;
    this.#minute = minute;
    this.#flushAtMs = now + this.#task.flushMs;
    return true;
  }

  /** Whose each address is, and now and then what the state store is told. */
  #judge(): void {
    const start = performance.now();
    const contents = this.#contents();
    this.#ownerOf = ownerFinder(contents.devices);
    const end = performance.now();
    this.#judgeAtMs = end + (end - start) / JUDGING_SHARE;
    const { packets } = contents.capture;
    if (this.#isSaving || end < this.#saveAtMs || packets === this.#savedPackets) return;
    this.#isSaving = true;
    this.#savedPackets = packets;
    this.#post({ kind: 'contents', contents });
  }

  #contents(): CaptureContents {
    const { engine, inventory } = this.#listener;
    const { devices, findings, vlans } = inventory.finish((packet) => this.#numbers.locate(packet));
    const capture = captureSummary(engine, this.#task.interfaces);
    return { capture, devices: [...devices], findings, vlans, warnings: this.#warnings() };
  }

  #warnings(): Message[] {
    const warnings = this.#loop
      .statistics()
      .filter(({ dropped }) => dropped > 0)
      .map(({ name, dropped }) => say('ring.dropped', { name, count: dropped }));
    const { overflow } = this.#listener.engine.flows;
    const name = this.#task.interfaces.join(', ');
    if (overflow[0] > 0) {
      warnings.push(say('ring.flows-full', { name, count: overflow[0] }));
    }
    const { rowsDropped } = this.#out;
    if (rowsDropped > 0) warnings.push(say('ring.rows-lost', { name, count: rowsDropped }));
    return warnings;
  }

  /** Everything that is left, at once: no frame comes any more. */
  #finish(): void {
    const nowUs = Date.now() * 1000;
    const { engine } = this.#listener;
    engine.settle();
    engine.inspector.flush();
    // First what a look under way had noted, then everything.
    const whole = Number.POSITIVE_INFINITY;
    if (this.#phase === 'looking') this.#recorder.look(nowUs, whole);
    this.#recorder.look(nowUs, whole, true);
    const contents = this.#contents();
    this.#ownerOf = ownerFinder(contents.devices);
    while (!this.#recorder.write(this.#ownerOf, NOTES_A_TURN)) this.#out.send(BATCH_ROWS);
    this.#out.send(1);
    this.#out.sendAll();
    this.#post({ kind: 'ended', contents, rowsDropped: this.#out.rowsDropped });
  }
}

/** Rows on their way out: encoded, in batches, as many under way as there are credits. */
class Outbox implements RowSink {
  rowsDropped = 0;
  readonly #encoder: ReturnType<typeof createRowEncoder>;
  readonly #post: LiveThread['end']['post'];
  readonly #maxBytes: number;
  readonly #waiting: EncodedBatch[] = [];
  #waitingBytes = 0;
  #credits: number;

  constructor(task: LiveTask, post: LiveThread['end']['post']) {
    this.#encoder = createRowEncoder(task.orgId, task.captureId);
    this.#post = post;
    this.#maxBytes = task.maxWaitingBytes;
    this.#credits = task.credits;
  }

  get isBlocked(): boolean {
    return this.#waiting.length > 0;
  }

  conversation(row: Parameters<RowSink['conversation']>[0]): boolean {
    if (!this.#hasRoom()) return false;
    this.#encoder.conversation(row);
    return true;
  }

  traffic(row: Parameters<RowSink['traffic']>[0]): boolean {
    if (!this.#hasRoom()) return false;
    this.#encoder.traffic(row);
    return true;
  }

  #hasRoom(): boolean {
    if (this.#waitingBytes + this.#encoder.sizeBytes >= this.#maxBytes) {
      this.rowsDropped++;
      return false;
    }
    if (this.#encoder.rows >= BATCH_ROWS * 2) this.send(BATCH_ROWS);
    return true;
  }

  /** Batches of at least so many rows go, or wait for a credit. */
  send(leastRows: number): void {
    for (const batch of this.#encoder.take(leastRows)) {
      this.#waiting.push(batch);
      this.#waitingBytes += batch.body.length;
    }
    while (this.#credits > 0 && this.#waiting.length > 0) this.#sendOne();
  }

  /** The last ones wait for nobody here: they do on the other side. */
  sendAll(): void {
    while (this.#waiting.length > 0) this.#sendOne();
  }

  credit(): void {
    this.#credits++;
    this.send(Number.POSITIVE_INFINITY);
  }

  #sendOne(): void {
    const batch = this.#waiting.shift();
    if (batch === undefined) return;
    this.#credits--;
    this.#waitingBytes -= batch.body.length;
    this.#post({ kind: 'batch', batch }, [batch.body.buffer]);
  }
}
