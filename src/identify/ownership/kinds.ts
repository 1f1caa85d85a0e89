import { type Addresses, LINK_LOCAL_6 } from '../tables/addresses.ts';
import { BINDING, type Bindings, CLAIMED, KEY_ADDRESS, KEY_WORDS } from '../tables/bindings.ts';
import { type Interfaces, NO_MAC, VIRTUAL_ROUTER_MAC } from '../tables/interfaces.ts';
import { type Candidates, crowdsOf } from './crowds.ts';
import { isForwarded } from './forwarded.ts';
import type { Holders } from './holders.ts';
import { findPublicSegments } from './public-segments.ts';

/** What a source binding is, before the interface as a whole is judged. */
export const NONE = 0;
export const OWN = 1;
export const BEHIND = 2;
/** Sent with an initial hop limit: own, unless there are many. */
export const LIKELY_OWN = 3;
/** Own, unless the interface turns out to be a gateway. */
export const UNCLEAR = 4;
/** Sent from a virtual router MAC in its protocol's hellos: the address of one of the routers that share it. */
const SHARED = 5;

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
    if ((seen & BINDING.source) === 0) continue;
    const owner = keys[at];
    const address = keys[at + KEY_ADDRESS];
    const macKind = macKinds[owner];
    if ((seen & CLAIMED) !== 0 || macKind === NO_MAC || claims.has(owner, address)) kinds[id] = OWN;
    else if ((seen & BINDING.onLink) !== 0 || (traits[address] & LINK_LOCAL_6) !== 0) {
      kinds[id] = macKind === VIRTUAL_ROUTER_MAC ? SHARED : OWN;
    } else if ((seen & BINDING.publicToPrivate) !== 0 && !publicSegments.has(owner)) kinds[id] = BEHIND;
    else if ((seen & BINDING.initialHops) === 0 && isForwarded(bindings, id)) kinds[id] = BEHIND;
    else {
      kinds[id] = (seen & BINDING.initialHops) === 0 || claims.isHeld(address) ? UNCLEAR : LIKELY_OWN;
      likely.marked[id] = 1;
      likely.count[owner]++;
    }
  }
  const isCrowd = crowdsOf(likely, addresses, bindings);
  for (let id = 0; id < kinds.length; id++) if (likely.marked[id] === 1 && isCrowd(id)) kinds[id] = BEHIND;
  return kinds;
}
