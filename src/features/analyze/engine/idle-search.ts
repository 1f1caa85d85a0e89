import type { FlowTable } from '../../../flows/flow-table.ts';

/** When the table is full, conversations silent for this long make room (µs of capture time). */
const IDLE_US = 60e6;
/** Slots looked at per packet when room is needed: bounds the work that one packet can cause. */
const EXPIRY_STEP = 64;
const SEARCH_PAUSE_US = 1e6;

/** Which conversations are to leave the table: silent since before `idleBefore`, or begun before `activeBefore` (µs). */
export interface Due {
  readonly idleBefore: number;
  readonly activeBefore?: number;
}

/** Goes round the table for conversations that may leave it, a few slots at a time. */
export class IdleSearch {
  readonly #flows: FlowTable;
  /** Takes the conversation out of the table. */
  readonly #leave: (slot: number) => void;
  #cursor = 0;
  /** Slots looked at in vain since a conversation last made room, and when to look again (µs). */
  #fruitless = 0;
  #searchFrom = Number.NEGATIVE_INFINITY;

  constructor(flows: FlowTable, leave: (slot: number) => void) {
    this.#flows = flows;
    this.#leave = leave;
  }

  /** Looks at up to `steps` slots from where the last call stopped. Returns how many conversations went. */
  expire({ idleBefore, activeBefore = Number.NEGATIVE_INFINITY }: Due, steps: number): number {
    const flows = this.#flows;
    let count = 0;
    for (let i = 0; i < steps && flows.highWater > 0; i++) {
      if (this.#cursor >= flows.highWater) this.#cursor = 0;
      const slot = this.#cursor++;
      if (!flows.isLive(slot)) continue;
      if (flows.lastSeen(slot) >= idleBefore && flows.firstSeen(slot) >= activeBefore) continue;
      this.#leave(slot);
      count++;
    }
    return count;
  }

  /**
   * Makes room at `now` (µs of capture time), if it can. After a whole round that found none, it does not look again for a
   * second: a flood of new conversations must not make every packet search in vain.
   */
  makeRoom(now: number): boolean {
    if (now < this.#searchFrom && now > this.#searchFrom - 2 * SEARCH_PAUSE_US) return false;
    const found = this.expire({ idleBefore: now - IDLE_US }, EXPIRY_STEP) > 0;
    this.#fruitless = found ? 0 : this.#fruitless + EXPIRY_STEP;
    if (this.#fruitless >= this.#flows.capacity) {
      this.#fruitless = 0;
      this.#searchFrom = now + SEARCH_PAUSE_US;
    }
    return found;
  }
}
