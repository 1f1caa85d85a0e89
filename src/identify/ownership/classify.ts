import { HOPS_INITIAL } from '../hop-kinds.ts';
import type { Addresses } from '../tables/addresses.ts';
import type { Bindings } from '../tables/bindings.ts';
import type { Interfaces } from '../tables/interfaces.ts';
import {
  CLAIMED,
  KEY_ADDRESS,
  KEY_WORDS,
  LINK_LOCAL_6,
  NO_MAC,
  ON_LINK,
  PUBLIC_TO_PRIVATE,
  SOURCE,
  VIRTUAL_ROUTER_MAC,
} from '../tables/layout.ts';
import { type Candidates, crowdsOf } from './crowds.ts';
import { isForwarded } from './forwarded.ts';
import type { Holders } from './holders.ts';
import { BEHIND, LIKELY_OWN, OWN, SHARED, UNCLEAR } from './kinds.ts';
import { findPublicSegments } from './public-segments.ts';

/**
 * By binding, what it is: too many likely own addresses on one interface and VLAN are not its own. `macKinds` are those of
 * the interfaces.
 */
export function classify(
  { size }: Interfaces,
  addresses: Addresses,
  bindings: Bindings,
  claims: Holders,
  macKinds: Uint8Array,
): Uint8Array {
  const publicSegments = findPublicSegments(size, addresses, bindings);
  const { flags, keys } = bindings;
  const { traits } = addresses;
  const kinds = new Uint8Array(bindings.size);
  const likely: Candidates = { marked: new Uint8Array(kinds.length), count: new Int32Array(size) };
  for (let id = 0, at = 0; id < kinds.length; id++, at += KEY_WORDS) {
    const seen = flags[id];
    if ((seen & SOURCE) === 0) continue;
    const owner = keys[at];
    const address = keys[at + KEY_ADDRESS];
    const macKind = macKinds[owner];
    if ((seen & CLAIMED) !== 0 || macKind === NO_MAC || claims.has(owner, address)) kinds[id] = OWN;
    else if ((seen & ON_LINK) !== 0 || (traits[address] & LINK_LOCAL_6) !== 0) {
      kinds[id] = macKind === VIRTUAL_ROUTER_MAC ? SHARED : OWN;
    } else if ((seen & PUBLIC_TO_PRIVATE) !== 0 && !publicSegments.has(owner)) kinds[id] = BEHIND;
    else if ((seen & HOPS_INITIAL) === 0 && isForwarded(bindings, id)) kinds[id] = BEHIND;
    else {
      kinds[id] = (seen & HOPS_INITIAL) === 0 || claims.isHeld(address) ? UNCLEAR : LIKELY_OWN;
      likely.marked[id] = 1;
      likely.count[owner]++;
    }
  }
  const isCrowd = crowdsOf(likely, addresses, bindings);
  for (let id = 0; id < kinds.length; id++) if (likely.marked[id] === 1 && isCrowd(id)) kinds[id] = BEHIND;
  return kinds;
}
