import type { VlanSummary } from '../../model/analysis.ts';
import type { Core } from '../core/core.ts';
import * as L from '../core/program/layout.ts';

/** Words of a key: VLAN and outer VLAN, or the row of a VLAN and an interface. */
const KEY_WORDS = 2;

/** Traffic per pair of VLAN tags (IEEE 802.1Q, 802.1ad), and who sent in it. Untagged traffic is not counted. */
export class Vlans {
  readonly #core: Core;
  readonly #keys: Int32Array;
  readonly #senders: Int32Array;
  readonly #packets: Float64Array;
  readonly #bytes: Float64Array;

  constructor(core: Core) {
    this.#core = core;
    this.#keys = core.keys(L.VLANS);
    this.#senders = core.keys(L.VLAN_SENDERS);
    this.#packets = core.doubleColumn(L.VLANS, L.VLAN_PACKETS);
    this.#bytes = core.doubleColumn(L.VLANS, L.VLAN_BYTES);
  }

  /** Sorted by VLAN, then outer VLAN. `outerVlan` is `null` when there was no outer tag. */
  summaries(): VlanSummary[] {
    const size = this.#core.size(L.VLANS);
    const devices = new Float64Array(size);
    const senders = this.#core.size(L.VLAN_SENDERS);
    for (let row = 0; row < senders; row++) devices[this.#senders[row * KEY_WORDS]]++;
    const list: VlanSummary[] = [];
    for (let id = 0; id < size; id++) {
      const outer = this.#keys[id * KEY_WORDS + 1];
      list.push({
        vlan: this.#keys[id * KEY_WORDS],
        outerVlan: outer < 0 ? null : outer,
        packets: this.#packets[id],
        bytes: this.#bytes[id],
        devices: devices[id],
      });
    }
    return list.sort((x, y) => x.vlan - y.vlan || (x.outerVlan ?? -1) - (y.outerVlan ?? -1));
  }

  /** VLAN ids in which each interface sent, sorted: interface → ids. */
  ofInterfaces(): Map<number, number[]> {
    const result = new Map<number, number[]>();
    for (let row = 0; row < this.#core.size(L.VLAN_SENDERS); row++) {
      const vlan = this.#keys[this.#senders[row * KEY_WORDS] * KEY_WORDS];
      const iface = this.#senders[row * KEY_WORDS + 1];
      const list = result.get(iface);
      if (list === undefined) result.set(iface, [vlan]);
      else if (!list.includes(vlan)) list.push(vlan);
    }
    for (const list of result.values()) list.sort((x, y) => x - y);
    return result;
  }
}
