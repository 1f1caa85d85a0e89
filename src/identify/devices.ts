import { Largest } from '../base/largest.ts';
import { parseMac } from '../base/mac.ts';
import type { Device, Devices, Endpoint } from '../model/analysis.ts';
import { type AssembleTools, assembleDevice } from './assemble.ts';
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

  busiest(count: number): Device[] {
    const { gathered, tools } = this.#materialOf();
    const { bytesSent, bytesReceived } = tools.interfaces;
    const largest = new Largest(Math.min(count, this.length));
    gathered.order.forEach((id, place) => {
      largest.add(place, bytesSent[id] + bytesReceived[id]);
    });
    return largest.largestFirst().map((place) => this.#make(place));
  }

  having(ends: readonly Pick<Endpoint, 'mac' | 'ip'>[]): Device[] {
    const { gathered, tools } = this.#materialOf();
    const { interfaces, addresses, bindings, ownership } = tools;
    const members = new Set<number>();
    const wanted = new Set<number>();
    for (const { mac, ip } of ends) {
      const number = mac === null ? null : parseMac(mac);
      if (number !== null) members.add(interfaces.findMac(number));
      if (ip !== null) wanted.add(addresses.findText(ip));
    }
    for (let id = 0; id < bindings.size; id++) {
      if (wanted.has(bindings.addressOf(id)) && ownership.owns(id)) members.add(bindings.interfaceOf(id));
    }
    const devices: Device[] = [];
    gathered.order.forEach((id, place) => {
      if (members.has(id)) devices.push(this.#make(place));
    });
    return devices;
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
