import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../base/ip.ts';

/**
 * The address that a name below `in-addr.arpa` (RFC 1035 §3.5) or `ip6.arpa` (RFC 3596 §2.5) stands for,
 * in canonical text; `null` for every other name, also for those of whole networks.
 */
export function addressOfReverseName(name: string): string | null {
  const v4 = /^((?:\d{1,3}\.){4})in-addr\.arpa$/i.exec(name);
  if (v4 !== null) {
    const word = parseIpv4(v4[1].slice(0, -1).split('.').reverse().join('.'));
    return word === null ? null : formatIpv4(word);
  }
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/i.exec(name);
  if (v6 === null) return null;
  const digits = v6[1].replaceAll('.', '').split('').reverse().join('');
  const groups = parseIpv6(digits.replace(/(.{4})(?!$)/g, '$1:'));
  if (groups === null) return null;
  const word = (index: number) => ((groups[2 * index] << 16) | groups[2 * index + 1]) >>> 0;
  return formatIpv6(word(0), word(1), word(2), word(3));
}
