/** What `look.as` has to be told: offsets are those of that file. */
const APP_TLS = 0;
const APP_DNS = 1;
const KNOWN_NAMES = 64;
const NAMES = 4096;
const NAME_BYTES = 64;
const NAME_NUMBER = 4;
const NAME_LENGTH = 8;
const NAME_TEXT = 9;
const LONGEST_NAME = NAME_BYTES - NAME_TEXT;

/** Numbers that the inspector has given to applications and server names, for the kernel to give them too. */
export class KnownNames {
  static readonly BYTES = KNOWN_NAMES + NAMES * NAME_BYTES;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;

  /** On `BYTES` of `buffer` from `at` on, a multiple of 64. */
  constructor(buffer: ArrayBufferLike, at: number) {
    this.#bytes = new Uint8Array(buffer, at, KnownNames.BYTES);
    this.#words = new Uint32Array(buffer, at, KnownNames.BYTES / 4);
  }

  /** Numbers of the applications `tls` and `dns`. */
  setApps(tls: number, dns: number): void {
    this.#words[APP_TLS] = tls;
    this.#words[APP_DNS] = dns;
  }

  /**
   * A server name that was read: printable ASCII of some length, else it is not remembered. One whose hash falls on another's
   * place takes it.
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
    const at = KNOWN_NAMES + (hash & (NAMES - 1)) * NAME_BYTES;
    this.#words[at / 4] = hash;
    this.#words[(at + NAME_NUMBER) / 4] = number;
    this.#bytes[at + NAME_LENGTH] = length;
    for (let i = 0; i < length; i++) this.#bytes[at + NAME_TEXT + i] = name.charCodeAt(i);
  }
}
