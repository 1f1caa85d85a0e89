import { expect, test } from 'vitest';
import { dissect, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat, ip, mac, u16 } from '../../build/index.ts';
import { lldp } from './lldp.ts';

/** IEEE 802.1AB §8.4: seven bits of type, nine of length. */
const tlv = (type: number, ...value: Bytes[]) => {
  const bytes = concat(...value);
  return concat(u16((type << 9) | bytes.length), bytes);
};
const MED = [0x00, 0x12, 0xbb];
const DOT1 = [0x00, 0x80, 0xc2];

const CHASSIS = tlv(1, [4], mac('00:00:5e:00:53:10'));
const SWITCH = concat(
  CHASSIS,
  tlv(2, [5], 'ge-0/0/7'),
  tlv(3, u16(120)),
  tlv(4, 'desk 7'),
  tlv(5, 'access-2.example'),
  tlv(6, 'Example Switch 48\r\nrelease 4.1'),
  tlv(7, u16(0x0014), u16(0x0004)),
  tlv(8, [5, 1], ip('192.0.2.9'), [2, 0, 0, 0, 7, 0]),
  tlv(8, [17, 2], ip('2001:db8::9'), [2, 0, 0, 0, 7, 0]),
  tlv(127, DOT1, [1], u16(40)),
  tlv(127, DOT1, [3], u16(40), [6], 'office'),
  tlv(0),
  new Uint8Array(6),
);
const PHONE = concat(
  tlv(1, [5, 1], ip('192.0.2.70')),
  tlv(2, [7], '00005e005370:P1\x00'),
  tlv(3, u16(180)),
  tlv(7, u16(0x0024), u16(0x0024)),
  tlv(127, MED, [1], u16(0x0033), [3]),
  tlv(127, MED, [5], 'hw 2'),
  tlv(127, MED, [6], 'boot 1.0'),
  tlv(127, MED, [7], 'app 3.2'),
  tlv(127, MED, [8], 'SN0001'),
  tlv(127, MED, [9], 'Example Telephones'),
  tlv(127, MED, [10], 'T-100'),
  tlv(127, MED, [11], 'asset 9'),
  tlv(0),
);

test('reads a switch: ids, texts, capabilities, addresses, VLANs', () => {
  expect(dissect(lldp, SWITCH)).toEqual({
    chassis: { subtype: 4, text: '00:00:5e:00:53:10', mac: 0x00005e005310 },
    port: { subtype: 5, text: 'ge-0/0/7', mac: null },
    ttlSeconds: 120,
    portDescription: 'desk 7',
    systemName: 'access-2.example',
    systemDescription: 'Example Switch 48\nrelease 4.1',
    capabilities: 0x0014,
    enabledCapabilities: 0x0004,
    managementAddresses: ['192.0.2.9', '2001:db8::9'],
    portVlan: 40,
    vlans: [{ id: 40, name: 'office' }],
    med: null,
  });
});

test('reads the MED inventory of a telephone', () => {
  const message = dissect(lldp, PHONE);
  expect(message.chassis).toEqual({ subtype: 5, text: '192.0.2.70', mac: null });
  expect(message.port?.text).toBe('00005e005370:P1');
  expect(message.med).toEqual({
    deviceClass: 3,
    hardware: 'hw 2',
    firmware: 'boot 1.0',
    software: 'app 3.2',
    serial: 'SN0001',
    manufacturer: 'Example Telephones',
    model: 'T-100',
    assetId: 'asset 9',
  });
});

test('writes ids that are no text as hexadecimal', () => {
  expect(dissect(lldp, tlv(1, [7], [0x01, 0x02, 0xff])).chassis.text).toBe('0102ff');
});

test('refuses what does not begin with a chassis id', () => {
  const bytes = concat(tlv(2, [5], 'ge-0/0/7'), CHASSIS);
  expect(lldp.read(viewOf(bytes), 0, bytes.length)).toBeNull();
});

test('keeps what stands before a TLV that is cut', () => {
  const cut = concat(CHASSIS, tlv(2, [5], 'ge-0/0/7'), u16((5 << 9) | 40), 'acc');
  expect(dissect(lldp, cut)).toMatchObject({ port: { text: 'ge-0/0/7' }, systemName: null });
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(lldp, [SWITCH, PHONE]);
});
