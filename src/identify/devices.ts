import { Largest } from '../base/largest.ts';
import { parseMac } from '../base/mac.ts';
import type { Device, DeviceSummary, Devices, EndCandidate, Endpoint } from '../model/analysis.ts';
import { type AssembleTools, assembleDevice, endCandidate, summarizeDevice } from './assemble.ts';
import type { Gathered } from './gather.ts';

/** Devices that are kept once they are made: up to here they are read several times faster. About a kilobyte each. */
const MOST_DEVICES_HELD = 8192;

/** What devices are made of, once somebody asks for one. */
export interface DeviceMaterial {
  readonly gathered: Gathered;
  readonly tools: AssembleTools;
}

/**
 * Devices that are made when they are asked for, and kept when there are few. `prepare` judges and gathers: it is called
 * when the first of them is asked for.
 */
export class InventoryDevices implements Devices {
  readonly length: number;
  readonly #prepare: () => DeviceMaterial;
  #material: DeviceMaterial | null = null;
  readonly #made: (Device | undefined)[] | null;

  constructor(length: number, prepare: () => DeviceMaterial) {
    this.length = length;
    this.#prepare = prepare;
    this.#made = length > MOST_DEVICES_HELD ? null : new Array<Device | undefined>(length).fill(undefined);
  }

  at(index: number): Device | undefined {
    const place = index < 0 ? this.length + index : index;
    return place >= 0 && place < this.length ? this.#make(place) : undefined;
  }

  *[Symbol.iterator](): Iterator<Device> {
    for (let place = 0; place < this.length; place++) yield this.#make(place);
  }

  busiest(count: number): DeviceSummary[] {
    const { gathered, tools } = this.#materialOf();
    const { bytesSent, bytesReceived, sends, size } = tools.interfaces;
    const bytesOf = (id: number) => bytesSent[id] + bytesReceived[id];
    const largest = new Largest(Math.min(count, this.length));
    const candidates: number[] = [];
    for (let id = 0; id < size; id++) {
      if (sends[id] === 0) continue;
      const bytes = bytesOf(id);
      if (bytes < largest.least) continue;
      largest.add(id, bytes);
      candidates.push(id);
    }
    // Of equals those that are listed first: only these few have to be put in order.
    return candidates
      .filter((id) => bytesOf(id) >= largest.least)
      .sort((a, b) => bytesOf(b) - bytesOf(a) || gathered.compare(a, b))
      .slice(0, count)
      .map((id) => summarizeDevice(gathered.summaryFactsOf(id), tools));
  }

  having(ends: readonly Pick<Endpoint, 'mac' | 'ip'>[]): EndCandidate[] {
    const { gathered, tools } = this.#materialOf();
    const { interfaces, addresses, bindings } = tools;
    /** By interface: bindings of the addresses that ends have. */
    const asked = new Map<number, number[]>();
    for (const mac of new Set(ends.map((end) => end.mac))) {
      const number = mac === null ? null : parseMac(mac);
      if (number !== null) asked.set(interfaces.findMac(number), []);
    }
    const wanted = new Set(ends.map(({ ip }) => (ip === null ? -1 : addresses.findText(ip))));
    for (const binding of gathered.bindingsOf(wanted)) {
      const owner = bindings.interfaceOf(binding);
      const known = asked.get(owner);
      if (known === undefined) asked.set(owner, [binding]);
      else known.push(binding);
    }
    const senders = [...asked.keys()].filter((id) => interfaces.sends[id] === 1);
    return gathered.inOrder(senders).map((id) => {
      const observations = gathered.observationsOf(id);
      return endCandidate({ interfaces: [id], observations }, asked.get(id) ?? [], tools);
    });
  }

  #materialOf(): DeviceMaterial {
    this.#material ??= this.#prepare();
    return this.#material;
  }

  #make(place: number): Device {
    const known = this.#made?.[place];
    if (known !== undefined) return known;
    const { gathered, tools } = this.#materialOf();
    const device = assembleDevice(gathered.factsOf(gathered.order[place]), tools);
    if (this.#made !== null) this.#made[place] = device;
    return device;
  }
}
