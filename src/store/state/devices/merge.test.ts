import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, device, NEW_YEAR, typed } from '../../../../test/fixtures/state-store.ts';
import type { Device } from '../../../model/analysis.ts';
import { mergeDevices } from './merge.ts';

const merge = (...devices: Device[]) =>
  mergeDevices(devices.map((each, i) => ({ captureId: `capture-${i}`, device: each })));
const attribute = (value: string, confidence: number, source: string) => ({
  value,
  confidence,
  evidence: [{ source, at: at(0), packet: 7, file: 0 }],
});

describe('mergeDevices', () => {
  it('believes the most certain, and the first of equals; keeps what the others said', () => {
    const { attributes } = merge(
      device(1, { attributes: { os: attribute('A 1', 0.5, 'x') } }),
      device(1, { attributes: { os: attribute('B 2', 0.9, 'y') }, firstSeen: at(20) }),
      device(1, { attributes: { os: attribute('C 3', 0.9, 'z') }, firstSeen: at(10) }),
      device(1, { attributes: { os: attribute('B 2', 0.4, 'w') }, firstSeen: at(30) }),
    );
    expect(attributes.os.map(({ value, confidence }) => [value, confidence])).toEqual([
      ['C 3', 0.9],
      ['B 2', 0.9],
      ['A 1', 0.5],
    ]);
    expect(attributes.os[1].evidence.map(({ source, capture }) => [source, capture])).toEqual([
      ['y', 'capture-1'],
      ['w', 'capture-3'],
    ]);
  });

  it('puts lists of services together', () => {
    const { attributes } = merge(
      device(1, { attributes: { services: attribute('ssh/22, http/80', 0.9, 'x') } }),
      device(1, { attributes: { services: attribute('http/80, modbus/502', 0.6, 'y') } }),
    );
    expect(attributes.services).toMatchObject([{ value: 'ssh/22, http/80, modbus/502', confidence: 0.9 }]);
  });

  it('takes the type of the most certain guess', () => {
    expect(merge(typed(1, 'server', 0.6), typed(1, 'plc', 0.8), device(1)).type).toBe('plc');
    expect(merge(device(1)).type).toBe('unknown');
  });

  it('ranks names as one capture does, whatever their case', () => {
    const { names } = merge(
      device(1, { names: [{ value: 'PRESS-4', source: 'nbns registration' }] }),
      device(1, { names: [{ value: 'press-4', source: 'dhcp option 12' }] }),
      device(1, { names: [{ value: 'old-name', source: 'dns ptr' }] }),
    );
    expect(names).toEqual([
      { value: 'press-4', source: 'dhcp option 12' },
      { value: 'old-name', source: 'dns ptr' },
    ]);
  });

  it('joins intervals of an address that touch, and keeps apart those that do not', () => {
    const own = (first: number, last: number) => ({
      addresses: [{ ip: '192.0.2.1', vlan: null, firstSeen: at(first), lastSeen: at(last) }],
    });
    const { addresses } = merge(device(1, own(0, 10)), device(1, own(30, 40)), device(1, own(5, 20)));
    const second = 1_000_000;
    expect(addresses).toEqual([
      {
        ip: '192.0.2.1',
        vlan: null,
        intervals: [
          { firstSeen: NEW_YEAR, lastSeen: NEW_YEAR + 20 * second },
          { firstSeen: NEW_YEAR + 30 * second, lastSeen: NEW_YEAR + 40 * second },
        ],
      },
    ]);
  });

  it('gives the same in any order, and counters that add up', () => {
    const instant = fc.integer({ min: 0, max: 50 });
    const said = fc.record({
      packetsSent: fc.nat(1000),
      vlans: fc.uniqueArray(fc.integer({ min: 1, max: 9 })),
      firstSeen: instant.map(at),
      vendor: fc.constantFrom(null, 'Ferrolink', 'Palissade'),
      names: fc.array(
        fc.record({
          value: fc.constantFrom('a', 'A', 'a.example', 'b'),
          source: fc.constantFrom('dhcp', 'mdns', 'dns'),
        }),
      ),
      addresses: fc.array(
        fc
          .record({
            ip: fc.constantFrom('192.0.2.1', '2001:db8::1'),
            vlan: fc.constantFrom(null, 4),
            first: instant,
            length: instant,
          })
          .map(({ ip, vlan, first, length }) => ({
            ip,
            vlan,
            firstSeen: at(first),
            lastSeen: at(first + length),
          })),
      ),
      attributes: fc.record({
        os: fc
          .record({ value: fc.constantFrom('x', 'y', 'z'), confidence: fc.constantFrom(0.5, 0.9) })
          .map(({ value, confidence }) => attribute(value, confidence, 's')),
      }),
    });
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 5 }), fc.nat(), (list, turn) => {
        const captures = list.map((change, i) => ({ captureId: `capture-${i}`, device: device(1, change) }));
        const turned = [
          ...captures.slice(turn % list.length),
          ...captures.slice(0, turn % list.length),
        ].reverse();
        const merged = mergeDevices(captures);
        expect(mergeDevices(turned)).toEqual(merged);
        expect(merged.packetsSent).toBe(list.reduce((sum, { packetsSent }) => sum + packetsSent, 0));
      }),
    );
  });
});
