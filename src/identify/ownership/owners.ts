import type { Micros } from '../../base/time.ts';
import { type Bindings, CLAIMED } from '../tables/bindings.ts';
import { Groups } from '../tables/groups.ts';
import type { Interfaces } from '../tables/interfaces.ts';
import type { Ownership } from './gateway.ts';

/** Who has which address. */
export class AddressOwners {
  readonly #bindings: Bindings;
  readonly #interfaces: Interfaces;
  /** Bindings that are own, by address, of interfaces that sent. */
  readonly #owned: Groups;

  /** `addresses` is how many addresses there are. */
  constructor(bindings: Bindings, interfaces: Interfaces, ownership: Ownership, addresses: number) {
    this.#bindings = bindings;
    this.#interfaces = interfaces;
    this.#owned = new Groups(addresses, bindings.size, (id) =>
      ownership.owns(id) && interfaces.sends[bindings.interfaceOf(id)] === 1 ? bindings.addressOf(id) : -1,
    );
  }

  /** Bindings by which an address is somebody's. */
  of(address: number): readonly number[] {
    return this.#owned.of(address);
  }

  /**
   * Who had an address on a VLAN at a time: interface, or -1. Without an owner on that VLAN, one elsewhere
   * counts when there is only one (what is said through a router does not carry the VLAN of its subject).
   * Of several the one that had it at that time wins, then one that claimed it, then the lowest key.
   */
  at(address: number, vlan: number, at: Micros): number {
    const bindings = this.#bindings;
    const only = this.#owned.onlyOf(address);
    if (only >= 0) return bindings.interfaceOf(only);
    const all = this.#owned.of(address);
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
