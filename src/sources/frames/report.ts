import { type Message, say } from '../../model/messages/message.ts';
import type { InputName, ReadEnd } from './source.ts';

/** Warnings listed one by one; the rest are counted. */
const MAX_WARNINGS = 20;
/** Name-to-address pairs kept from name resolution blocks. */
const MAX_NAMES = 10_000;

/** What reading one capture has to say in the end. Everything in it is bounded. */
export class ReadReport {
  /** File path, or what the stream was called. */
  readonly name: InputName;
  /** False once something kept the reading from the end of the input. */
  complete = true;
  /** Packets the capturing program lost, or `null` when no block said so. */
  dropped: number | null = null;
  readonly #compressed: boolean;
  readonly #warnings: Message[] = [];
  readonly #names = new Map<string, { ip: string; name: string }>();
  #unlisted = 0;

  /** `compressed`: offsets given to `warn` and `cut` count uncompressed bytes, and the sentence says so. */
  constructor(name: InputName, compressed: boolean) {
    this.name = name;
    this.#compressed = compressed;
  }

  /** The sentence `<name>: offset <offset>: <finding>`. */
  sentence(offset: number, finding: Message): Message {
    const { name } = this;
    return say(this.#compressed ? 'read.at-uncompressed' : 'read.at', { name, offset, finding });
  }

  /** Something was skipped; reading went on. */
  warn(offset: number, finding: Message): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(this.sentence(offset, finding));
    else this.#unlisted++;
  }

  /** Reading ended here although the input should have gone on. Always listed. */
  cut(offset: number, finding: Message): void {
    this.end(this.sentence(offset, finding));
  }

  /** The same with a whole sentence. Only the first cause is told: the others follow from it. */
  end(sentence: Message): void {
    if (this.complete) this.#warnings.push(sentence);
    this.complete = false;
  }

  addName(ip: string, name: string): void {
    if (this.#names.size < MAX_NAMES) this.#names.set(`${ip} ${name}`, { ip, name });
  }

  result(): ReadEnd {
    const warnings = [...this.#warnings];
    const { name } = this;
    if (this.#unlisted > 0) warnings.push(say('read.more-warnings', { name, count: this.#unlisted }));
    return {
      complete: this.complete,
      warnings,
      names: [...this.#names.values()],
      droppedByCapture: this.dropped,
    };
  }
}
