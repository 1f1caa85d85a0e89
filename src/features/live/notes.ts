/** What a look over the flow table found, until it is written: at most one note a conversation. */
import type { Micros } from '../../base/time.ts';

export interface Note {
  readonly minute: Micros;
  /** Packets and bytes of direction 0, then of direction 1; `null` when there are none. */
  readonly volume: Float64Array | null;
  readonly isComplete: boolean;
}

const FIRST_NOTES = 1024;
const GREW = 1;
const COMPLETE = 2;

/** Memory is bounded by the capacity of the table; it grows as it is needed. */
export class Notes {
  /** 1 + place of the conversation's note; 0 when there is none. */
  readonly #places: Int32Array;
  /** -1: forgotten. */
  #slots = new Int32Array(FIRST_NOTES);
  #minutes = new Float64Array(FIRST_NOTES);
  #volumes = new Float64Array(FIRST_NOTES * 4);
  #flags = new Uint8Array(FIRST_NOTES);
  #count = 0;
  #next = 0;

  constructor(capacity: number) {
    this.#places = new Int32Array(capacity);
  }

  get isEmpty(): boolean {
    return this.#next === this.#count;
  }

  /** The conversation has more in this minute: the four sums to add to. */
  grow(slot: number, minute: Micros): Float64Array {
    const place = this.#placeOf(slot);
    this.#flags[place] |= GREW;
    this.#minutes[place] = minute;
    return this.#volumes.subarray(place * 4, place * 4 + 4);
  }

  /** Its slice is complete. */
  complete(slot: number): void {
    this.#flags[this.#placeOf(slot)] |= COMPLETE;
  }

  /** The next conversation that has a note, -1 when there is none. */
  next(): number {
    while (this.#next < this.#count) {
      const slot = this.#slots[this.#next];
      if (slot >= 0) return slot;
      this.#next++;
    }
    this.#next = 0;
    this.#count = 0;
    return -1;
  }

  /** The conversation's note, which is none any more. */
  take(slot: number): Note | null {
    const place = this.#places[slot] - 1;
    if (place < 0) return null;
    const flags = this.#flags[place];
    this.forget(slot);
    return {
      minute: this.#minutes[place],
      volume: (flags & GREW) === 0 ? null : this.#volumes.slice(place * 4, place * 4 + 4),
      isComplete: (flags & COMPLETE) !== 0,
    };
  }

  forget(slot: number): void {
    const place = this.#places[slot] - 1;
    if (place < 0) return;
    this.#places[slot] = 0;
    this.#slots[place] = -1;
  }

  #placeOf(slot: number): number {
    const known = this.#places[slot] - 1;
    if (known >= 0) return known;
    if (this.#count === this.#slots.length) this.#enlarge();
    const place = this.#count++;
    this.#places[slot] = place + 1;
    this.#slots[place] = slot;
    this.#flags[place] = 0;
    this.#volumes.fill(0, place * 4, place * 4 + 4);
    return place;
  }

  #enlarge(): void {
    const size = this.#slots.length * 2;
    const slots = new Int32Array(size);
    const minutes = new Float64Array(size);
    const volumes = new Float64Array(size * 4);
    const flags = new Uint8Array(size);
    slots.set(this.#slots);
    minutes.set(this.#minutes);
    volumes.set(this.#volumes);
    flags.set(this.#flags);
    this.#slots = slots;
    this.#minutes = minutes;
    this.#volumes = volumes;
    this.#flags = flags;
  }
}
