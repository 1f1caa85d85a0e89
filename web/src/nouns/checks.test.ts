import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAddress, isIpv4, isIpv6, isSubnet, isVlan, isWholeUpTo } from './checks.ts';

/** The URL standard's parser of IPv6. */
const isIpv6ToUrls = (text: string): boolean =>
  /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`);

describe('addresses', () => {
  it('are those that everybody else takes', () => {
    const part = fc.constantFrom(
      '::',
      ':',
      'fe80',
      '0',
      '1',
      'ffff',
      '10000',
      '192.0.2.1',
      '.',
      '256',
      'g',
      '1.2',
    );
    const text = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(''));
    const groups = fc
      .array(fc.constantFrom('0', 'ab', '2001', ''), { maxLength: 9 })
      .map((all) => all.join(':'));
    fc.assert(
      fc.property(fc.oneof(text, groups, fc.ipV6()), (address) => {
        expect(isIpv6(address)).toBe(isIpv6ToUrls(address));
      }),
    );
  });

  it('of four octets are those without leading zeros', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => isIpv4(address) && !isIpv4(`0${address}`)));
    for (const text of ['256.1.1.1', '1.1.1', '1.1.1.1.1', '1.1.1.01', '']) expect(isIpv4(text)).toBe(false);
  });

  it('have no zone', () => {
    expect(isAddress('fe80::1%eth0')).toBe(false);
  });
});

describe('subnets', () => {
  it.each(['192.0.2.0/24', '192.0.2.7', '2001:db8::/32', '::/0', '0.0.0.0/0', '10.0.0.0/32'])(
    '%s',
    (text) => {
      expect(isSubnet(text)).toBe(true);
    },
  );
  it.each(['192.0.2.0/33', '192.0.2.0/', '/24', '192.0.2/24', '2001:db8::/129', '1.2.3.4/5/6', ''])(
    'not %j',
    (text) => {
      expect(isSubnet(text)).toBe(false);
    },
  );
});

describe('numbers', () => {
  it('are digits within their limit', () => {
    expect(isWholeUpTo('65535', 65_535)).toBe(true);
    for (const text of ['65536', '-1', '1.5', '', ' 1', '1e3']) expect(isWholeUpTo(text, 65_535)).toBe(false);
  });
  it('of VLANs may be none', () => {
    expect(['none', '0', '4095'].every(isVlan)).toBe(true);
    expect(['4096', 'all', ''].some(isVlan)).toBe(false);
  });
});
