import { describe, expect, it } from 'vitest';
import type { Device } from '../../model/analysis.ts';
import type { FlowView } from '../../model/flow-view.ts';
import type { Inventory } from '../inventory.ts';
import { arpClaim, connection, finish, flow, inventoryWith, mac, START } from '../samples.ts';

const HOST = mac(0x0a);
const OTHER = mac(0x0b);
const ROUTER = mac(0x01);

/** The devices by MAC after these conversations, and whatever else `more` tells. */
function devicesAfter(flows: readonly FlowView[], more?: (inventory: Inventory) => void) {
  const inventory = inventoryWith();
  for (const view of flows) inventory.addFlow(view);
  more?.(inventory);
  const byMac = new Map(finish(inventory).devices.map((device) => [device.macs[0], device]));
  return (last: number): Device =>
    byMac.get(`00:00:5e:00:53:${last.toString(16).padStart(2, '0')}`) as Device;
}

const ips = (device: Device) => device.addresses.map((address) => address.ip);
const fromHost = { srcMac: HOST, dstMac: ROUTER, from: '192.168.1.10', dstPort: 443 };

describe('a gateway', () => {
  it('carries addresses whose hop limit was decremented, and owns none of them', () => {
    const of = devicesAfter([
      connection({ ...fromHost, to: '198.51.100.1', ttlBack: 54 }),
      connection({ ...fromHost, to: '203.0.113.9', ttlBack: 117 }),
      connection({ ...fromHost, to: '192.168.1.1', ttlBack: 64, dstPort: 53 }),
    ]);
    expect(of(1)).toMatchObject({ isGateway: true, addressesBehind: 2, type: 'router' });
    expect(ips(of(1))).toEqual(['192.168.1.1']);
    expect(of(1).attributes.services.value).toBe('dns/53');
    expect(of(1).attributes.gateway.value).toContain('hop limit was already decremented');
    expect(of(1).attributes.gateway.evidence.length).toBeGreaterThan(0);
    expect(of(0x0a)).toMatchObject({ isGateway: false, addressesBehind: 0 });
    expect(ips(of(0x0a))).toEqual(['192.168.1.10']);
  });

  it('is one that sends for more than three addresses it never claims', () => {
    const flows = [1, 2, 3, 4].map((n) => connection({ ...fromHost, to: `10.9.${n}.1` }));
    expect(devicesAfter(flows.slice(0, 3))(1)).toMatchObject({ isGateway: false, addressesBehind: 0 });
    expect(devicesAfter(flows)(1)).toMatchObject({ isGateway: true, addressesBehind: 4, addresses: [] });
  });

  it('keeps a public address that answers a private one behind it, even with an initial hop limit', () => {
    const of = devicesAfter([connection({ ...fromHost, to: '198.51.100.1', ttlBack: 64 })]);
    expect(of(1)).toMatchObject({ isGateway: true, addressesBehind: 1, addresses: [] });
  });

  it('is one that only receives for others', () => {
    const arpOnly = flow({ srcMac: ROUTER, dstMac: HOST, etherType: 0x0806 });
    const flows = [1, 2, 3, 4].map((n) => flow({ ...fromHost, to: `10.9.${n}.1` }));
    expect(devicesAfter([arpOnly, ...flows])(1)).toMatchObject({ isGateway: true, addresses: [] });
    expect(devicesAfter([arpOnly, flow({ ...fromHost, to: '198.51.100.1' })])(1).isGateway).toBe(true);
    expect(devicesAfter([arpOnly, ...flows.slice(0, 3)])(1).isGateway).toBe(false);
  });

  it('is one that says so in a router advertisement', () => {
    const of = devicesAfter(
      [flow({ srcMac: ROUTER, dstMac: HOST, from: 'fe80::1', to: 'ff02::1', ttl: 255 })],
      (to) =>
        to.sight({
          subject: { mac: ROUTER },
          attribute: 'role',
          value: 'router',
          confidence: 0.95,
          source: 'nd router advertisement',
          at: START,
          packet: 1,
        }),
    );
    expect(of(1)).toMatchObject({ isGateway: true, type: 'router' });
    expect(ips(of(1))).toEqual(['fe80::1']);
  });

  it.each([
    ['VRRP', 0x00_00_5e_00_01_0a],
    ['VRRP', 0x00_00_5e_00_02_0a],
    ['HSRP', 0x00_00_0c_07_ac_01],
    ['HSRP', 0x00_00_0c_9f_f0_01],
    ['GLBP', 0x00_07_b4_00_01_01],
  ])('is the owner of a %s virtual MAC', (_protocol, virtual) => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: virtual, dstMac: HOST, from: '192.168.1.1', to: '192.168.1.10' }));
    expect(finish(inventory).devices[0]).toMatchObject({ isGateway: true, type: 'router' });
  });
});

describe('a virtual router MAC', () => {
  it('owns what it claims, not the addresses of the routers that send hellos from it', () => {
    const virtual = 0x00_00_5e_00_01_0a;
    const inventory = inventoryWith();
    const hello = { srcMac: virtual, dstMac: 0x0100_5e00_0012, to: '224.0.0.18', ttl: 255, ipProtocol: 112 };
    inventory.addFlow(flow({ ...hello, from: '192.168.1.2' }));
    inventory.addFlow(flow({ ...hello, from: '192.168.1.3' }));
    arpClaim(inventory, virtual, '192.168.1.1');
    const [device] = finish(inventory).devices;
    expect(ips(device)).toEqual(['192.168.1.1']);
    expect(device.addressesBehind).toBe(0);
  });
});

describe('a host', () => {
  it('that makes up its hop limits still owns its address', () => {
    const probes = Array.from({ length: 23 }, (_, n) =>
      flow({ srcMac: HOST, dstMac: OTHER, from: '10.0.0.5', to: '10.0.0.6', ttl: 37 + n }),
    );
    expect(ips(devicesAfter(probes)(0x0a))).toEqual(['10.0.0.5']);
    expect(ips(devicesAfter(probes.slice(0, 8))(0x0a))).toEqual([]);
  });

  it('with several claimed addresses is no gateway', () => {
    const addresses = [1, 2, 3, 4, 5, 6].map((n) => `10.0.${n}.5`);
    const of = devicesAfter(
      addresses.map((from) => flow({ srcMac: HOST, dstMac: OTHER, from, to: '10.0.1.9' })),
      (inventory) => {
        for (const ip of addresses) arpClaim(inventory, HOST, ip);
      },
    );
    expect(of(0x0a)).toMatchObject({ isGateway: false, addressesBehind: 0 });
    expect(ips(of(0x0a))).toEqual(addresses);
  });

  it('owns its IPv6 privacy addresses', () => {
    const addresses = [1, 2, 3, 4, 5, 6, 7].map((n) => `2001:db8:1:2::${n}`);
    const of = devicesAfter(
      addresses.map((from) =>
        connection({ srcMac: HOST, dstMac: ROUTER, from, to: '2001:db8:9::1', ttlBack: 55 }),
      ),
    );
    expect(of(0x0a)).toMatchObject({ isGateway: false, addressesBehind: 0 });
    expect(ips(of(0x0a))).toEqual(addresses);
    expect(of(1)).toMatchObject({ isGateway: true, addressesBehind: 1, addresses: [] });
  });

  it('owns what it claims, whatever the hop limit', () => {
    const of = devicesAfter(
      [flow({ srcMac: HOST, dstMac: OTHER, from: '10.0.0.5', to: '10.0.0.6', ttl: 63 })],
      (to) => arpClaim(to, HOST, '10.0.0.5'),
    );
    expect(of(0x0a)).toMatchObject({ isGateway: false, addressesBehind: 0 });
  });

  it('owns an address it uses towards link-local groups', () => {
    const of = devicesAfter([
      flow({ srcMac: HOST, dstMac: 0x0100_5e00_00fb, from: '198.51.100.5', to: '224.0.0.251', ttl: 255 }),
      connection({ srcMac: HOST, dstMac: OTHER, from: '198.51.100.5', to: '10.0.0.6' }),
    ]);
    expect(ips(of(0x0a))).toEqual(['198.51.100.5']);
    expect(of(0x0a).isGateway).toBe(false);
  });

  it.each([1, 30, 60, 100, 200, 253, 254])('may send with the unusual hop limit %i', (ttl) => {
    const of = devicesAfter([flow({ srcMac: HOST, dstMac: OTHER, from: '10.0.0.5', to: '10.0.0.6', ttl })]);
    expect(ips(of(0x0a))).toEqual(['10.0.0.5']);
    expect(of(0x0a).isGateway).toBe(false);
  });

  it('on a public segment owns its public address though a private one talks to it', () => {
    const toServers = ['198.51.100.10', '198.51.100.11'].map((to, n) =>
      connection({ srcMac: HOST, dstMac: mac(0x20 + n), from: '10.0.0.5', to }),
    );
    const of = devicesAfter(toServers);
    expect(ips(of(0x20))).toEqual(['198.51.100.10']);
    expect(of(0x21).isGateway).toBe(false);
  });

  it('owns its public address when the private one talking to it was itself forwarded', () => {
    const of = devicesAfter([
      connection({ srcMac: ROUTER, dstMac: HOST, from: '10.0.0.5', to: '198.51.100.10', ttl: 63 }),
    ]);
    expect(ips(of(0x0a))).toEqual(['198.51.100.10']);
    expect(of(1)).toMatchObject({ isGateway: true, addressesBehind: 1, addresses: [] });
  });
});
