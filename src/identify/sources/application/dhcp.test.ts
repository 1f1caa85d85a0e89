import { expect, test } from 'vitest';
import { BROADCAST_MAC, context, HOST_MAC, learn, OTHER_MAC } from '../../../../test/fixtures/sightings.ts';
import type { DhcpMessage } from '../../../wire/dissect/application/dhcp.ts';
import { dhcp } from './dhcp.ts';

const EMPTY: DhcpMessage = {
  op: 'request',
  xid: 1,
  clientAddress: null,
  yourAddress: null,
  nextServer: null,
  relayAddress: null,
  clientMac: HOST_MAC,
  messageType: 'REQUEST',
  hostName: null,
  fqdn: null,
  vendorClass: null,
  parameterList: [],
  clientId: null,
  requestedAddress: null,
  serverId: null,
  leaseSeconds: null,
  routers: [],
  dnsServers: [],
  subnetMask: null,
  domain: null,
  whole: true,
};
const request = (fields: Partial<DhcpMessage>) => ({ ...EMPTY, ...fields });
const reply = (fields: Partial<DhcpMessage>): DhcpMessage => ({
  ...EMPTY,
  op: 'reply',
  messageType: 'ACK',
  yourAddress: '192.168.7.20',
  serverId: '192.168.7.1',
  ...fields,
});
/** From the server to the client. */
const fromServer = context({ srcMac: OTHER_MAC, srcIp: '192.168.7.1', srcPort: 67, dstPort: 68 });

test('a client names and describes itself under its own MAC, also behind a relay', () => {
  const message = request({
    relayAddress: '192.168.9.1',
    hostName: 'desk-7',
    fqdn: 'desk-7.office.example',
    vendorClass: 'MSFT 5.0',
    parameterList: [1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252],
  });
  expect(learn(dhcp, message, context({ srcMac: OTHER_MAC })).lines).toEqual([
    'host name=desk-7',
    'host name=desk-7.office.example',
    'host dhcpVendorClass=MSFT 5.0',
    'host os=Windows',
    'host dhcpFingerprint=1,3,6,15,31,33,43,44,46,47,119,121,249,252',
    'host os=Windows 10 or later',
  ]);
});

test.each([
  ['android-dhcp-13', ['os=Android 13']],
  ['MSFT 5.0 XBOX', ['model=Xbox']],
  ['dhcpcd-9.4.1:Linux-6.1.0-rpi7:aarch64:BCM2835', ['os=Linux 6.1.0-rpi7']],
  ['dhcpcd-5.5.6', []],
  ['udhcp 1.36.1', ['os=Linux (embedded)']],
  ['Cisco Systems, Inc. IP Phone CP-8841', ['vendor=Cisco', 'model=CP-8841', 'role=phone']],
  ['Cisco AP c2700', ['vendor=Cisco', 'model=c2700', 'role=access-point']],
  ['Hewlett-Packard JetDirect', ['vendor=Hewlett-Packard', 'role=printer']],
  ['Arista', ['vendor=Arista']],
  ['Arista;DCS-7048T;02.00;EXAMPLE0001', ['vendor=Arista', 'model=DCS-7048T', 'serial=EXAMPLE0001']],
  ['something else', []],
])('vendor class %s', (vendorClass, facts) => {
  const { lines } = learn(dhcp, request({ vendorClass }), context());
  expect(lines).toEqual([`host dhcpVendorClass=${vendorClass}`, ...facts.map((fact) => `host ${fact}`)]);
});

test('knows the host names that Android made up', () => {
  expect(learn(dhcp, request({ hostName: 'android-0123456789abcdef' }), context()).lines).toContain(
    'host os=Android',
  );
  expect(learn(dhcp, request({ hostName: 'android-tablet' }), context()).lines).toEqual([
    'host name=android-tablet',
  ]);
});

test('an ACK claims the address for the client and shows the server, its router and domain', () => {
  const message = reply({ routers: ['192.168.7.254'], domain: 'office.example' });
  const learned = learn(dhcp, message, fromServer);
  expect(learned.claims).toEqual([
    { mac: HOST_MAC, ip: '192.168.7.20', vlan: 7, source: 'dhcp', at: 1_000_000, packet: 5 },
  ]);
  expect(learned.servers).toEqual([
    { mac: OTHER_MAC, serverId: '192.168.7.1', vlan: 7, relayed: false, at: 1_000_000, packet: 5 },
  ]);
  expect(learned.lines).toEqual([
    `mac-${OTHER_MAC.toString(16)} role=dhcp-server`,
    'host domain=office.example',
    '192.168.7.254 role=router',
  ]);
});

test('an OFFER and a NAK show the server but claim nothing', () => {
  for (const messageType of ['OFFER', 'NAK'] as const) {
    const learned = learn(dhcp, reply({ messageType }), fromServer);
    expect(learned.claims).toEqual([]);
    expect(learned.servers).toHaveLength(1);
  }
});

test('a relayed reply is marked so, and gives the relay no role', () => {
  const learned = learn(dhcp, reply({ relayAddress: '192.168.7.254' }), fromServer);
  expect(learned.servers[0]).toMatchObject({ relayed: true, toClient: true, serverId: '192.168.7.1' });
  expect(learned.lines).toEqual([]);
  expect(learned.claims).toHaveLength(1);
});

test('between server and relay nothing is tied to the VLAN', () => {
  const message = reply({ relayAddress: '192.168.7.254', routers: ['192.168.7.254'] });
  const learned = learn(dhcp, message, { ...fromServer, dstPort: 67 });
  expect(learned.servers[0]).not.toHaveProperty('toClient');
  expect(learned.claims).toEqual([]);
  expect(learned.lines).toEqual([]);
});

test('an ACK that a router may have forwarded is tied to the address, not to the MAC', () => {
  const routed = learn(dhcp, reply({}), { ...fromServer, ttl: 62 });
  expect(routed.lines).toEqual(['192.168.7.1 role=dhcp-server']);
  expect(routed.servers[0].mac).toBeNull();
  const broadcast = learn(dhcp, reply({}), { ...fromServer, ttl: 16, dstMac: BROADCAST_MAC });
  expect(broadcast.servers[0].mac).toBe(OTHER_MAC);
});

test('falls back to the source address without option 54', () => {
  expect(learn(dhcp, reply({ serverId: null }), fromServer).servers[0].serverId).toBe('192.168.7.1');
});

test('ignores group addresses and missing MACs in chaddr', () => {
  for (const clientMac of [null, BROADCAST_MAC]) {
    expect(learn(dhcp, request({ clientMac, hostName: 'desk' }), context()).lines).toEqual([]);
    expect(learn(dhcp, reply({ clientMac }), fromServer).claims).toEqual([]);
  }
});
