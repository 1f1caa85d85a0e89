/**
 * Addresses that are nobody's on the Internet: a URL that somebody types must not reach them. IANA's registries of special
 * purpose addresses (RFC 6890), and what carries an IPv4 address within an IPv6 one.
 */
import { type Address, type Cidr, contains, fromIpv4, isIpv4, parseCidr } from '../../base/cidr.ts';

interface SpecialRange {
  readonly cidr: Cidr;
  /** What messages call it. */
  readonly name: string;
}

const IPV4: readonly SpecialRange[] = [
  range('0.0.0.0/8', 'unspecified'), // RFC 791: this network
  range('10.0.0.0/8', 'private'), // RFC 1918
  range('100.64.0.0/10', 'shared (carrier-grade NAT)'), // RFC 6598
  range('127.0.0.0/8', 'loopback'), // RFC 1122
  range('168.63.129.16', 'cloud service'), // Azure: its metadata and DNS, among public addresses
  range('169.254.0.0/16', 'link-local'), // RFC 3927, and the metadata of most clouds
  range('172.16.0.0/12', 'private'),
  range('192.0.0.0/24', 'reserved'), // RFC 6890
  range('192.0.2.0/24', 'documentation'), // RFC 5737
  range('192.88.99.0/24', '6to4'), // RFC 7526
  range('192.168.0.0/16', 'private'),
  range('198.18.0.0/15', 'benchmarking'), // RFC 2544
  range('198.51.100.0/24', 'documentation'),
  range('203.0.113.0/24', 'documentation'),
  range('224.0.0.0/4', 'multicast'), // RFC 5771
  range('240.0.0.0/4', 'reserved'), // RFC 1112, with the broadcast address
];

/** Within 2000::/3, which is all that was ever given out (RFC 4291); the rest is named for the message. */
const IPV6: readonly SpecialRange[] = [
  range('::1', 'loopback'),
  range('::', 'unspecified'),
  range('::/96', 'IPv4-compatible'), // RFC 4291 §2.5.5.1
  range('::ffff:0:0:0/96', 'IPv4-translated'), // RFC 7915
  range('64:ff9b:1::/48', 'local NAT64'), // RFC 8215: what is behind it is not written in a known place
  range('100::/64', 'discard-only'), // RFC 6666
  range('2001::/32', 'Teredo'), // RFC 4380
  range('2001:2::/48', 'benchmarking'), // RFC 5180
  range('2001:10::/28', 'ORCHID'), // RFC 4843
  range('2001:20::/28', 'ORCHID'), // RFC 7343
  range('2001::/23', 'reserved'), // RFC 2928
  range('2001:db8::/32', 'documentation'), // RFC 3849
  range('2002::/16', '6to4'), // RFC 3056, RFC 7526
  range('3fff::/20', 'documentation'), // RFC 9637
  range('fc00::/7', 'private'), // RFC 4193
  range('fe80::/10', 'link-local'),
  range('fec0::/10', 'site-local'), // RFC 3879
  range('ff00::/8', 'multicast'),
];

const GIVEN_OUT = range('2000::/3', 'global unicast').cidr;
/** Networks with IPv6 alone reach IPv4 through it, and DNS64 answers with it (RFC 6052, RFC 6147). */
const NAT64 = range('64:ff9b::/96', 'NAT64').cidr;

/** The name of the special range that this address is in; `null` for a public one. */
export function specialRangeOf(address: Address): string | null {
  if (isIpv4(address)) return nameIn(IPV4, address);
  const inside = fromIpv4(((address[6] << 16) | address[7]) >>> 0);
  if (contains(NAT64, address)) return within(inside, 'NAT64');
  if (!contains(GIVEN_OUT, address)) return nameIn(IPV6, address) ?? 'reserved';
  const name = nameIn(IPV6, address);
  if (name !== null) return name;
  return isIsatap(address) ? within(inside, 'ISATAP') : null;
}

/** RFC 5214 §6.1: the interface identifier `[02]00:5efe` and an IPv4 address, behind any prefix. */
const isIsatap = (address: Address): boolean => (address[4] & ~0x0200) === 0 && address[5] === 0x5efe;

function within(ipv4: Address, how: string): string | null {
  const name = nameIn(IPV4, ipv4);
  return name === null ? null : `${how} of a ${name}`;
}

const nameIn = (ranges: readonly SpecialRange[], address: Address): string | null =>
  ranges.find(({ cidr }) => contains(cidr, address))?.name ?? null;

function range(text: string, name: string): SpecialRange {
  const cidr = parseCidr(text);
  if (cidr === null) throw new Error(`${text}: no network`);
  return { cidr, name };
}
