import { type Message, say } from '../../model/messages/message.ts';
import { ReadingRefusal } from '../../model/messages/refusal.ts';
import type { Decompressor, Output } from './compression/decompressor.ts';
import { isGzip, isZstd } from './compression/magic.ts';
import { FormatWalker } from './format-walker.ts';
import type { Pace } from './pace.ts';
import { ReadReport } from './report.ts';
import type { FrameSink, InputName, ReadEnd } from './source.ts';
import { Window } from './window.ts';

/** What a capture begins with, in messages. */
export const PLAIN_OR_COMPRESSED = say('read.magic');
const MAGIC_BYTES = 4;

/** Walks a capture given in pieces, plain or compressed: which it is, its first four bytes tell. */
export class ByteReader {
  readonly #name: InputName;
  readonly #sink: FrameSink;
  readonly #pace: Pace;
  /** What came before there were four bytes. */
  #head: Uint8Array = new Uint8Array(0);
  #report: ReadReport;
  #window: Window | null = null;
  #decompressor: Decompressor | null = null;

  constructor(name: InputName, sink: FrameSink, pace: Pace) {
    this.#name = name;
    this.#sink = sink;
    this.#pace = pace;
    this.#report = new ReadReport(name, false);
  }

  /** Nothing more is wanted: the rest cannot be understood. */
  get stopped(): boolean {
    return this.#window?.stopped === true || (this.#decompressor?.damage ?? null) !== null;
  }

  /** Throws InputError when this is no capture. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#window === null) {
      const head = new Uint8Array(this.#head.length + bytes.length);
      head.set(this.#head);
      head.set(bytes, this.#head.length);
      this.#head = head;
      if (head.length < MAGIC_BYTES) return;
      this.#head = new Uint8Array(0);
      await this.#write(await this.#begin(head), head);
    } else {
      await this.#write(this.#window, bytes);
    }
  }

  /**
   * No more bytes: all came (`null`), or reading failed. Throws InputError when this is no capture. One whose
   * compression is cut before it gave anything back is a capture that was cut.
   */
  async end(failure: Error | null): Promise<void> {
    const window = this.#window ?? (await this.#begin(this.#head));
    window.push(this.#head);
    const name = this.#name;
    if (failure !== null) this.#report.end(say('read.failed', { name, reason: failure.message }));
    this.#decompressor?.end();
    const damage = this.#decompressor?.damage ?? null;
    // In a capture that stopped making sense, damage is found by chance: the first cause is told.
    const sentence =
      damage === null ? null : say('read.at', { name, offset: damage.offset, finding: damage.finding });
    if (sentence !== null && !window.stopped) this.#report.end(sentence);
    try {
      window.finish();
    } catch (error) {
      if (sentence === null || damage === null) throw error;
      if (!damage.isCut) throw new ReadingRefusal(sentence);
    }
  }

  result(): ReadEnd {
    return this.#report.result();
  }

  /** Gives memory back; nothing may be written afterwards. */
  close(): void {
    this.#decompressor?.close();
    this.#decompressor = null;
  }

  async #begin(head: Uint8Array): Promise<Window> {
    const packing = isGzip(head) ? 'gzip' : isZstd(head) ? 'zstd' : null;
    if (packing !== null && head.length >= MAGIC_BYTES) {
      this.#report = new ReadReport(this.#name, true);
      const window = this.#open(say('read.magic-inside', { packing }));
      const output = outputTo(window, this.#pace);
      this.#decompressor = await decompressorOf(packing, output);
      return window;
    }
    return this.#open(PLAIN_OR_COMPRESSED);
  }

  #open(expected: Message): Window {
    const window = new Window(new FormatWalker(this.#sink, this.#report, expected));
    this.#window = window;
    return window;
  }

  async #write(window: Window, bytes: Uint8Array): Promise<void> {
    if (this.#decompressor === null) window.push(bytes);
    else await this.#decompressor.write(bytes);
    await this.#pace.breathe();
  }
}

async function decompressorOf(packing: 'gzip' | 'zstd', output: Output): Promise<Decompressor> {
  if (packing === 'zstd') return (await import('./compression/zstd.ts')).createUnzstd(output);
  return (await import('./compression/gzip.ts')).createGunzip(output);
}

function outputTo(window: Window, pace: Pace): Output {
  return {
    push: (bytes) => window.push(bytes),
    breathe: () => pace.breathe(),
    get stopped() {
      return window.stopped;
    },
  };
}
