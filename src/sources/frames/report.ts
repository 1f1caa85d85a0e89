import type { ReadEnd } from './source.ts';

/** Warnings listed one by one; the rest are counted. */
const MAX_WARNINGS = 20;
/** Name-to-address pairs kept from name resolution blocks. */
const MAX_NAMES = 10_000;

/** What reading one capture has to say in the end. Everything in it is bounded. */
export class ReadReport {
  /** File path, or what the stream was called. */
  readonly name: string;
  /** False once something kept the reading from the end of the input. */
  complete = true;
  /** Packets the capturing program lost, or `null` when no block said so. */
  dropped: number | null = null;
  readonly #offsetWord: string;
  readonly #warnings: string[] = [];
  readonly #names = new Map<string, { ip: string; name: string }>();
  #unlisted = 0;

  /** `compressed`: offsets given to `warn` and `cut` count uncompressed bytes, and the sentence says so. */
  constructor(name: string, compressed: boolean) {
    this.name = name;
    this.#offsetWord = compressed ? 'uncompressed offset' : 'offset';
  }

  /** The sentence `<name>: offset <offset>: <finding>`. */
  sentence(offset: number, finding: string): string {
    return `${this.name}: ${this.#offsetWord} ${offset}: ${finding}`;
  }

  /** Something was skipped; reading went on. */
  warn(offset: number, finding: string): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(this.sentence(offset, finding));
    else this.#unlisted++;
  }

  /** Reading ended here although the input should have gone on. Always listed. */
  cut(offset: number, finding: string): void {
    this.end(this.sentence(offset, finding));
  }

  /** The same with a whole sentence. Only the first cause is told: the others follow from it. */
  end(sentence: string): void {
    if (this.complete) this.#warnings.push(sentence);
    this.complete = false;
  }

  addName(ip: string, name: string): void {
    if (this.#names.size < MAX_NAMES) this.#names.set(`${ip} ${name}`, { ip, name });
  }

  result(): ReadEnd {
    const warnings = [...this.#warnings];
    if (this.#unlisted > 0) warnings.push(`${this.name}: ${this.#unlisted} more warnings are not listed`);
    return {
      complete: this.complete,
      warnings,
      names: [...this.#names.values()],
      droppedByCapture: this.dropped,
    };
  }
}
