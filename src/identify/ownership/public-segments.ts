import type { Addresses } from '../tables/addresses.ts';
import type { Bindings } from '../tables/bindings.ts';
import { CLAIMED, IPV6, KEY_ADDRESS, KEY_WORDS, PRIVATE, SOURCE } from '../tables/layout.ts';
import { isForwarded } from './forwarded.ts';

/**
 * Interfaces with one public IPv4 address and no private one, on a VLAN where another is like that or
 * where somebody claimed a public address: servers on a public segment, not routers to the Internet.
 */
export function findPublicSegments(
  interfaces: number,
  addresses: Addresses,
  bindings: Bindings,
): Set<number> {
  const publicCount = new Int32Array(interfaces);
  const mixed = new Uint8Array(interfaces);
  const claimedOn = new Set<number>();
  const candidates: number[] = [];
  const { flags, keys, size } = bindings;
  const { traits } = addresses;
  for (let id = 0, at = 0; id < size; id++, at += KEY_WORDS) {
    const owner = keys[at];
    const seen = flags[id];
    const isClaimed = (seen & CLAIMED) !== 0;
    if ((seen & SOURCE) === 0 || (mixed[owner] === 1 && !isClaimed)) continue;
    const trait = traits[keys[at + KEY_ADDRESS]];
    if ((trait & IPV6) !== 0) continue;
    if ((trait & PRIVATE) !== 0 || (!isClaimed && isForwarded(bindings, id))) mixed[owner] = 1;
    else {
      publicCount[owner]++;
      candidates.push(id);
      if (isClaimed) claimedOn.add(bindings.vlanOf(id));
    }
  }
  const perVlan = new Map<number, Set<number>>();
  for (const id of candidates) {
    const owner = bindings.interfaceOf(id);
    if (mixed[owner] === 1 || publicCount[owner] !== 1) continue;
    const vlan = bindings.vlanOf(id);
    const owners = perVlan.get(vlan);
    if (owners === undefined) perVlan.set(vlan, new Set([owner]));
    else owners.add(owner);
  }
  const segments = new Set<number>();
  for (const [vlan, owners] of perVlan) {
    if (owners.size >= 2 || claimedOn.has(vlan)) for (const owner of owners) segments.add(owner);
  }
  return segments;
}
