import { expect, test } from 'vitest';
import { context, HOST_MAC, OTHER_MAC } from '../../../test/fixtures/sightings.ts';
import { DISSECTORS } from '../../wire/dissect/index.ts';
import type { AddressClaim } from '../sighting.ts';
import { IDENTITY_SOURCES, observe } from './index.ts';

test('every dissected protocol has its source, but TLS', () => {
  const sources = IDENTITY_SOURCES.map((source) => source.protocol);
  const dissected = DISSECTORS.map((dissector) => dissector.protocol);
  expect(new Set(sources).size).toBe(sources.length);
  expect([...sources, 'tls'].sort()).toEqual([...dissected].sort());
});

test('hands a message to its own source', () => {
  const claims: AddressClaim[] = [];
  const sink = {
    sight() {},
    claim: (claim: AddressClaim) => claims.push(claim),
    dhcpServer() {},
    sightingsDropped: 0,
  };
  const pair = {
    senderMac: HOST_MAC,
    senderIp: 0x0a000001,
    targetMac: OTHER_MAC,
    targetIp: 0x0a000002,
  };
  observe(
    { protocol: 'arp', message: { operation: 'reply', ...pair, probe: false, gratuitous: false } },
    context(),
    sink,
  );
  expect(claims).toMatchObject([{ mac: HOST_MAC, ip: { version: 4, w0: 0x0a000001 }, source: 'arp' }]);
});

test('a TLS hello says nothing of identity', () => {
  const sink = {
    sight: () => expect.unreachable(),
    claim: () => expect.unreachable(),
    dhcpServer: () => expect.unreachable(),
    sightingsDropped: 0,
  };
  const message = {
    kind: 'server-hello',
    version: 0x0303,
    cipher: 0x002f,
    alpn: [],
    complete: true,
  } as const;
  observe({ protocol: 'tls', message }, context(), sink);
});
