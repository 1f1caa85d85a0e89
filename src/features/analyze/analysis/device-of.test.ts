import { describe, expect, it } from 'vitest';
import { ownerFinder } from './device-of.ts';

const at = '2026-01-01T00:00:00.000000Z';
const owns = (ip: string, vlan: number | null, lastSeen = at) => ({ ip, vlan, firstSeen: at, lastSeen });
const nothing = {
  ...{
    vendor: null,
    type: 'unknown' as const,
    names: [],
    attributes: {},
    packetsSent: 0,
    packetsReceived: 0,
  },
  ...{ bytesSent: 0, bytesReceived: 0, isGateway: false, vlans: [], firstSeen: at, lastSeen: at },
  addressesBehind: 0,
} as const;
const router = { ...nothing, id: 'router', macs: ['00:00:5e:00:53:01'], addresses: [owns('192.0.2.1', 10)] };
const plc = { ...nothing, id: 'plc', macs: ['00:00:5e:00:53:02'], addresses: [owns('192.0.2.2', 10)] };
const twin = { ...nothing, id: 'twin', macs: ['00:00:5e:00:53:03'], addresses: [owns('192.0.2.2', 10)] };
const namesake = { ...twin, addresses: [owns('192.0.2.2', 30)] };
const end = (mac: string | null, ip: string | null) => ({ mac, ip, port: null });
const behindRouter = (ip: string) => end('00:00:5e:00:53:01', ip);
const inVlan = (vlan: number | null, device: string) => expect.objectContaining({ device, vlan });

describe('owner of a side', () => {
  it('is who has the address on the VLAN, and not the router that forwards it', () => {
    const of = ownerFinder([router, plc]);
    expect(of(end('00:00:5e:00:53:02', '192.0.2.2'), 10)).toEqual(inVlan(10, 'plc'));
    expect(of(behindRouter('192.0.2.2'), 10)).toEqual(inVlan(10, 'plc'));
    expect(of(behindRouter('198.51.100.9'), 10)).toBeNull();
  });

  it('is the sender of frames without an address, or with the unspecified one', () => {
    const of = ownerFinder([plc]);
    expect(of(end('00:00:5e:00:53:02', null), null)).toEqual(inVlan(null, 'plc'));
    expect(of(end('00:00:5e:00:53:02', '0.0.0.0'), 30)).toEqual(inVlan(30, 'plc'));
    expect(of(end('ff:ff:ff:ff:ff:ff', null), 10)).toBeNull();
    expect(of(end(null, null), null)).toBeNull();
  });

  it('goes by the MAC when two devices claim one address', () => {
    const of = ownerFinder([plc, twin]);
    expect(of(end('00:00:5e:00:53:03', '192.0.2.2'), 10)).toEqual(inVlan(10, 'twin'));
    expect(of(behindRouter('192.0.2.2'), 10)).toBeNull();
  });

  it('of what was routed from another VLAN is the only one who has the address anywhere', () => {
    const of = ownerFinder([router, plc]);
    expect(of(behindRouter('192.0.2.2'), 30)).toEqual(inVlan(10, 'plc'));
    expect(of(behindRouter('192.0.2.2'), null)).toEqual(inVlan(10, 'plc'));
  });

  it('of what was routed is nobody when several have the address, on one VLAN or on two', () => {
    expect(ownerFinder([plc, twin])(behindRouter('192.0.2.2'), 40)).toBeNull();
    // Not even by a MAC: on this VLAN none of them has it.
    expect(ownerFinder([plc, twin])(end('00:00:5e:00:53:02', '192.0.2.2'), 40)).toBeNull();
    const of = ownerFinder([plc, namesake]);
    expect(of(behindRouter('192.0.2.2'), 40)).toBeNull();
    expect(of(behindRouter('192.0.2.2'), 10)).toEqual(inVlan(10, 'plc'));
    expect(of(behindRouter('192.0.2.2'), 30)).toEqual(inVlan(30, 'twin'));
  });

  it('of an IPv6 address that two have is told by the MAC, in a network of any size', () => {
    const six = { ...plc, addresses: [owns('2001:db8::2', 10)] };
    const others = Array.from({ length: 300 }, (_, i) => ({
      ...{ ...nothing, id: `${i}`, macs: [`00:00:5e:00:54:${(i % 256).toString(16).padStart(2, '0')}`] },
      addresses: [owns(`198.51.100.${i % 256}`, i)],
    }));
    const of = ownerFinder([...others, six, { ...twin, addresses: six.addresses }]);
    expect(of(end('00:00:5e:00:53:02', '2001:db8::2'), 10)).toEqual(inVlan(10, 'plc'));
    expect(of(end('00:00:5e:00:53:03', '2001:db8::2'), 10)).toEqual(inVlan(10, 'twin'));
    expect(of(behindRouter('198.51.100.77'), 77)).toEqual(inVlan(77, '77'));
    expect(of(end(null, '198.51.100.7'), 263)).toEqual(inVlan(263, '263'));
    expect(of(end('00:00:5e:00:54:07', null), null)).toEqual(inVlan(null, '263'));
  });

  it('of what was routed is on the VLAN where it was seen last', () => {
    const addresses = [owns('192.0.2.2', 10, '2026-01-02T00:00:00.000000Z'), owns('192.0.2.2', 20)];
    for (const list of [addresses, addresses.toReversed()]) {
      const of = ownerFinder([{ ...plc, addresses: list }]);
      expect(of(behindRouter('192.0.2.2'), 30)).toEqual(inVlan(10, 'plc'));
      expect(of(behindRouter('192.0.2.2'), 20)).toEqual(inVlan(20, 'plc'));
    }
  });

  it.each(['239.1.1.1', '255.255.255.255', '169.254.7.7', 'ff02::fb', 'fe80::7', '::1', 'no address'])(
    'of %s is nobody of another VLAN: routers do not forward it',
    (ip) => {
      const of = ownerFinder([{ ...plc, addresses: [owns(ip, 10)] }]);
      expect(of(end(null, ip), 10)).toEqual(inVlan(10, 'plc'));
      expect(of(end(null, ip), 30)).toBeNull();
    },
  );

  it('of a routed IPv6 address is found as well', () => {
    const of = ownerFinder([{ ...plc, addresses: [owns('2001:db8::2', 10)] }]);
    expect(of(behindRouter('2001:db8::2'), 30)).toEqual(inVlan(10, 'plc'));
  });

  it('without an address is never routed, nor with the unspecified one', () => {
    const of = ownerFinder([{ ...plc, addresses: [owns('0.0.0.0', 10), owns('::', 10)] }]);
    for (const ip of ['0.0.0.0', '::', null]) expect(of(end('00:00:5e:00:53:01', ip), 30)).toBeNull();
  });
});
