import { expect, test } from 'vitest';
import { BROADCAST_MAC, context, learn } from '../../../../test/fixtures/sightings.ts';
import type { BrowserAnnouncement, BrowserMessage } from '../../../wire/dissect/names/browser.ts';
import { browser } from './browser.ts';

const netbios = (name: string, suffix: number) => ({ name, suffix, scope: null });
const WORKSTATION = 0x1003;
const SERVER = 0x9003;
const CONTROLLER = 0x800b;
const SAMBA = 0x9a03;

function datagram(announcement: Partial<BrowserAnnouncement> | null): BrowserMessage {
  const host: BrowserAnnouncement = {
    kind: 'host',
    name: 'DESK-7',
    osVersion: '10.0',
    serverType: WORKSTATION,
    comment: 'Front desk',
  };
  return {
    group: true,
    sourceAddress: '192.168.7.20',
    sourceName: netbios('DESK-7', 0x20),
    destinationName: netbios('OFFICE', 0x1d),
    announcement: announcement === null ? null : { ...host, ...announcement },
  };
}
const broadcast = context({ dstMac: BROADCAST_MAC, dstIp: '192.168.7.255', ttl: 128 });

test('a host announcement tells name, workgroup, comment, system and role', () => {
  expect(learn(browser, datagram({}), broadcast).lines).toEqual([
    'host name=DESK-7',
    'host name=DESK-7',
    'host domain=OFFICE',
    'host description=Front desk',
    'host os=Windows 10 or later',
    'host role=workstation',
  ]);
});

test.each([
  [SERVER, '6.1', ['os=Windows Server 2008 R2', 'role=server']],
  [CONTROLLER, '6.3', ['os=Windows Server 2012 R2', 'role=domain-controller']],
  [WORKSTATION, '5.1', ['os=Windows XP', 'role=workstation']],
  [SAMBA, '4.9', ['os=Unix (Samba)', 'role=server']],
  [WORKSTATION, '9.9', ['role=workstation']],
])('server type %i, version %s', (serverType, osVersion, expected) => {
  const { lines } = learn(browser, datagram({ serverType, osVersion, comment: null }), broadcast);
  expect(lines.slice(3)).toEqual(expected.map((line) => `host ${line}`));
});

test('a domain announcement names the workgroup and not the host', () => {
  const message = datagram({ kind: 'domain', name: 'OFFICE', osVersion: null, comment: 'DESK-7' });
  expect(learn(browser, message, broadcast).lines).toEqual(['host name=DESK-7', 'host domain=OFFICE']);
});

test('an election names the candidate', () => {
  const message = datagram({ kind: 'election', osVersion: null, serverType: null, comment: null });
  expect(learn(browser, message, broadcast).sightings[1]).toMatchObject({
    value: 'DESK-7',
    source: 'browser election',
  });
});

test('every datagram names its sender; one that was passed on says nothing', () => {
  expect(learn(browser, datagram(null), broadcast).lines).toEqual(['host name=DESK-7']);
  expect(learn(browser, datagram(null), context()).lines).toEqual(['192.168.7.20 name=DESK-7']);
  expect(
    learn(browser, datagram({}), context({ ...broadcast, srcIp: '192.168.7.99', dstIp: '192.168.7.255' }))
      .lines,
  ).toEqual([]);
});
