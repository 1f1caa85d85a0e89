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
  /** Bindings that are own, by address, of interfaces that sent. */
  readonly #owned: Groups;

  /** `addresses` is how many addresses there are. */
  constructor(bindings: Bindings, interfaces: Interfaces, { owners }: Ownership, addresses: number) {
    this.#bindings = bindings;
    this.#interfaces = interfaces;
    const { keys } = bindings;
    const { sends } = interfaces;
    const addressOf = new Int32Array(bindings.size);
    for (let id = 0; id < addressOf.length; id++) {
      const owner = owners[id];
      addressOf[id] = owner >= 0 && sends[owner] === 1 ? keys[id * KEY_WORDS + KEY_ADDRESS] : -1;
    }
    this.#owned = new Groups(addresses, addressOf);
  }

  /** Bindings by which an address is somebody's. */
  of(address: number): readonly number[] {
    return this.#owned.of(address);
  }

  /** Who has an address, whenever and on whatever VLAN: interface, -1, or SEVERAL. */
  only(address: number): number {
    const first = address < 0 ? -1 : this.#owned.firstOf(address);
    if (first < 0) return -1;
    return this.#owned.isLast(first) ? this.#bindings.interfaceOf(first) : SEVERAL;
  }

  /**
   * Who had an address on a VLAN at a time: interface, or -1. Without an owner on that VLAN, one elsewhere
   * counts when there is only one (what is said through a router does not carry the VLAN of its subject).
   * Of several the one that had it at that time wins, then one that claimed it, then the lowest key.
   */
  at(address: number, vlan: number, at: Micros): number {
    const bindings = this.#bindings;
    const all = this.#owned.of(address);
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
