import type { Wanted } from '../../wire/dissect/wanted.ts';

/** Offsets are those of look.as. */
const APP_TLS = 0;
const APP_DNS = 4;
const MAY_SKIP = 8;
const CARRIER_AT = { tcp: 64, udp: 10_240 } as const;
const SIGNATURE_WORDS = 0;
const TEXT = 4;
const PORTS = 64;
const SIGNATURES = PORTS + 65_536 / 8;
const MOST_SIGNATURES = 128;
const NAMES_AT = 20_480;
const NAMES = 4096;
const NAME_BYTES = 64;
const NAME_NUMBER = 4;
const NAME_LENGTH = 8;
const NAME_TEXT = 9;
const LONGEST_NAME = NAME_BYTES - NAME_TEXT;
const SERVERS_AT = NAMES_AT + NAMES * NAME_BYTES;
const SERVERS = 1024;
const SERVER_BYTES = 16;
const SERVERS_SHIFT = 22;
/** Tags of a slot (../layout.ts) whose packet has both MACs and ports; its VLAN id + 1 comes to it. */
const TAGS = 0xc000_0000;

/** What the kernel has to know to look into payloads by itself. */
export class LookTables {
  static readonly BYTES = SERVERS_AT + SERVERS * SERVER_BYTES;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;

  /** On `BYTES` of `buffer` from `at` on, a multiple of 64. */
  constructor(buffer: ArrayBufferLike, at: number) {
    this.#bytes = new Uint8Array(buffer, at, LookTables.BYTES);
    this.#words = new Int32Array(buffer, at, LookTables.BYTES / 4);
    this.#doubles = new Float64Array(buffer, at, LookTables.BYTES / 8);
    this.#words[MAY_SKIP / 4] = 1;
  }

  /** From now on everything is to be looked into elsewhere that tells somebody something, if only once more. */
  skipNothing(): void {
    this.#words[MAY_SKIP / 4] = 0;
  }

  /** The inventory has heard at `at` (µs) that whoever owns the IPv4 address on this VLAN (-1: untagged) serves DNS. */
  rememberServer(ip: number, vlan: number, at: number): void {
    const tags = TAGS | (vlan + 1);
    const place = Math.imul(ip ^ tags, 0x9e3779b1) >>> SERVERS_SHIFT;
    const server = (SERVERS_AT + place * SERVER_BYTES) / 4;
    if (this.#words[server] === ip && this.#words[server + 1] === tags) return;
    this.#words[server] = ip;
    this.#words[server + 1] = tags;
    this.#doubles[server / 2 + 1] = at;
  }

  /** Numbers of the applications `tls` and `dns`. */
  setApps(tls: number, dns: number): void {
    this.#words[APP_TLS / 4] = tls;
    this.#words[APP_DNS / 4] = dns;
  }

  /** Payloads that have to be looked into elsewhere. All others tell nobody anything. Throws RangeError at too many signatures. */
  setWanted(carrier: 'tcp' | 'udp', { ports, signatures }: Wanted): void {
    const { words, text } = signatures;
    if (words.length > MOST_SIGNATURES * 3) {
      throw new RangeError(`signatures: ${words.length / 3} of ${carrier}, at most ${MOST_SIGNATURES}`);
    }
    const at = CARRIER_AT[carrier];
    this.#words[(at + SIGNATURE_WORDS) / 4] = words.length;
    this.#words[(at + TEXT) / 4] = text ? 1 : 0;
    for (const port of ports) this.#bytes[at + PORTS + (port >> 3)] |= 1 << (port & 7);
    this.#words.set(words, (at + SIGNATURES) / 4);
  }

  /**
   * A server name that was read, and its number: printable ASCII of some length, else it is not remembered. One whose hash
   * falls on another's place takes it.
   */
  remember(name: string, number: number): void {
    const { length } = name;
    if (length === 0 || length > LONGEST_NAME) return;
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let i = 0; i < length; i++) {
      const code = name.charCodeAt(i);
      if (code < 0x20 || code >= 0x7f) return;
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    const at = NAMES_AT + (hash & (NAMES - 1)) * NAME_BYTES;
    this.#words[at / 4] = hash;
    this.#words[(at + NAME_NUMBER) / 4] = number;
    this.#bytes[at + NAME_LENGTH] = length;
    for (let i = 0; i < length; i++) this.#bytes[at + NAME_TEXT + i] = name.charCodeAt(i);
  }
}
