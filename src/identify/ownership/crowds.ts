import type { Addresses } from '../tables/addresses.ts';
import type { Bindings } from '../tables/bindings.ts';
import { IPV6, KEY_ADDRESS, KEY_VLAN, KEY_WORDS } from '../tables/layout.ts';
import { enlargeInts, FIRST_ROWS, TupleTable } from '../tables/tuple-table.ts';

/** A host may well use this many addresses of a network without claiming them in sight; not more. */
const MOST_UNCLAIMED = 3;

/** Bindings among which crowds are looked for. */
export interface Candidates {
  /** By binding: 1 where it is one. */
  readonly marked: Uint8Array;
  /** By interface: how many are its. */
  readonly count: Int32Array;
}

/** Whether a candidate is one of a crowd: of more than three IPv4 addresses or IPv6 /64s of one interface on one VLAN. */
export function crowdsOf(
  { marked, count }: Candidates,
  addresses: Addresses,
  bindings: Bindings,
): (binding: number) => boolean {
  const { keys } = bindings;
  const { traits } = addresses;
  const units = new TupleTable(4, marked.length + 1);
  const places = new TupleTable(2, marked.length + 1);
  /** By place: distinct ones there; by binding: its place + 1. */
  let counts = new Int32Array(FIRST_ROWS);
  const placeOf = new Int32Array(marked.length);
  for (let id = 0, at = 0; id < marked.length; id++, at += KEY_WORDS) {
    const owner = keys[at];
    // Most interfaces have too few for a crowd on any VLAN.
    if (marked[id] === 0 || count[owner] <= MOST_UNCLAIMED) continue;
    const address = keys[at + KEY_ADDRESS];
    const vlan = keys[at + KEY_VLAN];
    const place = places.intern(owner, vlan);
    placeOf[id] = place + 1;
    // An IPv4 address has one binding per interface and VLAN: no need to look whether it was counted.
    if ((traits[address] & IPV6) !== 0) {
      const before = units.size;
      if (units.intern(owner, vlan, addresses.word(address, 0), addresses.word(address, 1)) < before)
        continue;
    }
    if (place === counts.length) counts = enlargeInts(counts, place * 2);
    counts[place]++;
  }
  return (binding) => placeOf[binding] > 0 && counts[placeOf[binding] - 1] > MOST_UNCLAIMED;
}
