import type { Micros } from '../../base/time.ts';
import type { Bindings } from '../tables/bindings.ts';
import { Groups } from '../tables/groups.ts';
import type { Interfaces } from '../tables/interfaces.ts';
import { CLAIMED, KEY_ADDRESS, KEY_WORDS } from '../tables/layout.ts';
import type { Ownership } from './gateway.ts';

/** Several bindings make an address somebody's: whose depends on VLAN and time. */
export const SEVERAL = -2;

/** Who has which address. */
export class AddressOwners {
  readonly #bindings: Bindings;
  readonly #interfaces: Interfaces;
  readonly #owners: Int32Array;
  /** By address: the only binding by which it is somebody's + 1; 0 when it is nobody's; SEVERAL. */
  readonly #only: Int32Array;
  /** All of them by address, made when the first address of several is asked for. */
  #lists: Groups | null = null;

  /** `addresses` is how many addresses there are. Only interfaces that sent count. */
  constructor(bindings: Bindings, interfaces: Interfaces, { owners }: Ownership, addresses: number) {
    this.#bindings = bindings;
    this.#interfaces = interfaces;
    this.#owners = owners;
    const { keys } = bindings;
    const { sends } = interfaces;
    const only = new Int32Array(addresses);
    for (let id = 0; id < owners.length; id++) {
      const owner = owners[id];
      if (owner < 0 || sends[owner] === 0) continue;
      const address = keys[id * KEY_WORDS + KEY_ADDRESS];
      only[address] = only[address] === 0 ? id + 1 : SEVERAL;
    }
    this.#only = only;
  }

  #listOf(address: number): readonly number[] {
    if (this.#lists === null) {
      const { keys } = this.#bindings;
      const { sends } = this.#interfaces;
      const addressOf = this.#owners.map((owner, id) =>
        owner >= 0 && sends[owner] === 1 ? keys[id * KEY_WORDS + KEY_ADDRESS] : -1,
      );
      this.#lists = new Groups(this.#only.length, addressOf);
    }
    return this.#lists.of(address);
  }

  /** Who has an address, whenever and on whatever VLAN: interface, -1, or SEVERAL. */
  only(address: number): number {
    const only = address < 0 ? 0 : this.#only[address];
    if (only === SEVERAL) return SEVERAL;
    return only === 0 ? -1 : this.#owners[only - 1];
  }

  /**
   * Who had an address on a VLAN at a time: interface, or -1. Without an owner on that VLAN, one elsewhere
   * counts when there is only one (what is said through a router does not carry the VLAN of its subject).
   * Of several the one that had it at that time wins, then one that claimed it, then the lowest key.
   */
  at(address: number, vlan: number, at: Micros): number {
    const bindings = this.#bindings;
    const all = this.#listOf(address);
    if (all.length === 1) return bindings.interfaceOf(all[0]);
    let candidates = all.filter((id) => bindings.vlanOf(id) === vlan);
    if (candidates.length === 0 && new Set(all.map((id) => bindings.interfaceOf(id))).size === 1)
      candidates = [...all];
    let best = -1;
    for (const id of candidates) {
      if (best < 0 || isBetterOwner(bindings, this.#interfaces, id, best, at)) best = id;
    }
    return best < 0 ? -1 : bindings.interfaceOf(best);
  }
}

function isBetterOwner(
  bindings: Bindings,
  interfaces: Interfaces,
  a: number,
  b: number,
  at: Micros,
): boolean {
  const hadIt = (id: number) => Number(bindings.first[id] <= at && at <= bindings.last[id]);
  if (hadIt(a) !== hadIt(b)) return hadIt(a) > hadIt(b);
  const claimed = (id: number) => Number(bindings.has(id, CLAIMED));
  if (claimed(a) !== claimed(b)) return claimed(a) > claimed(b);
  return (interfaces.mac(bindings.interfaceOf(a)) ?? 0) < (interfaces.mac(bindings.interfaceOf(b)) ?? 0);
}
