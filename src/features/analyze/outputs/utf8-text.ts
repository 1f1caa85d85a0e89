/** When a chunk is worth writing. */
export const CHUNK_BYTES = 65_536;
/** Longer texts are encoded faster by Node than character by character here. */
const MOST_BY_HAND = 256;
/** UTF-8 of one UTF-16 unit, at most. */
const MOST_BYTES = 3;
const MOST_DIGITS = 24;
const BILLION = 1e9;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Text that is put together as UTF-8 in one buffer, filled again and again. Numbers and short texts become bytes without
 * becoming strings on the way: of a million rows nothing stays that the garbage collector has to look at twice.
 */
export class Utf8Text {
  size = 0;
  #bytes = Buffer.allocUnsafe(CHUNK_BYTES * 2);

  get isChunk(): boolean {
    return this.size >= CHUNK_BYTES;
  }

  /** What is there, and nothing is afterwards. Valid until more is added. */
  take(): Uint8Array {
    const chunk = this.#bytes.subarray(0, this.size);
    this.size = 0;
    return chunk;
  }

  add(text: string): void {
    if (text.length > MOST_BY_HAND || !this.#addPlain(text, false)) this.#encode(text);
  }

  /** Text that is known to be short and ASCII. */
  addAscii(text: string): void {
    this.#makeRoom(text.length);
    const bytes = this.#bytes;
    const at = this.size;
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
    this.size = at + text.length;
  }

  /** A string of JSON, in its quotes (RFC 8259 §7). */
  addJsonString(text: string): void {
    if (text.length > MOST_BY_HAND || !this.#addPlain(text, true)) this.#encode(JSON.stringify(text));
  }

  /** As JavaScript and JSON write it; `null` where JSON has no word for it. */
  addNumber(value: number): void {
    if (Number.isSafeInteger(value) && value >= 0) {
      this.#makeRoom(MOST_DIGITS);
      this.#addWhole(value);
    } else this.add(Number.isFinite(value) ? String(value) : 'null');
  }

  /** False, with nothing added, when it is not printable ASCII, or in quotes would need an escape. */
  #addPlain(text: string, inQuotes: boolean): boolean {
    this.#makeRoom(text.length + 2);
    const bytes = this.#bytes;
    let at = this.size;
    if (inQuotes) bytes[at++] = QUOTE;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 126 || (inQuotes && (code < 32 || code === QUOTE || code === BACKSLASH))) return false;
      bytes[at++] = code;
    }
    if (inQuotes) bytes[at++] = QUOTE;
    this.size = at;
    return true;
  }

  #addWhole(value: number): void {
    if (value < BILLION) {
      let digits = 1;
      for (let limit = 10; value >= limit; limit *= 10) digits++;
      this.#addDigits(value, digits);
    } else {
      const high = Math.floor(value / BILLION);
      this.#addWhole(high);
      this.#addDigits(value - high * BILLION, 9);
    }
  }

  #addDigits(value: number, digits: number): void {
    let rest = value | 0;
    for (let at = this.size + digits - 1; at >= this.size; at--) {
      const next = (rest / 10) | 0;
      this.#bytes[at] = 48 + rest - next * 10;
      rest = next;
    }
    this.size += digits;
  }

  #encode(text: string): void {
    this.#makeRoom(text.length * MOST_BYTES);
    this.size += this.#bytes.write(text, this.size);
  }

  #makeRoom(bytes: number): void {
    if (this.size + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.size + bytes));
    this.#bytes.copy(larger, 0, 0, this.size);
    this.#bytes = larger;
  }
}

/** The pieces one after the other, in chunks. Each is valid until the next is asked for. */
export function* textChunks(pieces: Iterable<string>): Generator<Uint8Array> {
  const text = new Utf8Text();
  for (const piece of pieces) {
    text.add(piece);
    if (text.isChunk) yield text.take();
  }
  if (text.size > 0) yield text.take();
}
