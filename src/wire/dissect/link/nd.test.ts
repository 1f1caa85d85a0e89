import { expect, test } from 'vitest';
import { dissect, expectRobust, viewOf } from '../../../../test/fixtures/dissect.ts';
import { type Bytes, concat, ip, mac, u16, u32 } from '../../build/index.ts';
import { nd } from './nd.ts';

const NO_OPTIONS = {
  sourceLinkAddress: null,
  targetLinkAddress: null,
  prefixes: [],
  mtu: null,
  dnsServers: [],
};
/** Type, length in units of eight bytes, value. */
const option = (type: number, ...value: Bytes[]) => {
  const bytes = concat(...value);
  return concat([type, (bytes.length + 2) / 8], bytes);
};
const header = (type: number, code = 0) => [type, code, 0xab, 0xcd];

const ADVERTISED_ROUTER = concat(
  header(134),
  [64, 0xc0],
  u16(1800),
  u32(0),
  u32(0),
  option(1, mac('00:00:5e:00:53:01')),
  option(5, u16(0), u32(1492)),
  option(3, [64, 0xc0], u32(86400), u32(14400), u32(0), ip('2001:db8:0:7::')),
  option(25, u16(0), u32(600), ip('2001:db8::53'), ip('2001:db8::54')),
);
const SOLICITATION = concat(header(135), u32(0), ip('2001:db8::9'), option(1, mac('00:00:5e:00:53:02')));
const ADVERTISEMENT = concat(
  header(136),
  u32(0xe0000000),
  ip('2001:db8::9'),
  option(2, mac('00:00:5e:00:53:09')),
);
const REDIRECT = concat(header(137), u32(0), ip('fe80::1'), ip('2001:db8:1::5'));
const ROUTERS = concat(header(133), u32(0), option(1, mac('00:00:5e:00:53:02')));

test('reads a router advertisement with its options', () => {
  expect(dissect(nd, ADVERTISED_ROUTER)).toEqual({
    kind: 'router-advertisement',
    hopLimit: 64,
    managed: true,
    otherConfig: true,
    lifetimeSeconds: 1800,
    sourceLinkAddress: 0x00005e005301,
    targetLinkAddress: null,
    prefixes: [
      {
        prefix: '2001:db8:0:7::',
        length: 64,
        onLink: true,
        autonomous: true,
        validSeconds: 86400,
        preferredSeconds: 14400,
      },
    ],
    mtu: 1492,
    dnsServers: ['2001:db8::53', '2001:db8::54'],
  });
});

test('reads a question for a neighbour and its answer', () => {
  expect(dissect(nd, SOLICITATION)).toEqual({
    ...NO_OPTIONS,
    kind: 'neighbor-solicitation',
    target: '2001:db8::9',
    sourceLinkAddress: 0x00005e005302,
  });
  expect(dissect(nd, ADVERTISEMENT)).toEqual({
    ...NO_OPTIONS,
    kind: 'neighbor-advertisement',
    target: '2001:db8::9',
    router: true,
    solicited: true,
    override: true,
    targetLinkAddress: 0x00005e005309,
  });
});

test('reads redirects and router solicitations', () => {
  expect(dissect(nd, REDIRECT)).toEqual({
    ...NO_OPTIONS,
    kind: 'redirect',
    target: 'fe80::1',
    destination: '2001:db8:1::5',
  });
  expect(dissect(nd, ROUTERS)).toMatchObject({
    kind: 'router-solicitation',
    sourceLinkAddress: 0x00005e005302,
  });
});

test('an option of no length ends the options', () => {
  expect(dissect(nd, ADVERTISEMENT.slice(0, 24), [2, 0, 0, 0, 0, 0, 0, 0])).toMatchObject({
    targetLinkAddress: null,
  });
});

test('refuses other types, codes that must be ignored, and what is cut', () => {
  const read = (bytes: Uint8Array) => nd.read(viewOf(bytes), 0, bytes.length);
  expect(read(concat(header(128), u32(0), ip('2001:db8::9')))).toBeNull();
  expect(read(concat(header(136, 1), u32(0), ip('2001:db8::9')))).toBeNull();
  expect(read(ADVERTISEMENT.slice(0, 23))).toBeNull();
});

test('holds its promises on every length and on mutated bytes', () => {
  expectRobust(nd, [ADVERTISED_ROUTER, SOLICITATION, ADVERTISEMENT, REDIRECT, ROUTERS]);
});
