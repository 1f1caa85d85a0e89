import { expect, test } from 'vitest';
import { dissect, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat, ip, u16, u32 } from '../../build/index.ts';
import { cdp } from './cdp.ts';

const tlv = (type: number, ...value: Bytes[]) => {
  const bytes = concat(...value);
  return concat(u16(type), u16(bytes.length + 4), bytes);
};
/** NLPID 0xcc is IPv4; IPv6 is named by its 802.2 header. */
const IPV4 = concat([1, 1, 0xcc], u16(4), ip('192.0.2.9'));
const IPV6 = concat([2, 8, 0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd], u16(16), ip('2001:db8::9'));

const SWITCH = concat(
  [2, 180],
  u16(0xbeef),
  tlv(0x01, 'core-1.example'),
  tlv(0x02, u32(2), IPV6, IPV4),
  tlv(0x03, 'GigabitEthernet1/0/7'),
  tlv(0x04, u32(0x29)),
  tlv(0x05, 'Example Software\nVersion 12.2(44)'),
  tlv(0x06, 'example WS-1'),
  tlv(0x09, 'plant'),
  tlv(0x0a, u16(40)),
  tlv(0x0b, [1]),
  tlv(0x0e, [1], u16(110)),
  tlv(0x14, 'core-1'),
  tlv(0x16, u32(1), IPV4),
  tlv(0x17, [0], 'room 7'),
);

test('reads a switch', () => {
  expect(dissect(cdp, SWITCH)).toEqual({
    version: 2,
    ttlSeconds: 180,
    deviceId: 'core-1.example',
    addresses: ['2001:db8::9', '192.0.2.9'],
    portId: 'GigabitEthernet1/0/7',
    capabilities: 0x29,
    softwareVersion: 'Example Software\nVersion 12.2(44)',
    platform: 'example WS-1',
    vtpDomain: 'plant',
    nativeVlan: 40,
    duplex: 'full',
    voiceVlan: 110,
    systemName: 'core-1',
    managementAddresses: ['192.0.2.9'],
    location: 'room 7',
  });
});

test('stops at a TLV that is cut and at a length below its own header', () => {
  const before = concat([1, 60], u16(0), tlv(0x01, 'core-1'));
  expect(dissect(cdp, before, u16(3), u16(40), 'Gi')).toMatchObject({ deviceId: 'core-1', portId: null });
  expect(dissect(cdp, before, u16(3), u16(0), tlv(3, 'Gi1'))).toMatchObject({ portId: null });
});

test('a hostile address count ends with its TLV', () => {
  const bytes = concat([2, 180], u16(0), tlv(0x02, u32(0xffffffff), IPV4));
  expect(dissect(cdp, bytes).addresses).toEqual(['192.0.2.9']);
});

test('refuses other versions', () => {
  expect(cdp.read(viewOf([0, 180, 0, 0]), 0, 4)).toBeNull();
  expect(cdp.read(viewOf([3, 180, 0, 0]), 0, 4)).toBeNull();
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(cdp, [SWITCH]);
});
