import { expect, test } from 'vitest';
import { context, HOST_MAC, learn, OTHER_MAC } from '../../../../test/fixtures/sightings.ts';
import type { NdMessage, NdOptions } from '../../../wire/dissect/link/nd.ts';
import { nd } from './nd.ts';

const NO_OPTIONS: NdOptions = {
  sourceLinkAddress: null,
  targetLinkAddress: null,
  prefixes: [],
  mtu: null,
  dnsServers: [],
};
const onLink = (srcIp: string) => context({ srcIp, dstIp: 'ff02::1', ttl: 255 });
const advertisement = (
  fields: { target?: string; mac?: number | null; router?: boolean } = {},
): NdMessage => ({
  ...NO_OPTIONS,
  kind: 'neighbor-advertisement',
  target: fields.target ?? '2001:db8::9',
  targetLinkAddress: fields.mac === undefined ? HOST_MAC : fields.mac,
  router: fields.router ?? false,
  solicited: true,
  override: true,
});
const solicitation = (sourceLinkAddress: number | null): NdMessage => ({
  ...NO_OPTIONS,
  kind: 'neighbor-solicitation',
  target: '2001:db8::9',
  sourceLinkAddress,
});
const routerAdvertisement = (lifetimeSeconds: number): NdMessage => ({
  ...NO_OPTIONS,
  kind: 'router-advertisement',
  hopLimit: 64,
  managed: false,
  otherConfig: false,
  lifetimeSeconds,
  sourceLinkAddress: HOST_MAC,
});
const pairs = (message: NdMessage, where = onLink('fe80::1')) =>
  learn(nd, message, where).claims.map((claim) => [claim.ip, claim.mac, claim.source]);

test('an advertisement claims its target, a solicitation its source', () => {
  expect(pairs(advertisement())).toEqual([['2001:db8::9', HOST_MAC, 'nd']]);
  expect(pairs(solicitation(HOST_MAC))).toEqual([['fe80::1', HOST_MAC, 'nd']]);
});

test('no claim without the link-layer option, nor in duplicate address detection', () => {
  expect(pairs(advertisement({ mac: null }))).toEqual([]);
  expect(pairs(solicitation(null), onLink('::'))).toEqual([]);
  expect(pairs(solicitation(HOST_MAC), onLink('::'))).toEqual([]);
});

test('no claim for somebody else, nor of addresses that name no host', () => {
  expect(pairs(advertisement({ mac: OTHER_MAC }))).toEqual([]);
  expect(pairs(advertisement({ target: 'ff02::1' }))).toEqual([]);
});

test('who advertises itself as a default router is one', () => {
  const roles = (message: NdMessage) => learn(nd, message, onLink('fe80::1')).lines;
  expect(roles(routerAdvertisement(1800))).toEqual(['host role=router']);
  expect(roles(routerAdvertisement(0))).toEqual([]);
  expect(roles(advertisement({ router: true }))).toEqual(['host role=router']);
  expect(pairs(routerAdvertisement(1800))).toEqual([['fe80::1', HOST_MAC, 'nd']]);
});

test('believes nothing that came through a router', () => {
  const through = context({ srcIp: 'fe80::1', ttl: 254 });
  expect(learn(nd, routerAdvertisement(1800), through)).toMatchObject({ claims: [], sightings: [] });
});
