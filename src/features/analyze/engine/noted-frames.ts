import type { FlowTable } from '../../../flows/flow-table.ts';
import type { Kernel } from '../../../flows/kernel/kernel.ts';
import { decode, LINKTYPE } from '../../../wire/decode.ts';
import { Packet } from '../../../wire/packet.ts';
import type { Inspector } from './inspector.ts';

/** Of a pcap file; the kernel speaks of pcapng's blocks as if they had the same. */
const RECORD_HEADER_BYTES = 16;

/** Frames that the kernel counted, and whose payload it left to dissectors. */
export class NotedFrames {
  readonly #kernel: Kernel;
  readonly #flows: FlowTable;
  readonly #inspector: Inspector;
  /** On the kernel's memory. */
  readonly #room: DataView;
  readonly #packet = new Packet();
  /** Time and number of the frame whose turn it is. */
  readonly #clock = new Float64Array(2);

  constructor(kernel: Kernel, flows: FlowTable, inspector: Inspector) {
    this.#kernel = kernel;
    this.#flows = flows;
    this.#inspector = inspector;
    this.#room = new DataView(kernel.buffer);
  }

  /** Shows the inspector all that were noted, in their order. Returns how many. */
  take(): number {
    const { noted } = this.#kernel;
    const count = noted[0];
    for (let i = 0; i < count; i++) this.#lookAt(i);
    noted[0] = 0;
    return count;
  }

  /** An earlier look may have been the last one. */
  #lookAt(i: number): void {
    const way = this.#kernel.noteWay(i);
    const slot = way >>> 1;
    if (this.#flows.looksLeft(slot) === 0) return;
    const record = this.#kernel.noteAt(i, this.#clock);
    const view = this.#room;
    const at = record + RECORD_HEADER_BYTES;
    const captured = view.getUint32(record + 8, true);
    const declared = Math.max(view.getUint32(record + 12, true), captured);
    decode(view, at, at + captured, at + declared, LINKTYPE.ethernet, this.#packet);
    this.#flows.direction = way & 1;
    this.#inspector.inspect(slot, view, this.#packet, this.#clock);
  }
}
