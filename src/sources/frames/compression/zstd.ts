/**
 * Zstandard (RFC 8878), with any number of frames, skippable ones included.
 *
 * The work is done by the reference decoder compiled to WebAssembly, as the package `zstddec` ships it.
 * Its exports are driven here directly, because the package's own streaming needs all input at hand,
 * takes decoding errors for progress, and drops what is left when the input ends.
 *
 * node:zlib has zstd since 22.15, but (22.23, nodejs/node#64741) it stops after the first frame of a write,
 * which loses most of a `pzstd` file, and takes a frame cut short for a whole one. It is not faster either:
 * 1.2 GB/s against 1.4 GB/s here, measured on 400 MB of capture.
 */
import { type Message, say } from '../../../model/messages/message.ts';
import type { Damage, Decompressor, Output } from './decompressor.ts';

/** Compressed bytes given to the decoder at once. */
const INPUT_BYTES = 128 * 1024;
/** Not less than a block (128 KiB), so that every call makes progress. */
const OUTPUT_BYTES = 512 * 1024;
/** Enough to tell how long a frame header is. */
const FRAME_START_BYTES = 5;
const BLOCK_HEADER_BYTES = 3;
/** Two ZSTD_inBuffer / ZSTD_outBuffer records of three 32-bit words. */
const INPUT_RECORD = 0;
const OUTPUT_RECORD = 12;
const RECORDS_BYTES = 24;

/** Error codes are returned as `-code` (zstd_errors.h), which unsigned is above all sizes. */
const FIRST_ERROR = 2 ** 32 - 120;
const ERRORS: Readonly<Record<number, Message>> = {
  10: say('zstd.no-frame'),
  12: say('zstd.version'),
  14: say('zstd.parameters'),
  // ZSTD_WINDOWLOG_LIMIT_DEFAULT; the zstd tool has the same limit without --long=28 or more.
  16: say('zstd.window'),
  20: say('zstd.damage'),
  22: say('zstd.check'),
  32: say('zstd.dictionary'),
  64: say('zstd.memory'),
};

/** Those that are about a frame as a whole. */
const HEADER_ERRORS: ReadonlySet<number> = new Set([10, 12, 14, 16, 32]);

/** The exports of zstddec's WebAssembly module that are used. */
interface Wasm {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

let loading: Promise<Wasm> | null = null;

/** Loads the decoder once per process, and not before a zstd file comes. */
function load(): Promise<Wasm> {
  loading ??= instantiate();
  return loading;
}

async function instantiate(): Promise<Wasm> {
  const { ZSTDDecoder } = await import('zstddec/stream');
  let exports: unknown = null;
  class Exporting extends ZSTDDecoder {
    override _init(result: { readonly instance: { readonly exports: unknown } }): void {
      super._init(result); // it serves memory growth
      exports = result.instance.exports;
    }
  }
  await new Exporting().init();
  if (exports === null) throw new Error('zstddec did not hand out its WebAssembly instance');
  return exports as Wasm;
}

class Unzstd implements Decompressor {
  damage: Damage | null = null;
  readonly #wasm: Wasm;
  readonly #output: Output;
  readonly #context: number;
  readonly #records: number;
  readonly #input: number;
  readonly #result: number;
  /** Bytes the decoder wants next; 0 when the last frame is finished and all handed on. */
  #expecting = 0;
  #offset = 0;
  /** Where the current frame began. */
  #frameAt = 0;

  constructor(wasm: Wasm, output: Output) {
    this.#wasm = wasm;
    this.#output = output;
    this.#context = wasm.ZSTD_createDCtx();
    this.#records = wasm.malloc(RECORDS_BYTES);
    this.#input = wasm.malloc(INPUT_BYTES);
    this.#result = wasm.malloc(OUTPUT_BYTES);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += INPUT_BYTES) {
      if (this.damage !== null || this.#output.stopped) return;
      await this.#decode(bytes.subarray(at, at + INPUT_BYTES));
    }
  }

  end(): void {
    if (this.damage === null && this.#expecting !== 0) {
      this.damage = { offset: this.#offset, finding: say('zstd.cut'), isCut: true };
    }
  }

  close(): void {
    this.#wasm.ZSTD_freeDCtx(this.#context);
    for (const pointer of [this.#records, this.#input, this.#result]) this.#wasm.free(pointer);
  }

  async #decode(bytes: Uint8Array): Promise<void> {
    const { memory } = this.#wasm;
    new Uint8Array(memory.buffer, this.#input, bytes.length).set(bytes);
    let used = 0;
    let produced = 0;
    // A full output may leave more inside the decoder even when all input is used.
    while ((used < bytes.length || produced === OUTPUT_BYTES) && !this.#output.stopped) {
      if (this.#expecting === 0) this.#frameAt = this.#offset + used;
      const piece = pieceBytes(this.#expecting);
      this.#writeRecord(INPUT_RECORD, this.#input, Math.min(bytes.length, used + piece), used);
      this.#writeRecord(OUTPUT_RECORD, this.#result, OUTPUT_BYTES, 0);
      const at = this.#records;
      const answer =
        this.#wasm.ZSTD_decompressStream(this.#context, at + OUTPUT_RECORD, at + INPUT_RECORD) >>> 0;
      // Memory may have grown, which leaves older views empty.
      used = this.#position(INPUT_RECORD);
      produced = this.#position(OUTPUT_RECORD);
      if (produced > 0) this.#output.push(new Uint8Array(memory.buffer, this.#result, produced));
      if (answer > FIRST_ERROR) {
        const code = 2 ** 32 - answer;
        const offset = HEADER_ERRORS.has(code) ? this.#frameAt : this.#offset + used;
        const finding = ERRORS[code] ?? say('zstd.damage-code', { code });
        this.damage = { offset, finding, isCut: false };
        return;
      }
      this.#expecting = answer;
      await this.#output.breathe();
    }
    this.#offset += used;
  }

  #writeRecord(record: number, pointer: number, size: number, position: number): void {
    const view = new DataView(this.#wasm.memory.buffer, this.#records + record, 12);
    view.setUint32(0, pointer, true);
    view.setUint32(4, size, true);
    view.setUint32(8, position, true);
  }

  #position(record: number): number {
    return new DataView(this.#wasm.memory.buffer, this.#records + record, 12).getUint32(8, true);
  }
}

/**
 * How much to give when the decoder asks for `asked` bytes. It asks for the next block's header along with a
 * block, but a call that fails gives nothing of what it decoded before, so they are given one after the other.
 */
function pieceBytes(asked: number): number {
  if (asked === 0) return FRAME_START_BYTES;
  return asked > BLOCK_HEADER_BYTES ? asked - BLOCK_HEADER_BYTES : asked;
}

/** Hands the contents of all frames to `output`. At most the window (128 MiB) is held in memory. */
export async function createUnzstd(output: Output): Promise<Decompressor> {
  return new Unzstd(await load(), output);
}
