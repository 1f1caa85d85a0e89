import type { VlanSummary } from '../../model/analysis.ts';
import { enlargeDoubles, FIRST_ROWS, TupleTable } from './tuple-table.ts';

/** Every pair of tags there can be would be 16 million; no real network has so many. */
const MOST_VLANS = 65_536;
const MOST_SENDERS = 524_288;

/** Traffic per pair of VLAN tags (IEEE 802.1Q, 802.1ad), and who sent in it. Untagged traffic is not counted. */
export class Vlans {
  readonly #tuples: TupleTable;
  packets = new Float64Array(FIRST_ROWS);
  bytes = new Float64Array(FIRST_ROWS);
  readonly #senders = new TupleTable(2, MOST_SENDERS);

  constructor() {
    this.#tuples = new TupleTable(2, MOST_VLANS, (rows) => this.#enlarge(rows));
  }

  #enlarge(rows: number): void {
    this.packets = enlargeDoubles(this.packets, rows);
    this.bytes = enlargeDoubles(this.bytes, rows);
  }

  /** Counts frames; the senders are interface numbers, -1 where there is none. */
  add(vlan: number, outerVlan: number, packets: number, bytes: number, a: number, b: number): void {
    if (vlan < 0) return;
    const id = this.#tuples.intern(vlan, outerVlan);
    if (id < 0) return;
    this.packets[id] += packets;
    this.bytes[id] += bytes;
    if (a >= 0) this.#senders.intern(id, a);
    if (b >= 0) this.#senders.intern(id, b);
  }

  /** Sorted by VLAN, then outer VLAN. `outerVlan` is `null` when there was no outer tag. */
  summaries(): VlanSummary[] {
    const devices = new Float64Array(this.#tuples.size);
    for (let row = 0; row < this.#senders.size; row++) devices[this.#senders.word(row, 0)]++;
    const list: VlanSummary[] = [];
    for (let id = 0; id < this.#tuples.size; id++) {
      const outer = this.#tuples.word(id, 1);
      list.push({
        vlan: this.#tuples.word(id, 0),
        outerVlan: outer < 0 ? null : outer,
        packets: this.packets[id],
        bytes: this.bytes[id],
        devices: devices[id],
      });
    }
    return list.sort((x, y) => x.vlan - y.vlan || (x.outerVlan ?? -1) - (y.outerVlan ?? -1));
  }

  /** VLAN ids in which each interface sent, sorted: interface → ids. */
  ofInterfaces(): Map<number, number[]> {
    const result = new Map<number, number[]>();
    for (let row = 0; row < this.#senders.size; row++) {
      const vlan = this.#tuples.word(this.#senders.word(row, 0), 0);
      const iface = this.#senders.word(row, 1);
      const list = result.get(iface);
      if (list === undefined) result.set(iface, [vlan]);
      else if (!list.includes(vlan)) list.push(vlan);
    }
    for (const list of result.values()) list.sort((x, y) => x - y);
    return result;
  }
}
