/** Bytes of noise that are drawn once and handed out in slices. */
const POOL_BYTES = 65_536;

/** mulberry32: small, the same on every machine, good enough for traffic. Not for secrets. */
export class Random {
  #state: number;
  #pool: Uint8Array | null = null;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** uint32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** [0, 1). */
  unit(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** Whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.next() % items.length];
  }

  /** Bytes that mean nothing, as encrypted data does. A view of shared bytes: not to be written to. */
  noise(length: number): Uint8Array {
    this.#pool ??= this.#fill();
    if (length > POOL_BYTES) throw new RangeError(`noise: at most ${POOL_BYTES} bytes, not ${length}`);
    const from = this.next() % (POOL_BYTES - length + 1);
    return this.#pool.subarray(from, from + length);
  }

  #fill(): Uint8Array {
    const pool = new Uint8Array(POOL_BYTES);
    const words = new DataView(pool.buffer);
    for (let at = 0; at < POOL_BYTES; at += 4) words.setUint32(at, this.next());
    return pool;
  }

  /** A generator of its own for one part: what others draw does not change what it gives. */
  fork(name: string): Random {
    let hash = this.#state ^ 0x811c9dc5;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    return new Random(hash);
  }
}
