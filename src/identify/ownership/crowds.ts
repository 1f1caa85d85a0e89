import type { Addresses } from '../tables/addresses.ts';
import { type Bindings, KEY_ADDRESS, KEY_VLAN, KEY_WORDS } from '../tables/bindings.ts';
import { enlargeInts, FIRST_ROWS, TupleTable } from '../tables/tuple-table.ts';

/** A host may well use this many addresses of a network without claiming them in sight; not more. */
const MOST_UNCLAIMED = 3;

/**
 * Which (interface, VLAN) have more than three IPv4 addresses or IPv6 /64s among the bindings that are marked (1). There
 * are so many `interfaces`.
 */
export function crowdsOf(
  interfaces: number,
  addresses: Addresses,
  bindings: Bindings,
  marked: Uint8Array,
): (iface: number, vlan: number) => boolean {
  const { keys } = bindings;
  /** By interface: its marked bindings. Most have too few for a crowd, and need no closer look. */
  const most = new Int32Array(interfaces);
  for (let id = 0, at = 0; id < marked.length; id++, at += KEY_WORDS) if (marked[id] === 1) most[keys[at]]++;
  const units = new TupleTable(4, marked.length + 1);
  const places = new TupleTable(2, marked.length + 1);
  let counts = new Int32Array(FIRST_ROWS);
  for (let id = 0, at = 0; id < marked.length; id++, at += KEY_WORDS) {
    if (marked[id] === 0 || most[keys[at]] <= MOST_UNCLAIMED) continue;
    const owner = keys[at];
    const address = keys[at + KEY_ADDRESS];
    const vlan = keys[at + KEY_VLAN];
    // An IPv4 address has one binding per interface and VLAN: no need to look whether it was counted.
    if (addresses.isIpv6(address)) {
      const before = units.size;
      if (units.intern(owner, vlan, addresses.word(address, 0), addresses.word(address, 1)) < before)
        continue;
    }
    const place = places.intern(owner, vlan);
    if (place === counts.length) counts = enlargeInts(counts, place * 2);
    counts[place]++;
  }
  return (iface, vlan) => {
    if (most[iface] <= MOST_UNCLAIMED) return false;
    const place = places.find(iface, vlan);
    return place >= 0 && counts[place] > MOST_UNCLAIMED;
  };
}
