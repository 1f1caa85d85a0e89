import { describe, expect, it } from 'vitest';
import { sampleAnalysis } from '../../../../test/fixtures/analysis.ts';
import { deviceFinder, deviceLabel, deviceName, endpointText, fileLabels, largest } from './view.ts';

describe('what outputs show', () => {
  it('calls a device by name, else address, else MAC, and never by blanks', () => {
    const [device] = sampleAnalysis().devices;
    expect(deviceLabel(device)).toBe('gw-nord');
    const blank = { ...device, names: [{ value: '  ', source: 'x' }] };
    expect([deviceLabel(blank), deviceName(blank)]).toEqual(['192.0.2.1', '']);
    expect(deviceLabel({ ...blank, addresses: [] })).toBe('00:00:5e:00:53:00');
    expect(deviceLabel({ ...blank, addresses: [], macs: [] })).toBe(device.id);
  });

  it('calls captures by their file names, by their paths when these are the same', () => {
    expect(fileLabels(['/var/a/one.pcap', 'two.pcap', '-'])).toEqual(['one.pcap', 'two.pcap', '-']);
    expect(fileLabels(['a/one.pcap', 'b/one.pcap'])).toEqual(['a/one.pcap', 'b/one.pcap']);
    expect(fileLabels(['evil\u001b[2J.pcap'])).toEqual(['evil.pcap']);
  });

  it('finds the device that an end is, and on the map the router in front of who is far away', () => {
    const analysis = sampleAnalysis();
    const { placeOf, carrierOf } = deviceFinder(analysis.devices);
    const [gateway] = analysis.devices;
    const far = { mac: gateway.macs[0], ip: '203.0.113.99', port: 1 };
    expect(placeOf(far, 10)).toBe(-1);
    expect(carrierOf(far, 10)).toBe(0);
    expect(placeOf({ mac: null, ip: '198.51.100.1', port: 1 }, 20)).toBe(0);
    expect(placeOf({ mac: null, ip: '203.0.113.99', port: 1 }, 10)).toBe(-1);
    expect(carrierOf({ mac: 'ff:ff:ff:ff:ff:ff', ip: null, port: null }, null)).toBe(-1);
  });

  it('names the owner of an address that was routed, not the router whose MAC the frame has', () => {
    const analysis = sampleAnalysis();
    const [gateway, ...others] = analysis.devices;
    const other = others.find(({ addresses }) => addresses.length > 0);
    if (other === undefined) throw new Error('the sample has only one device with an address');
    const end = { mac: gateway.macs[0], ip: other.addresses[0].ip, port: 1 };
    const { placeOf, carrierOf } = deviceFinder(analysis.devices);
    expect([placeOf(end, 4000), carrierOf(end, 4000)].map((place) => analysis.devices[place])).toEqual([
      other,
      other,
    ]);
  });

  it('writes ends as address and port, IPv6 in brackets, MACs alone', () => {
    expect(endpointText({ mac: null, ip: '192.0.2.1', port: 53 })).toBe('192.0.2.1:53');
    expect(endpointText({ mac: null, ip: '2001:db8::1', port: 53 })).toBe('[2001:db8::1]:53');
    expect(endpointText({ mac: null, ip: '2001:db8::1', port: null })).toBe('2001:db8::1');
    expect(endpointText({ mac: '00:00:5e:00:53:01', ip: null, port: null })).toBe('00:00:5e:00:53:01');
  });

  it('keeps the order of equals', () => {
    expect(largest(['aa', 'b', 'cc', 'd'], (text) => text.length, 3)).toEqual(['aa', 'cc', 'b']);
  });
});
