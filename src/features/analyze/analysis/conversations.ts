import { Largest } from '../../../base/largest.ts';
import * as L from '../../../flows/layout.ts';
import type { Conversation, Conversations } from '../../../model/analysis.ts';
import { FlowView } from '../../../model/flow-view.ts';
import { sequence } from '../../../model/sequence.ts';
import type { Engine } from '../engine/engine.ts';
import { conversationWriter } from './conversation-writer.ts';
import type { PacketNumbers } from './packet-numbers.ts';

/** Every conversation in the table, in order of its first packet. Valid until the engine is fed again. */
export function conversationsOf(engine: Engine, numbers: PacketNumbers): Conversations {
  return new FlowConversations(engine, numbers);
}

class FlowConversations implements Conversations {
  readonly length: number;
  readonly #engine: Engine;
  readonly #numbers: PacketNumbers;
  #slots: Int32Array | null = null;

  constructor(engine: Engine, numbers: PacketNumbers) {
    this.length = engine.flows.size;
    this.#engine = engine;
    this.#numbers = numbers;
  }

  at(index: number): Conversation | undefined {
    return sequence(this.length, this.#reader()).at(index);
  }

  [Symbol.iterator](): Iterator<Conversation> {
    return sequence(this.length, this.#reader())[Symbol.iterator]();
  }

  largest(count: number): Conversation[] {
    const { flows } = this.#engine;
    const slots = this.#inOrder();
    const largest = new Largest(Math.min(count, this.length));
    const { doubles } = flows;
    for (let index = 0; index < slots.length; index++) {
      const at = slots[index] * L.SLOT_DOUBLES + L.D_BYTES;
      const bytes = doubles[at] + doubles[at + L.DIRECTION_DOUBLES];
      if (bytes >= largest.least) largest.add(index, bytes);
    }
    return largest.largestFirst().map(this.#reader());
  }

  /** What makes the conversation at a place of the order. */
  #reader(): (index: number) => Conversation {
    const slots = this.#inOrder();
    const write = conversationWriter(this.#numbers);
    const view = new FlowView();
    return (index) => {
      this.#engine.read(slots[index], view);
      return write(view);
    };
  }

  #inOrder(): Int32Array {
    this.#slots ??= slotsInOrder(this.#engine);
    return this.#slots;
  }
}

/** Live slots by first packet: that is slot order unless slots were used again. */
export function slotsInOrder({ flows }: Pick<Engine, 'flows'>): Int32Array {
  const { words, highWater } = flows;
  const slots = new Int32Array(flows.size);
  let count = 0;
  let last = 0;
  let isInOrder = true;
  const areAllLive = slots.length === highWater;
  for (let slot = 0; slot < highWater; slot++) {
    if (!areAllLive && !flows.isLive(slot)) continue;
    slots[count++] = slot;
    // Read where it lies, as its bytes above: this runs once and cold, where calls are most of what a loop costs.
    const first = words[slot * L.SLOT_WORDS + L.W_FIRST_PACKET] >>> 0;
    if (first < last) isInOrder = false;
    last = first;
  }
  return isInOrder ? slots : sorted(slots, (slot) => flows.firstPacketOf(slot));
}

/** By a key of 32 bits, then by slot: sorted as numbers of 64 bits, without a call for each comparison. */
function sorted(slots: Int32Array, keyOf: (slot: number) => number): Int32Array {
  const both = new BigUint64Array(slots.length);
  // The high half is the second: as everywhere in the memory of the kernel, numbers are little-endian.
  const halves = new Uint32Array(both.buffer);
  slots.forEach((slot, index) => {
    halves[index * 2] = slot;
    halves[index * 2 + 1] = keyOf(slot);
  });
  both.sort();
  // Written where they were: a third array of a large table is what a report has no room for.
  for (let index = 0; index < slots.length; index++) slots[index] = halves[index * 2];
  return slots;
}
