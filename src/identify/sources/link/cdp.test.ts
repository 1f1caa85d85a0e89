import { expect, test } from 'vitest';
import { context, learn } from '../../../../test/fixtures/sightings.ts';
import type { CdpMessage } from '../../../wire/dissect/link/cdp.ts';
import { CDP_CAPABILITY } from '../../../wire/dissect/link/cdp.ts';
import { cdp } from './cdp.ts';

const EMPTY: CdpMessage = {
  version: 2,
  ttlSeconds: 180,
  deviceId: null,
  addresses: [],
  portId: null,
  capabilities: null,
  softwareVersion: null,
  platform: null,
  vtpDomain: null,
  nativeVlan: null,
  duplex: null,
  voiceVlan: null,
  systemName: null,
  managementAddresses: [],
  location: null,
};
const frame = context({ srcIp: null, dstIp: null, ttl: null });
const lines = (fields: Partial<CdpMessage>, where = frame) =>
  learn(cdp, { ...EMPTY, ...fields }, where).lines;

test('a switch describes itself', () => {
  expect(
    lines({
      deviceId: 'core-1.example',
      systemName: 'core-1',
      platform: 'cisco WS-X1',
      softwareVersion: 'Cisco IOS Software, X1 Software, Version 15.0(2)SE4, RELEASE SOFTWARE',
      capabilities: CDP_CAPABILITY.switch | CDP_CAPABILITY.igmp,
      addresses: ['192.168.7.9'],
      managementAddresses: ['192.168.7.9'],
      portId: 'GigabitEthernet1/0/7',
      nativeVlan: 40,
      location: 'room 7',
    }),
  ).toEqual([
    'host name=core-1.example',
    'host name=core-1',
    'host model=cisco WS-X1',
    'host vendor=Cisco',
    'host description=Cisco IOS Software, X1 Software, Version 15.0(2)SE4, RELEASE SOFTWARE',
    'host os=Cisco IOS',
    'host firmware=15.0(2)SE4',
    'host role=switch',
    'host managementAddress=192.168.7.9',
    'host neighborPort=GigabitEthernet1/0/7',
    'host nativeVlan=40',
    'host location=room 7',
  ]);
});

test('splits the device ids of NX-OS and CatOS, and takes no serial or MAC for a name', () => {
  expect(lines({ deviceId: 'leaf-3(FOC2026A1B2)' })).toEqual(['host name=leaf-3', 'host serial=FOC2026A1B2']);
  expect(lines({ deviceId: 'JAB2026A1B2(dist-1)' })).toEqual(['host name=dist-1', 'host serial=JAB2026A1B2']);
  expect(lines({ deviceId: 'FOC2026A1B2' })).toEqual(['host serial=FOC2026A1B2']);
  expect(lines({ deviceId: '00005e005310' })).toEqual([]);
});

test('capabilities and platform are roles', () => {
  const role = (capabilities: number, platform: string | null = null) =>
    lines({ capabilities, platform }).filter((line) => line.startsWith('host role='));
  const { router, switch: isSwitch, phone, host, transparentBridge } = CDP_CAPABILITY;
  expect(role(router | isSwitch)).toEqual(['host role=router', 'host role=switch']);
  expect(role(phone | host | isSwitch)).toEqual(['host role=phone']);
  expect(role(host)).toEqual([]);
  expect(role(transparentBridge)).toEqual(['host role=switch']);
  expect(role(transparentBridge | router, 'cisco AIR-LAP1')).toEqual(['host role=access-point']);
});

test('a one-word version is a firmware image', () => {
  expect(lines({ softwareVersion: 'EX30.12-2-3S' })).toContain('host firmware=EX30.12-2-3S');
  expect(lines({ softwareVersion: 'Example release of spring' })).toEqual([
    'host description=Example release of spring',
  ]);
});

test('without a source MAC its own address is the subject', () => {
  const where = context({ srcMac: null });
  expect(lines({ deviceId: 'core-1', addresses: ['192.168.7.9'] }, where)[0]).toBe('192.168.7.9 name=core-1');
  expect(lines({ deviceId: 'core-1' }, where)).toEqual([]);
});
