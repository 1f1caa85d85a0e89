import { describe, expect, it } from 'vitest';
import { createFormat } from '../../i18n/format.ts';
import { displayFilter, tsharkCommand } from './display-filter.ts';
import { durationSeconds, endpointText, type Flow, flowId, partsOfFlowId, vlanText } from './flow.ts';
import { preciseInstant } from './precise.ts';

const flow = (change: Partial<Flow> = {}): Flow => ({
  ...{ capture: 'c-1', row: 7, protocol: 'tcp', appProtocol: 's7comm', serverName: null, tunnel: null },
  src: { mac: '00:00:5e:00:53:01', ip: '192.0.2.7', port: 52_144 },
  dst: { mac: '00:00:5e:00:53:02', ip: '192.0.2.8', port: 102 },
  ...{
    srcDevice: null,
    dstDevice: null,
    srcRouted: false,
    dstRouted: false,
    srcLabel: null,
    dstLabel: null,
    vlan: 40,
    outerVlan: null,
  },
  ...{ packets: 1, bytes: 60, packetsBack: 0, bytesBack: 0, minBytes: 60, maxBytes: 60 },
  ...{ firstSeen: '2026-11-20T08:00:02.300045Z', lastSeen: '2026-11-20T08:00:02.900000Z' },
  ...{ tcpFlags: 2, tcp: null, handshakeRttMs: null, packet: 95, file: 0 },
  ...change,
});

describe('a flow', () => {
  it('is named by capture and row', () => {
    expect(partsOfFlowId(flowId(flow()))).toEqual({ capture: 'c-1', row: '7' });
    expect(partsOfFlowId('a~b~3')).toEqual({ capture: 'a~b', row: '3' });
    expect(partsOfFlowId('nothing')).toEqual({ capture: '', row: 'nothing' });
  });

  it('has ends that read as people write them', () => {
    expect(endpointText({ mac: null, ip: '2001:db8::7', port: 443 })).toBe('[2001:db8::7]:443');
    expect(endpointText({ mac: '00:00:5e:00:53:01', ip: null, port: null })).toBe('00:00:5e:00:53:01');
    expect(endpointText({ mac: null, ip: null, port: null })).toBeNull();
  });

  it('has both tags, the outer first', () => {
    expect(vlanText(flow({ outerVlan: 100 }))).toBe('100.40');
    expect(vlanText(flow({ vlan: null }))).toBeNull();
  });

  it('lasts to the microsecond', () => {
    expect(durationSeconds(flow())).toBeCloseTo(0.599955, 9);
  });

  it('begins at a time with all its microseconds', () => {
    expect(preciseInstant('2026-11-20T08:00:02.300045Z', createFormat('en'))).toMatch(/:02\.300045$/);
    expect(preciseInstant('2026-11-20T08:00:02.000001Z', createFormat('fr'))).toMatch(/:02,000001$/);
  });
});

describe('its display filter', () => {
  it('names both ends, ports and tag', () => {
    expect(displayFilter(flow())).toBe(
      'eth.addr == 00:00:5e:00:53:01 && eth.addr == 00:00:5e:00:53:02 && vlan.id == 40 && ' +
        'ip.addr == 192.0.2.7 && ip.addr == 192.0.2.8 && tcp.port == 52144 && tcp.port == 102',
    );
  });

  it('leaves out what the frame has not', () => {
    const arp = { mac: '00:00:5e:00:53:01', ip: null, port: null };
    expect(
      displayFilter(
        flow({ protocol: 'arp', vlan: null, src: arp, dst: { ...arp, mac: 'ff:ff:ff:ff:ff:ff' } }),
      ),
    ).toBe('eth.addr == 00:00:5e:00:53:01 && eth.addr == ff:ff:ff:ff:ff:ff && !vlan && arp');
  });

  it('names no frame around a tunnel', () => {
    expect(displayFilter(flow({ tunnel: 'vxlan' }))).not.toMatch(/eth|vlan/);
  });

  it('cannot leave its quotes in a shell', () => {
    expect(tsharkCommand(flow(), "it's; rm -rf.pcap")).toMatch(/^tshark -r 'it'\\''s; rm -rf\.pcap' -Y 'eth/);
  });
});
