/**
 * gzip (RFC 1952), with any number of members. The framing is read here and node:zlib inflates the raw
 * deflate data inside, because its own gunzip withholds the last output when the check value is wrong,
 * and a capture with a damaged end is still a capture.
 */
import { setImmediate } from 'node:timers/promises';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { type Message, say } from '../../../model/messages/message.ts';
import type { Damage, Decompressor, Output } from './decompressor.ts';
import { isGzip } from './magic.ts';

const OUTPUT_BYTES = 64 * 1024;
/** Compressed bytes inflated at once: at deflate's limit of 1032:1 they hold 66 MB. */
const INPUT_BYTES = 64 * 1024;
/**
 * Where deflate data is damaged, zlib withholds the output chunk it was filling: up to 64 KiB, which may be
 * all of a small capture. Hence small bites in the beginning of a file.
 */
const FIRST_BYTES = 256 * 1024;
const FIRST_INPUT_BYTES = 512;
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** A header has no limit of its own (names, comments): this is ours. */
const MAX_HEADER_BYTES = 128 * 1024;

const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;

type State = 'header' | 'data' | 'trailer' | 'padding';

class Gunzip implements Decompressor {
  damage: Damage | null = null;
  readonly #output: Output;
  #state: State = 'header';
  /** Header or trailer bytes so far. */
  #pending: Uint8Array = new Uint8Array(0);
  #inflate: InflateRaw | null = null;
  #crc = 0;
  #size = 0;
  /** Compressed bytes understood so far. */
  #offset = 0;
  #members = 0;
  /** Ends the wait for the write under way. */
  #settle: (error: Error | null) => void = () => {};
  /** Thrown by the output inside a stream's event, to be thrown where it can be caught. */
  #failure: { readonly thrown: unknown } | null = null;

  constructor(output: Output) {
    this.#output = output;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.length && this.damage === null && !this.#output.stopped) {
      const bite = this.#offset < FIRST_BYTES ? FIRST_INPUT_BYTES : INPUT_BYTES;
      at += await this.#take(bytes.subarray(at, at + bite));
      await this.#output.breathe();
    }
  }

  end(): void {
    if (this.damage !== null || this.#state === 'padding') return;
    if (this.#state === 'header' && this.#members > 0 && this.#pending.length === 0) return;
    const isCut = this.#state !== 'header' || this.#members > 0;
    this.#damaged(this.#offset + this.#pending.length, say(`gzip.${this.#state}-cut`), isCut);
  }

  close(): void {
    this.#inflate?.destroy();
    this.#inflate = null;
  }

  /** Takes some of `bytes`, at least one unless the state changes; returns how many. */
  async #take(bytes: Uint8Array): Promise<number> {
    if (this.#state === 'data') return this.#inflateSome(bytes);
    if (this.#state === 'padding') return this.#checkPadding(bytes);
    const held = this.#pending.length;
    const needed = this.#state === 'trailer' ? TRAILER_BYTES : MAX_HEADER_BYTES;
    const joined = new Uint8Array(held + Math.min(bytes.length, needed - held));
    joined.set(this.#pending);
    joined.set(bytes.subarray(0, joined.length - held), held);
    const used = this.#state === 'trailer' ? this.#readTrailer(joined) : this.#readHeader(joined);
    if (used < 0) {
      this.#pending = joined;
      return joined.length - held;
    }
    this.#pending = new Uint8Array(0);
    this.#offset += used;
    return used - held;
  }

  /** Bytes of the header that `bytes` begin with; -1 when it is not all there. */
  #readHeader(bytes: Uint8Array): number {
    if (this.#members > 0 && bytes[0] === 0) {
      // Tapes and block devices fill up with zeros.
      this.#state = 'padding';
      return this.#pending.length;
    }
    if (bytes.length >= 3 && !(isGzip(bytes) && bytes[2] === 8)) {
      this.#damaged(this.#offset, say('gzip.member', { found: hex(bytes.subarray(0, 3)) }));
      return this.#pending.length;
    }
    const length = headerLength(bytes);
    if (length < 0 && bytes.length >= MAX_HEADER_BYTES) {
      this.#damaged(this.#offset, say('gzip.header-long', { most: MAX_HEADER_BYTES }));
      return this.#pending.length;
    }
    if (length < 0) return -1;
    this.#beginMember();
    return length;
  }

  #beginMember(): void {
    this.#members++;
    this.#state = 'data';
    this.#crc = 0;
    this.#size = 0;
    const inflate = createInflateRaw({ chunkSize: OUTPUT_BYTES });
    inflate.on('error', (error) => this.#settle(error));
    inflate.on('data', (bytes: Uint8Array) => this.#handOn(bytes));
    this.#inflate = inflate;
  }

  #handOn(bytes: Uint8Array): void {
    if (this.#failure !== null) return;
    this.#crc = crc32(bytes, this.#crc);
    this.#size = (this.#size + bytes.length) >>> 0;
    try {
      this.#output.push(bytes);
    } catch (thrown) {
      this.#failure = { thrown };
    }
  }

  async #inflateSome(bytes: Uint8Array): Promise<number> {
    const inflate = this.#inflate;
    if (inflate === null) return bytes.length;
    const before = inflate.bytesWritten;
    // The callback of a write that fails is not called: the error event stands for it.
    const error = await new Promise<Error | null>((resolve) => {
      this.#settle = resolve;
      inflate.write(bytes, (failed) => resolve(failed ?? null));
    });
    while (error === null && inflate.readableLength > 0) await setImmediate();
    if (this.#failure !== null) throw this.#failure.thrown;
    if (error !== null) {
      this.#damaged(this.#offset, say('gzip.deflate', { reason: error.message }));
      return bytes.length;
    }
    const used = inflate.bytesWritten - before;
    this.#offset += used;
    if (used < bytes.length) {
      this.close();
      this.#state = 'trailer';
    }
    return used;
  }

  #readTrailer(bytes: Uint8Array): number {
    if (bytes.length < TRAILER_BYTES) return -1;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const crc = view.getUint32(0, true);
    const size = view.getUint32(4, true);
    if (crc !== this.#crc) {
      this.#damaged(this.#offset, say('gzip.check', { expected: hex32(this.#crc), found: hex32(crc) }));
    } else if (size !== this.#size) {
      this.#damaged(this.#offset, say('gzip.length', { expected: this.#size, found: size }));
    }
    this.#state = 'header';
    return TRAILER_BYTES;
  }

  #checkPadding(bytes: Uint8Array): number {
    const other = bytes.findIndex((byte) => byte !== 0);
    if (other >= 0) this.#damaged(this.#offset + other, say('gzip.padding'));
    this.#offset += bytes.length;
    return bytes.length;
  }

  #damaged(offset: number, finding: Message, isCut = false): void {
    this.damage ??= { offset, finding, isCut };
    this.close();
  }
}

/** Hands the contents of all members to `output`. */
export function createGunzip(output: Output): Decompressor {
  return new Gunzip(output);
}

/** RFC 1952 §2.3: length of the header at the beginning of `bytes`, -1 when it goes on behind them. */
function headerLength(bytes: Uint8Array): number {
  if (bytes.length < FIXED_HEADER_BYTES) return -1;
  const flags = bytes[3];
  let at = FIXED_HEADER_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) {
    if (bytes.length < at + 2) return -1;
    at += 2 + bytes[at] + 256 * bytes[at + 1];
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (at > bytes.length || zero < 0) return -1;
    at = zero + 1;
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) at += 2;
  return at <= bytes.length ? at : -1;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
