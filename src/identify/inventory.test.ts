import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowView } from '../model/flow-view.ts';
import { ETHER } from '../wire/ethertypes.ts';
import { NEW_DST_MAC, NEW_SRC_MAC } from './core/program/fold.ts';
import {
  arpClaim,
  attempt,
  connection,
  finish,
  flow,
  inventoryWith,
  ipOf,
  mac,
  SECOND,
  START,
} from './samples.ts';

const A = mac(0x0a);
const B = mac(0x0b);

describe('devices', () => {
  it('are the interfaces that sent, with the totals of both directions', () => {
    const inventory = inventoryWith();
    inventory.addFlow(
      connection({ srcMac: A, dstMac: B, from: '192.168.1.10', to: '192.168.1.20', dstPort: 22, end: 3 }),
    );
    const { devices } = finish(inventory);
    expect(devices.map((device) => device.id)).toEqual(['mac-00005e00530a', 'mac-00005e00530b']);
    expect(devices[0]).toMatchObject({
      macs: ['00:00:5e:00:53:0a'],
      packetsSent: 6,
      packetsReceived: 5,
      bytesSent: 900,
      bytesReceived: 4000,
      firstSeen: '2026-01-01T00:00:00.000000Z',
      lastSeen: '2026-01-01T00:00:03.000000Z',
      isGateway: false,
    });
    expect(devices[1].addresses).toEqual([
      {
        ip: '192.168.1.20',
        vlan: null,
        firstSeen: '2026-01-01T00:00:00.000000Z',
        lastSeen: '2026-01-01T00:00:03.000000Z',
      },
    ]);
    expect(devices[1].attributes.services.value).toBe('ssh/22');
    expect(devices[0].attributes.servicesUsed.value).toBe('ssh/22');
  });

  it('are not made of destinations, group addresses or the zero address', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: A, dstMac: B, from: '192.168.1.10', to: '192.168.1.20' }));
    inventory.addFlow(
      flow({ srcMac: 0x01_00_5e_00_00_01, dstMac: A, from: '192.168.1.11', to: '192.168.1.10' }),
    );
    inventory.addFlow(flow({ srcMac: 0, dstMac: 0, from: '127.0.0.1', to: '127.0.0.1', packetsBack: 1 }));
    const { devices } = finish(inventory);
    expect(devices.map((device) => device.id)).toEqual(['mac-00005e00530a']);
    expect(devices[0].packetsReceived).toBe(1);
  });

  it('show a packet for a gateway that only its virtual MAC or its own word makes one', () => {
    const inventory = inventoryWith();
    const VRRP = 0x00_00_5e_00_01_0a;
    inventory.addFlow(flow({ srcMac: VRRP, dstMac: B, from: '192.168.1.1', to: '224.0.0.18' }));
    inventory.addFlow(flow({ srcMac: A, dstMac: B, from: '192.168.1.2', to: '192.168.1.20' }));
    inventory.sight({
      ...{ subject: { mac: A }, attribute: 'role', value: 'router', confidence: 0.9 },
      ...{ source: 'nd router advertisement', at: START, packet: 1 },
    });
    const { devices } = finish(inventory);
    for (const { attributes } of devices) {
      expect(attributes.gateway.evidence).toHaveLength(1);
      expect(attributes.type).toMatchObject({ value: 'router', evidence: [expect.anything()] });
    }
    expect(devices).toHaveLength(2);
  });

  it('count what they received before they first sent', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: A, dstMac: B, from: '192.168.1.10', to: '192.168.1.20', packets: 7 }));
    inventory.addFlow(flow({ srcMac: B, dstMac: A, from: '192.168.1.20', to: '192.168.1.10', start: 9 }));
    expect(finish(inventory).devices[1]).toMatchObject({ packetsReceived: 7, packetsSent: 1 });
  });

  it('come from tunnels too, whose bytes count once, outside', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: A, dstMac: B, from: '192.168.1.10', to: '192.168.1.20', bytes: 150 }));
    inventory.addFlow(
      flow({ srcMac: mac(1), dstMac: mac(2), from: '10.0.0.1', to: '10.0.0.2', tunnel: 1, bytes: 100 }),
    );
    inventory.addFlow(flow({ from: '10.1.0.1', to: '10.1.0.2', tunnel: 1 }));
    const { devices } = finish(inventory);
    expect(devices.map(({ id, bytesSent }) => [id, bytesSent])).toEqual([
      ['mac-00005e005301', 0],
      ['mac-00005e00530a', 150],
    ]);
    expect(devices[0].addresses.map((address) => address.ip)).toEqual(['10.0.0.1']);
  });

  it('are addresses on links without MACs', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ from: '192.0.2.1', to: '198.51.100.7', packetsBack: 2, ttlBack: 50 }));
    inventory.addFlow(flow({ from: '2001:db8::5', to: 'ff02::1' }));
    const { devices } = finish(inventory);
    expect(devices.map(({ id, macs }) => [id, macs])).toEqual([
      ['ip-192.0.2.1', []],
      ['ip-198.51.100.7', []],
      ['ip-2001:db8::5', []],
    ]);
    expect(devices.every((device) => !device.isGateway && device.addresses.length === 1)).toBe(true);
  });

  it('never own addresses that name no host', () => {
    const inventory = inventoryWith();
    for (const from of ['0.0.0.0', '224.0.0.1', '255.255.255.255', '127.0.0.1']) {
      inventory.addFlow(flow({ srcMac: A, dstMac: B, from, to: '192.168.1.1' }));
    }
    inventory.addFlow(flow({ srcMac: A, dstMac: B, from: '::', to: 'ff02::1' }));
    arpClaim(inventory, A, '0.0.0.0');
    expect(finish(inventory).devices[0].addresses).toEqual([]);
  });

  it('keep one interval per address and VLAN', () => {
    const inventory = inventoryWith();
    const common = { srcMac: A, dstMac: B, from: '192.168.1.10', to: '192.168.1.20' };
    inventory.addFlow(flow({ ...common, vlan: 20, start: 5, end: 6 }));
    inventory.addFlow(flow({ ...common, vlan: 20, start: 1, end: 2 }));
    inventory.addFlow(flow({ ...common, vlan: 30, outerVlan: 7, start: 3 }));
    const [device] = finish(inventory).devices;
    expect(device.vlans).toEqual([20, 30]);
    expect(device.addresses.map(({ vlan, firstSeen, lastSeen }) => [vlan, firstSeen, lastSeen])).toEqual([
      [20, '2026-01-01T00:00:01.000000Z', '2026-01-01T00:00:06.000000Z'],
      [30, '2026-01-01T00:00:03.000000Z', '2026-01-01T00:00:03.000000Z'],
    ]);
  });

  it('learn names through an address that is theirs, and not from one behind them', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: A, dstMac: B, from: '192.168.1.10', to: '192.168.1.20' }));
    inventory.addFlow(flow({ srcMac: B, dstMac: A, from: '198.51.100.9', to: '192.168.1.10', ttl: 53 }));
    const seen = { attribute: 'name', confidence: 0.5, source: 'dns a', at: START, packet: 4 } as const;
    inventory.sight({ ...seen, subject: { ip: ipOf('192.168.1.10'), vlan: -1 }, value: 'desk.example.org' });
    inventory.sight({ ...seen, subject: { ip: ipOf('198.51.100.9'), vlan: -1 }, value: 'www.example.com' });
    inventory.sight({ ...seen, subject: { mac: A }, value: 'desk', source: 'dhcp option 12' });
    const { devices } = finish(inventory);
    expect(devices.map((device) => device.names)).toEqual([
      [
        { value: 'desk', source: 'dhcp option 12' },
        { value: 'desk.example.org', source: 'dns a' },
      ],
      [],
    ]);
  });

  it('take the vendor from the table and the type from what they say and do', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: A, dstMac: 0x010c_cd01_0001, etherType: ETHER.goose }));
    inventory.sight({
      subject: { mac: A },
      attribute: 'role',
      value: 'rtu',
      confidence: 0.9,
      source: 'mms identify',
      at: START + SECOND,
      packet: 12,
    });
    const [device] = finish(inventory).devices;
    expect(device.type).toBe('rtu');
    expect(device.attributes.type).toEqual({
      value: 'rtu',
      confidence: 0.91,
      evidence: [
        { source: 'goose frames', at: '2026-01-01T00:00:00.000000Z', packet: 1, file: 0 },
        { source: 'mms identify', at: '2026-01-01T00:00:01.000000Z', packet: 12, file: 0 },
      ],
    });
  });
});

describe('VLANs', () => {
  it('sum packets, bytes and senders per pair of tags', () => {
    const inventory = inventoryWith();
    inventory.addFlow(flow({ srcMac: A, dstMac: B, vlan: 20, packetsBack: 1, bytesBack: 60 }));
    inventory.addFlow(flow({ srcMac: A, dstMac: B, vlan: 20, outerVlan: 100 }));
    inventory.addFlow(flow({ srcMac: A, dstMac: B }));
    expect(finish(inventory).vlans).toEqual([
      { vlan: 20, outerVlan: null, packets: 2, bytes: 160, devices: 2 },
      { vlan: 20, outerVlan: 100, packets: 1, bytes: 100, devices: 1 },
    ]);
  });
});

describe('limits', () => {
  it('count distinct MACs, addresses and sightings that found no room', () => {
    const inventory = inventoryWith({ maxMacs: 2, maxAddresses: 3, maxSightings: 1 });
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 5; n++) {
        inventory.addFlow(
          flow({ srcMac: mac(n), dstMac: mac(99), from: `192.168.1.${n + 1}`, to: '192.168.1.99' }),
        );
      }
      for (let n = 0; n < 4; n++) arpClaim(inventory, mac(0), `192.168.2.${n + 1}`);
    }
    const said = {
      subject: { mac: mac(0) },
      attribute: 'name',
      confidence: 1,
      source: 's',
      at: 0,
      packet: 1,
    } as const;
    for (const value of ['a', 'a', 'b']) inventory.sight({ ...said, value });
    const { devices, dropped } = finish(inventory);
    expect(devices).toHaveLength(2);
    expect(dropped).toEqual({ macs: 3, addresses: 3, sightings: 1 });
  });

  it('keep room for senders when a storm of destinations comes first', () => {
    const inventory = inventoryWith({ maxMacs: 4 });
    for (let n = 0; n < 50; n++) inventory.addFlow(flow({ srcMac: A, dstMac: mac(n + 100), vlan: n }));
    for (let n = 0; n < 3; n++) inventory.addFlow(flow({ srcMac: mac(n), dstMac: A }));
    expect(finish(inventory)).toMatchObject({ devices: { length: 4 }, dropped: { macs: 0 } });
  });
});

const sampleFlow = fc.record({
  srcMac: fc.integer({ min: 0, max: 9 }).map(mac),
  dstMac: fc.integer({ min: 0, max: 9 }).map(mac),
  from: fc.constantFrom('10.0.0.1', '10.0.0.2', '198.51.100.1', 'fe80::1', '10.0.1.9'),
  to: fc.constantFrom('10.0.0.3', '203.0.113.4', '10.0.0.9'),
  vlan: fc.integer({ min: -1, max: 1 }),
  start: fc.integer({ min: 0, max: 60 }),
  ttl: fc.constantFrom(64, 63, 128, 117, 255, 1),
  ttlBack: fc.constantFrom(64, 54, 128),
  packetsBack: fc.integer({ min: 0, max: 3 }),
  dstPort: fc.constantFrom(22, 80, 443, 502),
  app: fc.constantFrom(null, 'http', 'tls'),
});

describe('the same conversations and sightings', () => {
  it('give the same result in any order, and again when asked again', () => {
    const steps = fc.array(sampleFlow, { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), (samples, order) => {
        const numbered = samples.map((sample, index) => ({ ...sample, firstPacket: index + 1 }));
        const shuffled = numbered
          .map((sample) => ({ sample, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ sample }) => sample);
        const results = [numbered, shuffled].map((list) => {
          const inventory = inventoryWith();
          for (const sample of list) {
            inventory.addFlow(connection(sample));
            if (sample.start % 3 === 0) {
              arpClaim(inventory, sample.srcMac, sample.from, sample.start, sample.vlan, sample.firstPacket);
            }
            inventory.sight({
              subject:
                sample.start % 2 === 0
                  ? { mac: sample.srcMac }
                  : { ip: ipOf(sample.from), vlan: sample.vlan },
              attribute: sample.start % 5 === 0 ? 'os' : 'name',
              value: `host${sample.start % 4}`,
              confidence: 0.5,
              source: sample.start % 7 === 0 ? 'dns a' : 'mdns a',
              at: START + sample.start,
              packet: sample.firstPacket,
            });
          }
          const first = finish(inventory);
          expect(finish(inventory)).toEqual(first);
          const last = inventory.end((packet) => ({ file: 0, packet }));
          expect({ ...last, devices: [...last.devices] }).toEqual(first);
          return first;
        });
        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 200 },
    );
  });

  it('are the same when there are so many that they are read, not kept', () => {
    const many = 8200;
    const ofLast = (count: number) => {
      const inventory = inventoryWith({ maxMacs: 2 * many, maxAddresses: 2 * many });
      for (let i = many - count; i < many; i++) {
        const [from, to] = [`10.0.${i >> 8}.${i & 255}`, '192.168.1.1'];
        inventory.addFlow(flow({ srcMac: mac(0) + 256 * i, dstMac: B, from, to, firstPacket: i }));
      }
      return inventory.finish((packet) => ({ file: 0, packet })).devices;
    };
    const [read, held] = [ofLast(many), ofLast(10)];
    expect(read.length).toBe(many);
    expect(read.at(0)).not.toBe([...read][0]);
    expect(held.at(0)).toBe([...held][0]);
    expect([...read].slice(-10)).toEqual([...held]);
    expect(read.at(-1)).toEqual(held.at(-1));
  });

  it('are told to be new once, when they send', () => {
    const inventory = inventoryWith();
    const sample = { srcMac: A, dstMac: B, from: '192.0.2.1', to: '192.0.2.2' };
    expect(inventory.addFlow(flow(sample))).toBe(NEW_SRC_MAC);
    expect(inventory.addFlow(flow(sample))).toBe(0);
    expect(inventory.addFlow(flow({ ...sample, packetsBack: 1 }))).toBe(NEW_DST_MAC);
    expect(inventory.addFlow(flow({ ...sample, packetsBack: 1 }))).toBe(0);
    expect(inventory.addFlow(flow({ ...sample, dstMac: A, srcMac: B, from: '192.0.2.3' }))).toBe(0);
    expect([...inventory.macs.sorted()]).toEqual([A, B]);
    expect([...inventory.addresses.sorted4()].map((word) => word & 255)).toEqual([1, 2, 3]);
  });

  it('do not hide a scan among more attempts than are told apart at once, whenever they are', () => {
    const inventory = inventoryWith();
    const scan = { srcMac: A, dstMac: B, from: '192.0.2.1', to: '192.0.2.2' };
    for (let port = 1; port <= 30; port++) inventory.addFlow(attempt({ ...scan, dstPort: port }));
    const answered = connection({ srcMac: A, dstMac: B, from: '192.0.2.3', to: '192.0.2.4' });
    // Together more than 524,288; the last of them are told apart when somebody asks.
    for (let n = 0; n < 530_000; n++) {
      answered.dst0 = (answered.dst0 & ~15) | (n % 13);
      answered.dstPort = 1000 + Math.floor(n / 13);
      inventory.addFlow(answered);
    }
    const ofScans = () => finish(inventory).findings.map(({ kind, params }) => [kind, params.source]);
    expect(ofScans()).toEqual([['port-scan', '192.0.2.1']]);
    expect(ofScans()).toEqual([['port-scan', '192.0.2.1']]);
  });

  it('survive any field values', () => {
    const numbers = Object.keys(new FlowView()).filter(
      (key) => typeof new FlowView()[key as 'slot'] === 'number',
    );
    const anyField = fc.constantFrom(-1, 0, 1, 4, 6, 17, 64, 255, 4095, 65_535, -(2 ** 31), 2 ** 31 - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...numbers), anyField), { maxLength: 60 }), (fields) => {
        const inventory = inventoryWith({ maxMacs: 3, maxAddresses: 3 });
        inventory.addFlow(Object.assign(new FlowView(), Object.fromEntries(fields)));
        finish(inventory);
      }),
    );
  });

  it('never exceed the limits, and every sender is a device or counted as dropped', () => {
    fc.assert(
      fc.property(fc.array(sampleFlow, { maxLength: 60 }), (samples) => {
        const inventory = inventoryWith({ maxMacs: 3, maxAddresses: 4 });
        const senders = new Set<number>();
        samples.forEach((sample, index) => {
          inventory.addFlow(connection({ ...sample, firstPacket: index + 1 }));
          senders.add(sample.srcMac);
          if (sample.packetsBack > 0) senders.add(sample.dstMac);
        });
        const { devices, dropped } = finish(inventory);
        expect(devices.length).toBe(Math.min(senders.size, 3));
        expect(devices.length + dropped.macs).toBe(senders.size);
        expect(devices.flatMap((device) => device.addresses).length).toBeLessThanOrEqual(8);
      }),
    );
  });
});
