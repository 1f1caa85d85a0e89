import { FIRST_CLIENT_PORT, REGISTERED_SERVER_PORTS } from '../initiator.ts';

/** Offsets are those of fold.as. */
const APP_SERVICES = 0;
const MOST_APPS = 8192;
const SERVER_PORTS = 32_768;
const PORTS = 65_536;
const COUNTS = 40_960;
const MOST_COUNTS = 1024;
const COUNT_BYTES = 32;
const IS_TAKEN = 1 << 31;
const IS_TAGGED = 1 << 30;

/** Packets and bytes of conversations alike. */
export interface ProtocolTotal {
  /** As in a slot (../layout.ts): ethertype code (18 bits), IP protocol + 1 (9). */
  readonly protocol: number;
  /** Number of the application, 0 while unknown. */
  readonly app: number;
  readonly isTagged: boolean;
  readonly packets: number;
  readonly bytes: number;
}

/** What the kernel has to know to fold conversations, and what it counts then. */
export class FoldTables {
  static readonly BYTES = COUNTS + MOST_COUNTS * COUNT_BYTES;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;

  /** On `BYTES` of `buffer` from `at` on, a multiple of 64. */
  constructor(buffer: ArrayBufferLike, at: number) {
    this.#words = new Int32Array(buffer, at, FoldTables.BYTES / 4);
    this.#doubles = new Float64Array(buffer, at, FoldTables.BYTES / 8);
    const ports = new Uint8Array(buffer, at + SERVER_PORTS, PORTS / 8);
    ports.fill(0xff, 0, FIRST_CLIENT_PORT / 8);
    for (const port of REGISTERED_SERVER_PORTS) ports[port >> 3] |= 1 << (port & 7);
  }

  /** The service that an application is, as identify/core takes it. Those of numbers from 8,192 on are left to others. */
  setService(app: number, service: number): void {
    if (app < MOST_APPS) this.#words[APP_SERVICES / 4 + app] = service;
  }

  /** What was counted since this was last asked. */
  takeTotals(): ProtocolTotal[] {
    const totals: ProtocolTotal[] = [];
    for (let entry = COUNTS; entry < FoldTables.BYTES; entry += COUNT_BYTES) {
      const key = this.#words[entry / 4 + 1];
      if (key === 0) continue;
      totals.push({
        protocol: this.#words[entry / 4],
        app: key & ~(IS_TAKEN | IS_TAGGED),
        isTagged: (key & IS_TAGGED) !== 0,
        packets: this.#doubles[entry / 8 + 1],
        bytes: this.#doubles[entry / 8 + 2],
      });
    }
    this.#words.fill(0, COUNTS / 4);
    return totals;
  }
}
