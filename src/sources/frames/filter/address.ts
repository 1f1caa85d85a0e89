import { parseIpv4, parseIpv6 } from '../../../base/ip.ts';
import { type Message, say } from '../../../model/messages/message.ts';

/** An address or network: uint32 words, one for IPv4 and four for IPv6, and as many of mask. */
export interface AddressMatch {
  readonly words: readonly number[];
  readonly mask: readonly number[];
}

/** Digits with dots or colons in them: an address or a network, rather than a word or a number. */
export function looksLikeAddress(word: string): boolean {
  return /^[0-9a-f:./-]+$/.test(word) && /[.:]/.test(word);
}

/** One host. A message says what was expected instead. */
export function parseAddress(text: string): AddressMatch | Message {
  const words = wordsOf(text);
  if (words === null) return say('filter.host');
  return { words, mask: words.map(() => 0xffffffff) };
}

/**
 * `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.0` with `mask` (from `mask 255.255.255.0`), or the leading
 * bytes alone, `192.0.2` or `10`, which stand for their /24, /8… A message says what was expected instead.
 */
export function parseNetwork(text: string, mask: string | null): AddressMatch | Message {
  const [base, prefix, more] = text.split('/');
  const partial = /^\d{1,3}(\.\d{1,3}){0,2}$/.test(base);
  const octets = base.split('.').length;
  const words = wordsOf(partial ? `${base}${'.0'.repeat(4 - octets)}` : base);
  if (words === null || more !== undefined) return say('filter.net');
  const bits = words.length * 32;
  let maskWords: readonly number[];
  if (mask !== null) {
    const word = parseIpv4(mask);
    if (prefix !== undefined || word === null || words.length !== 1) return say('filter.mask');
    maskWords = [word];
  } else {
    const length = prefix ?? String(partial ? 8 * octets : bits);
    if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return say('filter.prefix', { most: bits });
    maskWords = words.map((_, i) => prefixMask(Number(length) - 32 * i));
  }
  // `&` gives an int32, so both sides must
  if (words.some((word, i) => (word & ~maskWords[i]) !== 0)) return say('filter.host-bits');
  return { words, mask: maskWords };
}

/** Mask word of the `length` leading bits; below 0 none, above 32 all. */
function prefixMask(length: number): number {
  return length <= 0 ? 0 : length >= 32 ? 0xffffffff : (0xffffffff << (32 - length)) >>> 0;
}

function wordsOf(text: string): number[] | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return [v4];
  const groups = parseIpv6(text);
  if (groups === null) return null;
  return [0, 2, 4, 6].map((i) => groups[i] * 0x10000 + groups[i + 1]);
}
