import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceArray } from '../../test/fixtures/listed.ts';
import type { Mac } from '../base/mac.ts';
import type { Devices } from '../model/analysis.ts';
import { createInventory } from './inventory.ts';
import { type FlowSample, flow, mac } from './samples.ts';

/** Devices of some conversations; `made` gets the MAC of each as it is made. */
function devicesOf(samples: readonly FlowSample[], made: Mac[] = []): Devices {
  const inventory = createInventory({
    vendorOf: (of) => {
      made.push(of);
      return null;
    },
    limits: { maxMacs: 1000, maxAddresses: 4000, maxSightings: 4000 },
  });
  samples.forEach((sample, index) => {
    inventory.addFlow(flow({ start: index, firstPacket: index + 1, ...sample }));
  });
  return inventory.finish((packet) => ({ file: 0, packet })).devices;
}

const HOSTS: readonly FlowSample[] = [3, 1, 2].map((host) => ({
  srcMac: mac(host),
  dstMac: mac(9),
  from: `192.0.2.${host}`,
  to: '192.0.2.9',
  bytes: 1000 * host,
}));

describe('devices', () => {
  it('are made when they are asked for, and only once', () => {
    const made: Mac[] = [];
    const devices = devicesOf(HOSTS, made);
    expect([devices.length, made]).toEqual([3, []]);
    const last = devices.at(-1);
    expect(last?.macs).toEqual(['00:00:5e:00:53:02']);
    expect(made).toEqual([mac(2)]);
    expect(devices.at(2)).toBe(last);
    expect([...devices].at(-1)).toBe(last);
    expect(made.toSorted()).toEqual([mac(1), mac(2), mac(3)]);
    expect([devices.at(3), devices.at(-4)]).toEqual([undefined, undefined]);
  });

  it('are summarized without the others', () => {
    const made: Mac[] = [];
    const [busiest] = devicesOf(HOSTS, made).busiest(1);
    expect(busiest).toMatchObject({
      macs: ['00:00:5e:00:53:03'],
      firstAddress: '192.0.2.3',
      addressCount: 1,
    });
    expect(made).toEqual([mac(3)]);
  });

  it('are found by size and by their ends as among all of them', () => {
    const host = fc.integer({ min: 0, max: 5 });
    const ip = fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1', 'fe80::1', '255.255.255.255');
    const sample = fc.record({
      srcMac: host.map((last) => (last === 0 ? -1 : mac(last))),
      dstMac: fc.constantFrom(-1, mac(7)),
      from: ip,
      bytes: fc.integer({ min: 0, max: 4 }),
    });
    const end = fc.record({
      mac: fc.constantFrom(null, '00:00:5e:00:53:01', '00:00:5e:00:53:77', 'ff:ff:ff:ff:ff:ff'),
      ip: fc.option(ip),
    });
    fc.assert(
      fc.property(fc.array(sample), fc.array(end), fc.nat(6), (samples, ends, count) => {
        const all = deviceArray(devicesOf(samples));
        expect(devicesOf(samples).busiest(count)).toEqual(all.busiest(count));
        expect(devicesOf(samples).having(ends)).toEqual(all.having(ends));
      }),
    );
  });
});
