import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatAddress, fromIpv4, parseAddress, parseCidr } from './cidr.ts';

const has = (cidr: string, address: string): boolean => {
  const network = parseCidr(cidr);
  const parsed = parseAddress(address);
  if (network === null || parsed === null) throw new Error(`${cidr} ${address}`);
  return contains(network, parsed);
};

describe('networks in CIDR notation', () => {
  it('contain what is in them, in either writing of an IPv4 address', () => {
    for (const address of ['192.0.2.0', '192.0.2.255', '::ffff:192.0.2.7', '::ffff:c000:207']) {
      expect(has('192.0.2.0/24', address), address).toBe(true);
    }
    for (const address of ['192.0.3.0', '::192.0.2.7', '2002:c000:207::1', '64:ff9b::192.0.2.7']) {
      expect(has('192.0.2.0/24', address), address).toBe(false);
    }
    expect(has('::ffff:192.0.2.0/120', '192.0.2.9')).toBe(true);
    expect(has('2001:db8::/32', '2001:db8:ffff::1')).toBe(true);
    expect(has('2001:db8::/32', '2001:db9::')).toBe(false);
    expect(has('fe80::/10', 'fe80::1%eth0')).toBe(true);
  });

  it('are one address without a slash', () => {
    expect(has('192.0.2.7', '192.0.2.7')).toBe(true);
    expect(has('192.0.2.7', '192.0.2.8')).toBe(false);
    expect(has('::1', '::1')).toBe(true);
  });

  it('allow each family on its own', () => {
    expect(has('0.0.0.0/0', '203.0.113.9')).toBe(true);
    expect(has('0.0.0.0/0', '2001:db8::1')).toBe(false);
    expect(has('::/0', '2001:db8::1')).toBe(true);
    expect(has('::/0', '203.0.113.9')).toBe(false);
  });

  it('are refused when they are no network', () => {
    const wrong = [
      '',
      '/',
      '192.0.2.0/',
      '192.0.2.0/33',
      '192.0.2.1/24',
      '192.0.2/24',
      '2001:db8::/129',
      '::1/0',
    ];
    for (const text of [
      ...wrong,
      '2001:db8::1/32',
      'fe80::1%eth0/64',
      '192.0.2.0/24/8',
      '10.0.0.0/-1',
      'a.example',
    ]) {
      expect(parseCidr(text), text).toBeNull();
    }
  });

  it('agree with the block list of Node.js', () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.integer({ min: 0, max: 32 }),
        fc.ipV4(),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (network, prefix, far, low) => {
          const mask = prefix === 0 ? 0 : (0xffff_ffff << (32 - prefix)) >>> 0;
          const start = (wordOf(network) & mask) >>> 0;
          const text = formatAddress(fromIpv4(start));
          const list = new BlockList();
          list.addSubnet(text, prefix, 'ipv4');
          const near = formatAddress(fromIpv4((start | (low & ~mask)) >>> 0));
          expect(has(`${text}/${prefix}`, near)).toBe(true);
          expect(has(`${text}/${prefix}`, far)).toBe(list.check(far, 'ipv4'));
        },
      ),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.ipV6(), (network, bits, far) => {
        const groups = parseAddress(network) ?? [];
        const start = groups.map((group, at) => {
          const inside = Math.min(16, Math.max(0, bits - at * 16));
          return group & (0xffff << (16 - inside)) & 0xffff;
        });
        const text = formatAddress(start);
        const parsed = parseAddress(far) ?? [];
        fc.pre(!text.includes('.') && !formatAddress(parsed).includes('.'));
        const list = new BlockList();
        list.addSubnet(text, bits, 'ipv6');
        expect(has(`${text}/${bits}`, network)).toBe(true);
        expect(has(`${text}/${bits}`, far)).toBe(list.check(formatAddress(parsed), 'ipv6'));
      }),
    );
  });
});

const wordOf = (text: string): number =>
  text.split('.').reduce((word, part) => (word * 256 + Number(part)) >>> 0, 0);
