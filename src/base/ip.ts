/**
 * IP addresses. The hot path keeps them as four int32 words: an IPv4 address is
 * `(address, 0, 0, 0)`, an IPv6 address its four big-endian words. Everything else
 * uses canonical text (dotted quad; RFC 5952 for IPv6).
 */

/** An address in that form. */
export interface Ip {
  /** 4 or 6. */
  readonly version: number;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
}

/** Dotted quad of an IPv4 address given as int32 or uint32. */
export function formatIpv4(word: number): string {
  const place = (Math.imul(word, 0x9e3779b1) >>> 18) & (RECENT - 1);
  if (recentWords[place] === (word | 0) && recentTexts[place] !== '') return recentTexts[place];
  const network = word >>> 8;
  if (network !== lastNetwork) {
    lastNetwork = network;
    networkText = `${(word >>> 24) & 255}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.`;
  }
  const text = networkText + OCTETS[word & 255];
  recentWords[place] = word;
  recentTexts[place] = text;
  return text;
}

/** Addresses written last: packets come again and again from the same. */
const RECENT = 16_384;
const recentWords = new Int32Array(RECENT);
const recentTexts: string[] = new Array(RECENT).fill('');
/** The first three numbers of the last address: sorted lists share them. */
let lastNetwork = -1;
let networkText = '';
const OCTETS = Array.from({ length: 256 }, (_, octet) => String(octet));

/** RFC 5952 text of an IPv6 address given as four big-endian 32-bit words. */
export function formatIpv6(w0: number, w1: number, w2: number, w3: number): string {
  const hash = Math.imul(w0 ^ Math.imul(w1, 31) ^ Math.imul(w2, 961) ^ Math.imul(w3, 0x85ebca6b), 0x9e3779b1);
  const place = hash >>> 20;
  const at = place * 4;
  const known = recentSixTexts[place];
  if (
    known !== '' &&
    recentSixes[at] === (w0 | 0) &&
    recentSixes[at + 1] === (w1 | 0) &&
    recentSixes[at + 2] === (w2 | 0) &&
    recentSixes[at + 3] === (w3 | 0)
  ) {
    return known;
  }
  const text = writeIpv6(w0, w1, w2, w3);
  recentSixes[at] = w0;
  recentSixes[at + 1] = w1;
  recentSixes[at + 2] = w2;
  recentSixes[at + 3] = w3;
  recentSixTexts[place] = text;
  return text;
}

/** IPv6 addresses written last. */
const RECENT_SIXES = 4096;
const recentSixes = new Int32Array(RECENT_SIXES * 4);
const recentSixTexts: string[] = new Array(RECENT_SIXES).fill('');

function writeIpv6(w0: number, w1: number, w2: number, w3: number): string {
  if (w0 === 0 && w1 === 0 && w2 === 0xffff) return `::ffff:${formatIpv4(w3)}`;
  const groups = [
    w0 >>> 16,
    w0 & 0xffff,
    w1 >>> 16,
    w1 & 0xffff,
    w2 >>> 16,
    w2 & 0xffff,
    w3 >>> 16,
    w3 & 0xffff,
  ];
  let bestStart = -1;
  let bestLength = 1; // a single zero group is never shortened (RFC 5952 §4.2.2)
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > bestLength) {
      bestStart = i;
      bestLength = run;
    }
    if (run > 0) i += run - 1;
  }
  const hex = groups.map((group) => group.toString(16));
  if (bestStart < 0) return hex.join(':');
  return `${hex.slice(0, bestStart).join(':')}::${hex.slice(bestStart + bestLength).join(':')}`;
}

/** Text of an address in the hot path's form. `version` is 4 or 6. */
export function formatIp(version: number, w0: number, w1: number, w2: number, w3: number): string {
  return version === 6 ? formatIpv6(w0, w1, w2, w3) : formatIpv4(w0);
}

/** uint32 of a dotted quad, or `null`. */
export function parseIpv4(text: string): number | null {
  if (text.length < 7 || text.length > 15) return null;
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2e) {
      if (digits === 0 || ++dots > 3) return null;
      value = value * 256 + part;
      part = 0;
      digits = 0;
      continue;
    }
    if (code < 0x30 || code > 0x39 || ++digits > 3) return null;
    part = part * 10 + code - 0x30;
    if (part > 255) return null;
  }
  return dots === 3 && digits > 0 ? value * 256 + part : null;
}

/** Eight 16-bit groups of an IPv6 text, or `null`. Zone ids (`%eth0`) are refused. */
export function parseIpv6(text: string): number[] | null {
  let source = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(source);
  if (dotted !== null) {
    const v4 = parseIpv4(dotted[2]);
    if (v4 === null) return null;
    source = `${dotted[1]}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return null;
  const head = halves[0] === '' ? [] : halves[0].split(':');
  const tail = halves.length === 2 && halves[1] !== '' ? halves[1].split(':') : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...tail];
  const words: number[] = [];
  for (const group of groups) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    words.push(Number.parseInt(group, 16));
  }
  return words;
}

/** The address that a text stands for, or `null`. */
export function parseIp(text: string): Ip | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return { version: 4, w0: v4 | 0, w1: 0, w2: 0, w3: 0 };
  const groups = parseIpv6(text);
  if (groups === null) return null;
  const word = (index: number) => (groups[index * 2] << 16) | groups[index * 2 + 1];
  return { version: 6, w0: word(0), w1: word(1), w2: word(2), w3: word(3) };
}

export function isSameIp(a: Ip, b: Ip): boolean {
  return a.w0 === b.w0 && a.w1 === b.w1 && a.w2 === b.w2 && a.w3 === b.w3 && a.version === b.version;
}

/** Canonical text of an address. */
export function ipText({ version, w0, w1, w2, w3 }: Ip): string {
  return formatIp(version, w0, w1, w2, w3);
}
