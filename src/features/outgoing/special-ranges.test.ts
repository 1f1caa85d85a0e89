import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, fromIpv4, isIpv4, parseAddress } from '../../base/cidr.ts';
import { specialRangeOf } from './special-ranges.ts';

const judge = (text: string): string | null => {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return specialRangeOf(address);
};

/** Written down once more, as a second opinion: Node.js decides what is in them. */
const SPECIAL_IPV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'.split(
    ' ',
  );
const list = new BlockList();
for (const range of SPECIAL_IPV4) {
  const [network, prefix] = range.split('/');
  list.addSubnet(network, Number(prefix), 'ipv4');
}

const anyWord = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** An address in one of the ranges, and of any other. */
const specialWord = fc.tuple(fc.constantFrom(...SPECIAL_IPV4), anyWord).map(([range, low]) => {
  const [network, prefix] = range.split('/');
  const start = network.split('.').reduce((word, part) => word * 256 + Number(part), 0);
  return start + (low % 2 ** (32 - Number(prefix)));
});
const dotted = (word: number): string => formatAddress(fromIpv4(word));
const hex = (word: number): string => `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`;

describe('special ranges', () => {
  it('have every IPv4 address that Node.js finds in them, and no other', () => {
    fc.assert(
      fc.property(fc.oneof(anyWord, specialWord), (word) => {
        expect(judge(dotted(word)) !== null).toBe(list.check(dotted(word), 'ipv4'));
      }),
      { numRuns: 1000 },
    );
  });

  it('have the mapped, compatible, translated, NAT64, 6to4, Teredo and ISATAP forms of theirs', () => {
    fc.assert(
      fc.property(specialWord, (word) => {
        const forms = [
          `::ffff:${dotted(word)}`,
          `::${hex(word)}`,
          `::ffff:0:${hex(word)}`,
          `64:ff9b::${hex(word)}`,
          `64:ff9b:1::${hex(word)}`,
          `64:ff9b:1:fffe::${hex(word)}`,
          `2002:${hex(word)}::1`,
          // Teredo writes the client's address with its bits turned over (RFC 4380 §4).
          `2001:0:4136:e378:8000:63bf:${hex(~word >>> 0)}`,
          `2a00:1450:4001:80b::5efe:${hex(word)}`.replace('::5efe', ':0:5efe'),
          `2a00:1450:4001:80b:200:5efe:${hex(word)}`,
          `fe80::5efe:${hex(word)}`,
        ];
        for (const form of forms) expect(judge(form), form).not.toBeNull();
      }),
    );
  });

  it('leave a public address behind NAT64 alone: there networks have IPv6 only', () => {
    fc.assert(
      fc.property(anyWord, (word) => {
        fc.pre(!list.check(dotted(word), 'ipv4'));
        expect(judge(`64:ff9b::${hex(word)}`)).toBeNull();
        expect(judge(`::ffff:${dotted(word)}`)).toBeNull();
      }),
    );
  });

  it('have all IPv6 addresses that were never given out', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = parseAddress(text) ?? [];
        fc.pre(!isIpv4(address) && address[0] !== 0x64 && address[0] >>> 13 !== 1);
        expect(specialRangeOf(address)).not.toBeNull();
      }),
    );
  });

  it.each([
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fd00::1', 'private'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['2001:2::1', 'benchmarking'],
    ['2001::1', 'Teredo'],
    ['2002:a00:1::', '6to4'],
    ['64:ff9b::a9fe:a9fe', 'NAT64 of a link-local'],
    ['64:ff9b:1::1', 'local NAT64'],
    ['2a00::5efe:7f00:1', 'ISATAP of a loopback'],
    ['169.254.169.254', 'link-local'],
    ['100.64.0.1', 'shared (carrier-grade NAT)'],
    ['5f00::1', 'reserved'],
  ])('call %s %s', (text, name) => expect(judge(text)).toBe(name));

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '172.32.0.1',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '2a00::5efe:808:808',
  ])('leave %s alone', (text) => expect(judge(text)).toBeNull());
});
