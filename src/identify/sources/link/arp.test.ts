import { expect, test } from 'vitest';
import { BROADCAST_MAC, context, HOST_MAC, learn, OTHER_MAC } from '../../../../test/fixtures/sightings.ts';
import { parseIpv4 } from '../../../base/ip.ts';
import type { ArpMessage } from '../../../wire/dissect/link/arp.ts';
import { arp } from './arp.ts';

const word = (text: string) => (parseIpv4(text) ?? 0) | 0;
const REPLY: ArpMessage = {
  operation: 'reply',
  senderMac: HOST_MAC,
  senderIp: word('192.168.7.20'),
  targetMac: OTHER_MAC,
  targetIp: word('192.168.7.30'),
  probe: false,
  gratuitous: false,
};
const claims = (fields: Partial<ArpMessage>, where = context()) =>
  learn(arp, { ...REPLY, ...fields }, where).claims;

test('requests, replies and announcements claim the sender pair', () => {
  const claim = { mac: HOST_MAC, ip: '192.168.7.20', vlan: 7, source: 'arp', at: 1_000_000, packet: 5 };
  expect(claims({})).toEqual([claim]);
  expect(claims({ operation: 'request' })).toEqual([claim]);
  expect(claims({ operation: 'request', targetIp: word('192.168.7.20'), gratuitous: true })).toEqual([claim]);
});

test('a probe is no claim', () => {
  expect(claims({ operation: 'request', senderIp: 0, probe: true })).toEqual([]);
});

test('nor is what another interface says: proxies and relays', () => {
  expect(claims({}, context({ srcMac: OTHER_MAC }))).toEqual([]);
  expect(claims({}, context({ srcMac: null }))).toHaveLength(1);
});

test('nor are pairs that name no host, nor RARP', () => {
  expect(claims({ senderIp: word('224.0.0.9') })).toEqual([]);
  expect(claims({ senderIp: -1 })).toEqual([]);
  expect(claims({ senderMac: 0 }, context({ srcMac: 0 }))).toEqual([]);
  expect(claims({ senderMac: BROADCAST_MAC }, context({ srcMac: BROADCAST_MAC }))).toEqual([]);
  expect(claims({ operation: 'rarp-reply' })).toEqual([]);
});
