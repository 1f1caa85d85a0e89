import { describe, expect, it } from 'vitest';
import { encodeOui } from '../../scripts/build-oui.mjs';
import { parseMac } from '../base/mac.ts';
import { createVendorLookup } from './vendor.ts';

const TABLE = encodeOui({
  '00005E': 'ICANN, IANA Department\nsomewhere',
  A0B0C0: 'IEEE Registration Authority',
  A0B0C01: 'Medium Works\nRoad 1',
  A0B0C0234: 'Small Wörks',
  A0B0C0235: 'Private',
  FCFFFF: 'Last Ltd',
});

const vendorOf = (mac: string, table = TABLE) => createVendorLookup(table)(parseMac(mac) as number);

describe('the vendor', () => {
  it.each([
    ['00:00:5e:00:53:01', 'ICANN, IANA Department'],
    ['fc:ff:ff:00:00:00', 'Last Ltd'],
    ['a0:b0:c0:1f:ff:ff', 'Medium Works'],
    ['a0:b0:c0:23:4a:bc', 'Small Wörks'],
  ])('of %s is %s, by the longest prefix', (mac, vendor) => {
    expect(vendorOf(mac)).toBe(vendor);
  });

  it.each([
    ['private assignments', 'a0:b0:c0:23:5a:bc'],
    ['blocks with longer prefixes below', 'a0:b0:c0:f0:00:00'],
    ['unassigned prefixes', '00:00:5d:00:00:00'],
    ['locally administered addresses', '02:00:5e:00:00:00'],
    ['group addresses', '01:00:5e:00:00:01'],
    ['the zero address', '00:00:00:00:00:00'],
  ])('is not told for %s', (_what, mac) => {
    expect(vendorOf(mac)).toBeNull();
  });

  it('is read from bytes at any place of a buffer', () => {
    for (let shift = 0; shift < 9; shift++) {
      const room = new Uint8Array(TABLE.length + shift);
      room.set(TABLE, shift);
      expect(vendorOf('a0:b0:c0:23:4a:bc', room.subarray(shift))).toBe('Small Wörks');
    }
  });

  it('is not looked up in a table that was cut or is none', () => {
    for (let length = 0; length < TABLE.length; length++) {
      expect(() => createVendorLookup(TABLE.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => createVendorLookup(new Uint8Array(1000))).toThrow('expected VOUI version 1');
  });

  it('is not read from prefixes of other lengths', () => {
    expect(() => encodeOui({ '00005': 'x' })).toThrow('expected 6, 7 or 9 hexadecimal digits');
  });
});
