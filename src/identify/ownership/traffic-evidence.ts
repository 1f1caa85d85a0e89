import type { Addresses } from '../tables/addresses.ts';
import { BINDING, type Bindings, KEY_ADDRESS, KEY_VLAN, KEY_WORDS } from '../tables/bindings.ts';
import type { Interfaces } from '../tables/interfaces.ts';
import { crowdsOf } from './crowds.ts';
import { isForwarded } from './forwarded.ts';
import type { Holders } from './holders.ts';
import { BEHIND, NONE } from './kinds.ts';
import { Witnesses } from './witnesses.ts';

/** What shows in traffic of an interface that it forwards for others. */
export interface TrafficEvidence {
  /** By interface: 1 where one of the others may have something. */
  readonly found: Uint8Array;
  readonly forwarded: Witnesses;
  readonly publicSources: Witnesses;
  readonly crowd: Witnesses;
  readonly destinations: Witnesses;
  readonly publicDestinations: Witnesses;
}

export function trafficEvidence(
  { size }: Interfaces,
  addresses: Addresses,
  bindings: Bindings,
  claims: Holders,
  kinds: Uint8Array,
): TrafficEvidence {
  const { flags, keys } = bindings;
  const isForeign = foreignDestinations(addresses, bindings, claims, kinds);
  const manyDestinations = crowdsOf(size, addresses, bindings, isForeign);
  const witnesses = () => new Witnesses(size, bindings.shownPacket);
  const evidence: TrafficEvidence = {
    found: new Uint8Array(size),
    forwarded: witnesses(),
    publicSources: witnesses(),
    crowd: witnesses(),
    destinations: witnesses(),
    publicDestinations: witnesses(),
  };
  for (let id = 0, at = 0; id < kinds.length; id++, at += KEY_WORDS) {
    if (kinds[id] !== BEHIND && isForeign[id] === 0) continue;
    const seen = flags[id];
    const owner = keys[at];
    evidence.found[owner] = 1;
    if (kinds[id] === BEHIND) {
      const isPublicSource = (seen & BINDING.publicToPrivate) !== 0;
      if (isPublicSource) evidence.publicSources.add(owner, id);
      if (isForwarded(bindings, id)) evidence.forwarded.add(owner, id);
      else if (!isPublicSource) evidence.crowd.add(owner, id);
    }
    if (isForeign[id] === 1) {
      if ((seen & BINDING.publicFromPrivate) !== 0) evidence.publicDestinations.add(owner, id);
      if (manyDestinations(owner, keys[at + KEY_VLAN])) evidence.destinations.add(owner, id);
    }
  }
  return evidence;
}

/** By binding: 1 where frames for the address came to the interface although it is not its own. */
function foreignDestinations(
  addresses: Addresses,
  { flags, keys }: Bindings,
  claims: Holders,
  kinds: Uint8Array,
): Uint8Array {
  const isForeign = new Uint8Array(kinds.length);
  for (let id = 0, at = 0; id < kinds.length; id++, at += KEY_WORDS) {
    if ((flags[id] & BINDING.destination) === 0 || (kinds[id] !== NONE && kinds[id] !== BEHIND)) continue;
    const address = keys[at + KEY_ADDRESS];
    if (!addresses.isLinkLocal6(address) && !claims.has(keys[at], address)) isForeign[id] = 1;
  }
  return isForeign;
}
