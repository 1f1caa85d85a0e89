import { type Message, say } from '../../model/messages/message.ts';
import { ReadingRefusal } from '../../model/messages/refusal.ts';
import { isPcapMagic, PcapWalker } from './pcap.ts';
import { PCAPNG_MAGIC, PcapngWalker } from './pcapng.ts';
import type { ReadReport } from './report.ts';
import type { FrameSink } from './source.ts';
import type { RecordWalker } from './walker.ts';

/** `23 20 4e 6f`: up to four bytes as they are shown in messages. */
export function hexOf(view: DataView, at: number, end: number): string {
  const bytes: string[] = [];
  for (let i = at; i < end && i < at + 4; i++) bytes.push(view.getUint8(i).toString(16).padStart(2, '0'));
  return bytes.join(' ');
}

/** Recognises pcap and pcapng by the first four bytes, then walks with the right walker. */
export class FormatWalker implements RecordWalker {
  readonly #sink: FrameSink;
  readonly #report: ReadReport;
  readonly #expected: Message;
  #walker: RecordWalker | null = null;

  /** `expected`: what the magic number should have been, for the message when it is something else. */
  constructor(sink: FrameSink, report: ReadReport, expected: Message) {
    this.#sink = sink;
    this.#report = report;
    this.#expected = expected;
  }

  get stopped(): boolean {
    return this.#walker?.stopped ?? false;
  }

  /** Throws InputError when the first four bytes are not those of a capture. */
  walk(view: DataView, at: number, end: number, origin: number): number {
    if (this.#walker === null) {
      if (end - at < 4) return at;
      this.#walker = this.#recognise(view, at, end);
    }
    const left = this.#walker.walk(view, at, end, origin);
    this.#sink.settle?.();
    return left;
  }

  /** Throws InputError when there was too little to tell a capture by. */
  finish(view: DataView, at: number, end: number, origin: number): void {
    if (this.#walker === null) throw this.#refusal(view, at, end);
    this.#walker.finish(view, at, end, origin);
    this.#sink.settle?.();
  }

  #recognise(view: DataView, at: number, end: number): RecordWalker {
    const big = view.getUint32(at, false);
    if (big === PCAPNG_MAGIC) return new PcapngWalker(this.#sink, this.#report);
    if (isPcapMagic(big, view.getUint32(at, true))) return new PcapWalker(this.#sink, this.#report);
    throw this.#refusal(view, at, end);
  }

  #refusal(view: DataView, at: number, end: number): ReadingRefusal {
    const found = end > at ? hexOf(view, at, end) : say('read.empty');
    const finding = say('read.no-capture', { expected: this.#expected, found });
    return new ReadingRefusal(this.#report.sentence(0, finding));
  }
}
