import { describe, expect, it } from 'vitest';
import { deviceFinder } from './device-of.ts';

const at = '2026-01-01T00:00:00.000000Z';
const owns = (ip: string, vlan: number | null) => ({ ip, vlan, firstSeen: at, lastSeen: at });
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
const end = (mac: string | null, ip: string | null) => ({ mac, ip, port: null });

describe('device of a side', () => {
  it('is the owner of the address on the VLAN, and not the router that forwards it', () => {
    const of = deviceFinder([router, plc]);
    expect(of(end('00:00:5e:00:53:02', '192.0.2.2'), 10)).toBe('plc');
    expect(of(end('00:00:5e:00:53:01', '192.0.2.2'), 10)).toBe('plc');
    expect(of(end('00:00:5e:00:53:01', '198.51.100.9'), 10)).toBeNull();
    expect(of(end('00:00:5e:00:53:02', '192.0.2.2'), 20)).toBeNull();
  });

  it('is the sender of frames without an address, or with the unspecified one', () => {
    const of = deviceFinder([plc]);
    expect(of(end('00:00:5e:00:53:02', null), null)).toBe('plc');
    expect(of(end('00:00:5e:00:53:02', '0.0.0.0'), 30)).toBe('plc');
    expect(of(end('ff:ff:ff:ff:ff:ff', null), 10)).toBeNull();
    expect(of(end(null, null), null)).toBeNull();
  });

  it('goes by the MAC when two devices claim one address', () => {
    const of = deviceFinder([plc, twin]);
    expect(of(end('00:00:5e:00:53:03', '192.0.2.2'), 10)).toBe('twin');
    expect(of(end('00:00:5e:00:53:01', '192.0.2.2'), 10)).toBeNull();
  });
});
