/** What conversations tell of devices, case by case: what the tables are for is seen in the devices only. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../model/analysis.ts';
import type { FlowView, Told } from '../../../model/flow-view.ts';
import { attempt, connection, type FlowSample, finish, flow, inventoryWith, mac } from '../../samples.ts';
import { Claims } from '../../tables/claims.ts';
import { CLAIMED_ARP } from '../../tables/layout.ts';
import { Core } from '../core.ts';

const HOST = mac(0x0a);
const OTHER = mac(0x0b);
const ROUTER = mac(0x01);

function told(flows: readonly (FlowView | [FlowView, Told])[], limits = {}) {
  const inventory = inventoryWith(limits);
  for (const each of flows) {
    if (Array.isArray(each)) inventory.addFlow(each[0], each[1]);
    else inventory.addFlow(each);
  }
  const { devices, dropped } = finish(inventory);
  const of = (last: number): Device =>
    devices.find(({ macs }) => macs[0] === `00:00:5e:00:53:${last.toString(16).padStart(2, '0')}`) as Device;
  return { of, dropped, inventory };
}

const between = { srcMac: HOST, dstMac: OTHER, from: '192.168.1.10', to: '192.168.1.20' };

describe('what is near', () => {
  it('keeps its room, however many addresses are behind routers', () => {
    const far = [1, 2, 3, 4, 5].map((n) =>
      flow({ srcMac: ROUTER, dstMac: OTHER, from: `203.0.113.${n}`, to: '192.168.1.20', ttl: 50 }),
    );
    const near = [1, 2].map((n) =>
      flow({ srcMac: mac(0x20 + n), dstMac: OTHER, from: `192.168.1.${n}`, to: '192.168.1.20' }),
    );
    const { of } = told([...far, ...near], { maxAddresses: 3 });
    expect([of(0x21), of(0x22)].map((device) => device.addresses[0]?.ip)).toEqual([
      '192.168.1.1',
      '192.168.1.2',
    ]);
  });

  it('counts no destination that found no room as lost', () => {
    const to = ['192.168.1.21', '192.168.1.22', '192.168.1.23'];
    const { dropped } = told(
      to.map((address, n) => flow({ ...between, dstMac: mac(0x20 + n), to: address })),
      { maxAddresses: 1 },
    );
    expect(dropped.addresses).toBe(0);
  });
});

describe('evidence of forwarding', () => {
  it('is no address of a sender to a group when a router decremented its hop limit', () => {
    const group = { srcMac: HOST, dstMac: 0x0100_5e00_00fb, from: '198.51.100.5', to: '224.0.0.251' };
    expect(told([flow({ ...group, ttl: 255 })]).of(0x0a).addresses).toHaveLength(1);
    expect(told([flow({ ...group, ttl: 63 })]).of(0x0a).addresses).toEqual([]);
  });

  it('needs a private address that sent to public ones, not one that was only sent to', () => {
    const toPublic = { srcMac: HOST, dstMac: ROUTER, from: '192.168.1.10', to: '203.0.113.9' };
    const answer = flow({ srcMac: ROUTER, dstMac: HOST, from: '192.168.1.1', to: '192.168.1.10' });
    const reasons = (flows: FlowView[]) =>
      String(told([...flows, answer]).of(1).attributes.gateway?.value ?? '');
    const words = 'receives packets from private addresses for public ones';
    expect(reasons([connection(toPublic)])).toContain('public addresses talk to private ones');
    expect(reasons([flow(toPublic)])).toContain(words);
    const back = { packets: 0, bytes: 0, packetsBack: 1, bytesBack: 100 };
    // The private address is the responder, and never sent; the public one sent once to it, and once got something from others.
    const received = flow({ srcMac: OTHER, dstMac: ROUTER, from: '198.51.100.7', to: '203.0.113.9' });
    expect(reasons([flow({ ...toPublic, ...back, ttlBack: 64 }), received])).not.toContain(words);
  });

  it('is no public address that was only sent to, and sent elsewhere', () => {
    const asked = flow({ srcMac: HOST, dstMac: ROUTER, from: '192.168.1.10', to: '203.0.113.9' });
    const elsewhere = flow({ srcMac: ROUTER, dstMac: OTHER, from: '203.0.113.9', to: '198.51.100.7' });
    expect(
      told([asked, elsewhere])
        .of(1)
        .addresses.map(({ ip }) => ip),
    ).toEqual(['203.0.113.9']);
  });

  it('counts an address behind a router once, on however many VLANs', () => {
    const behind = [7, 8].flatMap((vlan) =>
      [1, 2].map((n) =>
        flow({ srcMac: ROUTER, dstMac: OTHER, vlan, from: `203.0.113.${n}`, to: '192.168.1.20', ttl: 50 }),
      ),
    );
    expect(told(behind).of(1).addressesBehind).toBe(2);
  });
});

describe('a service', () => {
  const web = (fields: FlowSample) => connection({ ...between, dstPort: 8443, ...fields });
  const services = (flows: Parameters<typeof told>[0]) =>
    told(flows).of(0x0b).attributes.services?.value ?? null;

  it('is what content says, not what is usual on the port', () => {
    expect(services([web({}), web({}), web({ app: 'ssh' })])).toBe('ssh/8443');
  });

  it('is what most conversations were, and one that goes on is one', () => {
    const long = web({ app: 'ssh', packets: 60, packetsBack: 50 });
    const before = { packets: 6, bytes: 900, packetsBack: 5, bytesBack: 4000, app: 'ssh' };
    const others = [web({ app: 'tls' }), web({ app: 'tls' })];
    expect(services([...others, web({ app: 'ssh' }), [long, before], [long, before]])).toBe('tls/8443');
    expect(services([...others, web({ app: 'ssh' }), web({ app: 'ssh' }), web({ app: 'ssh' })])).toBe(
      'ssh/8443',
    );
  });

  it('is seen first in the earliest packet, whichever comes first', () => {
    const { of } = told([web({ firstPacket: 9 }), web({ firstPacket: 3 }), web({ firstPacket: 5 })]);
    expect(of(0x0b).attributes.services.evidence.map(({ packet }) => packet)).toEqual([3]);
  });

  it('is none where a connection was refused, or that a far host offers', () => {
    expect(services([attempt({ ...between, dstPort: 8443 }, true)])).toBeNull();
    expect(services([web({ ttlBack: 60 - 1 })])).toBeNull();
  });
});

describe('what was seen', () => {
  it('counts every time what a full set refuses', () => {
    for (const refused of [{ from: '192.168.1.30' }, { to: '192.168.1.30' }]) {
      const { inventory } = told([flow(between)], { maxAddresses: 2 });
      for (let n = 0; n < 3; n++) inventory.addFlow(flow({ ...between, ...refused }));
      expect([inventory.addresses.size, inventory.addresses.dropped]).toEqual([2, 3]);
    }
  });

  it('takes no address for another when there is no room', () => {
    const core = new Core({ maxMacs: 10, maxAddresses: 1 });
    const claim = (version: number, w0: number, w3: number, packet: number) =>
      core.program.claim(2, 1, version, w0, 0, 0, w3, -1, CLAIMED_ARP, packet, packet);
    for (const w0 of [0x2001_0db8, 0x0a00_0001, 0x0a00_0002, 0x0a00_0003]) claim(4, w0, 0, 1);
    for (let w3 = 1; w3 < 9; w3++) {
      claim(6, 0x2001_0db8, w3, 2);
      expect(core.program.findAddress(6, 0x2001_0db8, 0, 0, w3)).toBe(-1);
    }
    expect(new Claims(core).of(0).lastPacket).toBe(1);
    expect(core.program.findAddress(4, 0x2001_0db8, 0, 0, 0)).toBe(0);
  });
});
