import { expect, test } from 'vitest';
import { context, learn } from '../../../../test/fixtures/sightings.ts';
import type { LldpMed, LldpMessage } from '../../../wire/dissect/link/lldp.ts';
import { LLDP_CAPABILITY } from '../../../wire/dissect/link/lldp.ts';
import { lldp } from './lldp.ts';

const EMPTY: LldpMessage = {
  chassis: { subtype: 4, text: '00:00:5e:00:53:10', mac: 0x00005e005310 },
  port: null,
  ttlSeconds: 120,
  portDescription: null,
  systemName: null,
  systemDescription: null,
  capabilities: null,
  enabledCapabilities: null,
  managementAddresses: [],
  portVlan: null,
  vlans: [],
  med: null,
};
const EMPTY_MED: LldpMed = {
  deviceClass: null,
  hardware: null,
  firmware: null,
  software: null,
  serial: null,
  manufacturer: null,
  model: null,
  assetId: null,
};
const frame = context({ srcIp: null, dstIp: null, ttl: null });
const lines = (fields: Partial<LldpMessage>, where = frame) =>
  learn(lldp, { ...EMPTY, ...fields }, where).lines;
const roles = (...bits: number[]) =>
  lines({ enabledCapabilities: bits.reduce((mask, bit) => mask | bit, 0) }).map((line) => line.slice(10));

test('a device describes itself: name, text, addresses, port, VLAN', () => {
  expect(
    lines({
      systemName: 'access-2.example',
      systemDescription: 'Example Switch 48',
      port: { subtype: 5, text: 'ge-0/0/7', mac: null },
      managementAddresses: ['192.168.7.9', '2001:db8::9'],
      portVlan: 40,
    }),
  ).toEqual([
    'host name=access-2.example',
    'host description=Example Switch 48',
    'host managementAddress=192.168.7.9',
    'host managementAddress=2001:db8::9',
    'host neighborPort=ge-0/0/7',
    'host nativeVlan=40',
  ]);
});

test('enabled capabilities are roles; a telephone or access point that bridges is no switch', () => {
  const { bridge, router, telephone, accessPoint, station } = LLDP_CAPABILITY;
  expect(roles(bridge)).toEqual(['switch']);
  expect(roles(bridge, router)).toEqual(['router', 'switch']);
  expect(roles(bridge, telephone)).toEqual(['phone']);
  expect(roles(bridge, accessPoint)).toEqual(['access-point']);
  expect(roles(station)).toEqual([]);
  expect(lines({ capabilities: bridge, enabledCapabilities: 0 })).toEqual([]);
});

test('takes vendor, model, serial and firmware from the MED inventory', () => {
  const med = {
    ...EMPTY_MED,
    manufacturer: 'Example Telephones',
    model: 'T-100',
    serial: 'SN0001',
    software: 'app 3.2',
    deviceClass: 3,
  };
  expect(lines({ med })).toEqual([
    'host role=phone',
    'host vendor=Example Telephones',
    'host model=T-100',
    'host serial=SN0001',
    'host firmware=app 3.2',
  ]);
});

test('reads version and system out of a Cisco banner', () => {
  const systemDescription = 'Cisco IOS Software, EX Software (EX-K9-M), Version 12.2(44)SE, RELEASE';
  expect(lines({ systemDescription }).slice(1)).toEqual(['host os=Cisco IOS', 'host firmware=12.2(44)SE']);
});

test('without a source MAC the chassis id or the management address is the subject', () => {
  const where = context({ srcMac: null });
  expect(lines({ systemName: 'a' }, where)).toEqual(['mac-5e005310 name=a']);
  const chassis = { subtype: 7, text: 'a', mac: null };
  expect(lines({ systemName: 'a', chassis, managementAddresses: ['192.168.7.9'] }, where)).toContain(
    '192.168.7.9 name=a',
  );
  expect(lines({ systemName: 'a', chassis }, where)).toEqual([]);
});
