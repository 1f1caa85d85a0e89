/** Where a URL leads: its addresses, each of them checked. Who connects takes one of these, and asks nobody again. */
import { lookup as systemLookup } from 'node:dns/promises';
import {
  type Address,
  type Cidr,
  containsAny,
  formatAddress,
  isIpv4,
  parseAddress,
} from '../../base/cidr.ts';
import { OutgoingError } from './outgoing-error.ts';
import { specialRangeOf } from './special-ranges.ts';

/** The addresses of a name, as text; rejects, or is empty, when there is none. */
export type Lookup = (name: string) => Promise<readonly string[]>;

export interface Destination {
  /** At least one. */
  readonly addresses: readonly { readonly address: string; readonly family: 4 | 6 }[];
}

/** As every program of this host: with its hosts file. */
export const lookupBySystem: Lookup = async (name) =>
  (await systemLookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address);

/** More than this of one name is nobody's need. */
const MOST_ADDRESSES = 64;

/**
 * Throws `address-refused` when one of the addresses is in a special range that is not allowed. One is enough: a name
 * with an address outside and another inside was made to be tried until the second one is used.
 */
export async function findDestination(
  url: URL,
  { lookup, allow }: { readonly lookup: Lookup; readonly allow: readonly Cidr[] },
): Promise<Destination> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = parseAddress(host);
  const found = literal === null ? await resolve(url, host, lookup) : [literal];
  for (const address of found) {
    const range = specialRangeOf(address);
    if (range === null || containsAny(allow, address)) continue;
    throw new OutgoingError(
      'address-refused',
      `${url.origin}: leads to a ${range} address; expected a public one, or one in a network that is allowed (--outgoing-allow)`,
    );
  }
  return {
    addresses: found.map((each) => ({ address: formatAddress(each), family: isIpv4(each) ? 4 : 6 })),
  };
}

async function resolve(url: URL, host: string, lookup: Lookup): Promise<Address[]> {
  const texts = await lookup(host).catch(() => []);
  const addresses = texts.slice(0, MOST_ADDRESSES).map(parseAddress);
  const known = addresses.filter((address) => address !== null);
  if (known.length === 0 || known.length < addresses.length) {
    throw new OutgoingError(
      'name-not-found',
      `${url.origin}: the name has no address; expected a name in the DNS`,
    );
  }
  return known;
}
