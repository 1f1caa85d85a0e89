import { expect, test } from 'vitest';
import { BROADCAST_MAC, context, learn } from '../../../../test/fixtures/sightings.ts';
import type { NbnsMessage } from '../../../wire/dissect/names/nbns.ts';
import { nbns } from './nbns.ts';

const netbios = (name: string, suffix: number) => ({ name, suffix, scope: null });
function message(fields: Partial<NbnsMessage>): NbnsMessage {
  return {
    id: 1,
    isResponse: false,
    operation: 'registration',
    broadcast: true,
    rcode: 0,
    question: null,
    names: [],
    status: null,
    whole: true,
    ...fields,
  };
}
const named = (name: string, suffix: number, group = false, ip = '192.168.7.20') => [
  { name: netbios(name, suffix), ttlSeconds: 0, owners: [{ group, ip }] },
];
const broadcast = context({ dstMac: BROADCAST_MAC, dstIp: '192.168.7.255', ttl: 128 });

test.each([
  ['DESK-7', 0x00, false, ['name=DESK-7']],
  ['DESK-7', 0x20, false, ['name=DESK-7']],
  ['DESK-7', 0x03, false, []],
  ['OFFICE', 0x00, true, ['domain=OFFICE']],
  ['OFFICE', 0x1d, false, ['domain=OFFICE']],
  ['OFFICE', 0x1e, true, ['domain=OFFICE']],
  ['OFFICE', 0x1b, false, ['role=domain-controller', 'domain=OFFICE']],
  ['OFFICE', 0x1c, true, ['role=domain-controller', 'domain=OFFICE']],
  ['INet~Services', 0x1c, true, []],
  ['IS~DESK-7', 0x00, false, []],
  ['\\x01\\x02__MSBROWSE__\\x02', 0x01, true, []],
])('registering %s<%i>', (name, suffix, group, expected) => {
  const { lines } = learn(nbns, message({ names: named(name, suffix, group) }), broadcast);
  expect(lines).toEqual(expected.map((line) => `host ${line}`));
});

test('a registration sent to a name server, or through a router, is tied to the address', () => {
  const registration = message({ names: named('DESK-7', 0) });
  expect(learn(nbns, registration, context()).lines).toEqual(['192.168.7.20 name=DESK-7']);
  expect(learn(nbns, registration, { ...broadcast, ttl: 127 }).lines).toEqual(['192.168.7.20 name=DESK-7']);
});

test('a registration for another address than the sender says nothing', () => {
  expect(learn(nbns, message({ names: named('DESK-7', 0, false, '192.168.7.99') }), broadcast).lines).toEqual(
    [],
  );
});

test('an answer names the owner: the responder, or with less confidence somebody of the site', () => {
  const answer = (ip: string) =>
    message({ isResponse: true, operation: 'query', names: named('DESK-9', 0x20, false, ip) });
  expect(learn(nbns, answer('192.168.7.20'), context()).sightings[0]).toMatchObject({
    subject: { ip: '192.168.7.20', vlan: 7 },
    value: 'DESK-9',
    confidence: 0.9,
  });
  expect(learn(nbns, answer('192.168.7.99'), context()).sightings[0]).toMatchObject({
    subject: { ip: '192.168.7.99', vlan: 7 },
    confidence: 0.5,
  });
  expect(learn(nbns, answer('203.0.113.9'), context()).lines).toEqual([]);
});

test('a node status answer gives all active names', () => {
  const status = {
    names: [
      { name: netbios('DESK-7', 0x00), group: false, active: true },
      { name: netbios('OFFICE', 0x00), group: true, active: true },
      { name: netbios('OLD', 0x20), group: false, active: false },
    ],
    mac: null,
  };
  expect(learn(nbns, message({ isResponse: true, operation: 'query', status }), context()).lines).toEqual([
    '192.168.7.20 name=DESK-7',
    '192.168.7.20 domain=OFFICE',
  ]);
});

test('refusals, releases and queries say nothing', () => {
  const names = named('DESK-7', 0);
  expect(
    learn(nbns, message({ names, rcode: 6, isResponse: true, operation: 'query' }), context()).lines,
  ).toEqual([]);
  expect(learn(nbns, message({ names, operation: 'release' }), broadcast).lines).toEqual([]);
  expect(learn(nbns, message({ operation: 'query' }), broadcast).lines).toEqual([]);
  expect(learn(nbns, message({ names, isResponse: true }), context()).lines).toEqual([]);
});
