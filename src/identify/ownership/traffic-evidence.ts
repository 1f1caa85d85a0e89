import type { Addresses } from '../tables/addresses.ts';
import type { Bindings } from '../tables/bindings.ts';
import type { Interfaces } from '../tables/interfaces.ts';
import {
  DESTINATION,
  KEY_ADDRESS,
  KEY_WORDS,
  LINK_LOCAL_6,
  PUBLIC_FROM_PRIVATE,
  PUBLIC_TO_PRIVATE,
} from '../tables/layout.ts';
import { type Candidates, crowdsOf } from './crowds.ts';
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
  const foreign = foreignDestinations(size, addresses, bindings, claims, kinds);
  const isForeign = foreign.marked;
  const isOfMany = crowdsOf(foreign, addresses, bindings);
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
      const isPublicSource = (seen & PUBLIC_TO_PRIVATE) !== 0;
      if (isPublicSource) evidence.publicSources.add(owner, id);
      if (isForwarded(bindings, id)) evidence.forwarded.add(owner, id);
      else if (!isPublicSource) evidence.crowd.add(owner, id);
    }
    if (isForeign[id] === 1) {
      if ((seen & PUBLIC_FROM_PRIVATE) !== 0) evidence.publicDestinations.add(owner, id);
      if (isOfMany(id)) evidence.destinations.add(owner, id);
    }
  }
  return evidence;
}

/** Bindings whose interface got frames for the address although it is not its own. */
function foreignDestinations(
  interfaces: number,
  addresses: Addresses,
  { flags, keys }: Bindings,
  claims: Holders,
  kinds: Uint8Array,
): Candidates {
  const { traits } = addresses;
  const marked = new Uint8Array(kinds.length);
  const count = new Int32Array(interfaces);
  for (let id = 0, at = 0; id < kinds.length; id++, at += KEY_WORDS) {
    if ((flags[id] & DESTINATION) === 0 || (kinds[id] !== NONE && kinds[id] !== BEHIND)) continue;
    const address = keys[at + KEY_ADDRESS];
    const owner = keys[at];
    if ((traits[address] & LINK_LOCAL_6) !== 0 || claims.has(owner, address)) continue;
    marked[id] = 1;
    count[owner]++;
  }
  return { marked, count };
}
