/**
 * Networks in CIDR notation (RFC 4632, RFC 4291 §2.3) and the addresses in them, for lists that people write: who may
 * connect, which proxy is believed, where a request may go. Not for the hot path.
 */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './ip.ts';

/** Eight groups of 16 bits. An IPv4 address is its mapped form (`::ffff:a.b.c.d`), so that both writings are one. */
export type Address = readonly number[];

export interface Cidr {
  readonly network: Address;
  /** Of the 128: an IPv4 network has 96 more than what is written behind its slash. */
  readonly bits: number;
}

const IPV4_BITS = 96;

/** An address as text, also with the zone that link-local ones carry (`fe80::1%eth0`, RFC 4007), or `null`. */
export function parseAddress(text: string): Address | null {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== null) return fromIpv4(ipv4);
  return parseIpv6(text.replace(/%[\w.-]+$/, ''));
}

/** The mapped form of an IPv4 address, given as uint32. */
export const fromIpv4 = (word: number): Address => [0, 0, 0, 0, 0, 0xffff, word >>> 16, word & 0xffff];

export const isIpv4 = (address: Address): boolean =>
  address[5] === 0xffff && address.slice(0, 5).every((group) => group === 0);

/** Dotted quad, or RFC 5952. */
export function formatAddress(address: Address): string {
  if (isIpv4(address)) return formatIpv4((address[6] << 16) | address[7]);
  const word = (at: number): number => (address[at] << 16) | address[at + 1];
  return formatIpv6(word(0), word(2), word(4), word(6));
}

/** `192.0.2.0/24`, `2001:db8::/32`, or one address. `null` when it is neither, or has bits beyond its prefix. */
export function parseCidr(text: string): Cidr | null {
  const [written, prefix, ...rest] = text.split('/');
  const network = written.includes('%') ? null : parseAddress(written);
  if (network === null || rest.length > 0) return null;
  const isDotted = parseIpv4(written) !== null;
  const most = isDotted ? 128 - IPV4_BITS : 128;
  if (prefix !== undefined && (!/^\d{1,3}$/.test(prefix) || Number(prefix) > most)) return null;
  const bits = (isDotted ? IPV4_BITS : 0) + (prefix === undefined ? most : Number(prefix));
  return network.every((group, at) => (group & ~maskOf(bits, at)) === 0) ? { network, bits } : null;
}

/** An IPv6 network, even `::/0`, has no IPv4 address in it: each family is allowed on its own. */
export function contains({ network, bits }: Cidr, address: Address): boolean {
  if (bits < IPV4_BITS && isIpv4(address)) return false;
  return network.every((group, at) => group === (address[at] & maskOf(bits, at)));
}

export const containsAny = (networks: readonly Cidr[], address: Address): boolean =>
  networks.some((network) => contains(network, address));

/** Which of the 16 bits of a group are in the prefix. */
function maskOf(bits: number, group: number): number {
  const inside = Math.min(16, Math.max(0, bits - group * 16));
  return (0xffff << (16 - inside)) & 0xffff;
}
