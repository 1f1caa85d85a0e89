import { type Ip, parseIp } from '../../../base/ip.ts';

/**
 * The address that a name below `in-addr.arpa` (RFC 1035 §3.5) or `ip6.arpa` (RFC 3596 §2.5) stands for;
 * `null` for every other name, also for those of whole networks.
 */
export function addressOfReverseName(name: string): Ip | null {
  // Nearly every name is another: two patterns for each would take longer than all the rest.
  if ((name.charCodeAt(name.length - 1) | 32) !== LETTER_A || !/\.arpa$/i.test(name)) return null;
  const v4 = /^((?:\d{1,3}\.){4})in-addr\.arpa$/i.exec(name);
  if (v4 !== null) return parseIp(v4[1].slice(0, -1).split('.').reverse().join('.'));
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/i.exec(name);
  if (v6 === null) return null;
  const digits = v6[1].replaceAll('.', '').split('').reverse().join('');
  return parseIp(digits.replace(/(.{4})(?!$)/g, '$1:'));
}

const LETTER_A = 0x61;
