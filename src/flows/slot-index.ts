import { type Kernel, TABLE_MASK } from './kernel/kernel.ts';
import { SLOT_WORDS, W_HASH } from './layout.ts';

/** An entry: slot + 1 in the low bits, the hash's top bits above, so that most misses need no key. */
const SLOT_BITS = 23;
export const SLOT_MASK = (1 << SLOT_BITS) - 1;
export const TAG_MASK = ~SLOT_MASK;
const FIRST_ENTRIES = 4096;

/**
 * Open addressing with linear probing from a conversation's hash to its slot. Twice as many entries as conversations
 * at least: small while there are few, because an index that fits the cache is what makes the table fast.
 */
export class SlotIndex {
  /** The table's memory, where each slot keeps its hash. */
  readonly #words: Int32Array;
  readonly #maxEntries: number;
  readonly #kernel: Kernel | null;
  /** Read by the flow table on every packet; 0 where there is none. As many as a power of two. */
  entries: Int32Array;
  /** Entries - 1: where the search for a hash begins, and where it turns round. */
  mask: number;

  /** `kernel`: whose memory to lie in, and who has to know where the search turns round. */
  constructor(words: Int32Array, capacity: number, kernel: Kernel | null) {
    this.#words = words;
    this.#maxEntries = capacity * 2;
    this.#kernel = kernel;
    this.entries = new Int32Array(0);
    this.mask = 0;
    this.#resize(Math.min(FIRST_ENTRIES, this.#maxEntries));
  }

  /** As many entries, all empty. */
  #resize(count: number): void {
    const kernel = this.#kernel;
    this.mask = count - 1;
    if (kernel === null) this.entries = new Int32Array(count);
    else {
      this.entries = new Int32Array(kernel.buffer, kernel.entriesAt, count);
      kernel.table[TABLE_MASK] = this.mask;
    }
  }

  /** The slot of the first entry with a hash's top bits: nearly always the right one; slot 0 where there is none. */
  guess(hash: number): number {
    const { entries, mask } = this;
    let position = hash & mask;
    let entry = entries[position];
    while (entry !== 0 && ((entry ^ hash) & TAG_MASK) !== 0) {
      position = (position + 1) & mask;
      entry = entries[position];
    }
    return Math.max((entry & SLOT_MASK) - 1, 0);
  }

  /** Adds a slot whose hash stands in its memory; `size` is the number of slots with it. */
  add(slot: number, hash: number, size: number): void {
    if (size * 2 > this.entries.length && this.entries.length < this.#maxEntries) this.#grow();
    this.#put(slot, hash);
  }

  #put(slot: number, hash: number): void {
    let position = hash & this.mask;
    while (this.entries[position] !== 0) position = (position + 1) & this.mask;
    this.entries[position] = (hash & TAG_MASK) | (slot + 1);
  }

  #grow(): void {
    const before = this.entries;
    this.#resize(Math.min(before.length * 2, this.#maxEntries));
    if (this.#kernel !== null) {
      // In its memory the entries grow where they are: written from the slots, which it does in a fifth of the time.
      this.#kernel.writeIndex(this.entries.length);
      return;
    }
    for (let i = 0; i < before.length; i++) {
      if (before[i] === 0) continue;
      const slot = (before[i] & SLOT_MASK) - 1;
      this.#put(slot, this.#words[slot * SLOT_WORDS + W_HASH]);
    }
  }

  /** Takes a slot out. Entries behind it in its probe run move up, so that no tombstones gather. */
  remove(slot: number): void {
    const entries = this.entries;
    const mask = this.mask;
    let hole = this.#words[slot * SLOT_WORDS + W_HASH] & mask;
    while ((entries[hole] & SLOT_MASK) !== slot + 1) hole = (hole + 1) & mask;
    let next = hole;
    for (;;) {
      next = (next + 1) & mask;
      const entry = entries[next];
      if (entry === 0) break;
      const home = this.#words[((entry & SLOT_MASK) - 1) * SLOT_WORDS + W_HASH] & mask;
      // An entry may move into the hole unless its home lies behind the hole.
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        entries[hole] = entry;
        hole = next;
      }
    }
    entries[hole] = 0;
  }
}
