import { describe, expect, it } from 'vitest';
import { decoded, decodedInner } from '../../../test/fixtures/decoded.ts';
import * as f from '../build/index.ts';
import { LLC } from '../ethertypes.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const datagram = f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(1000, 2000, 'x'));

describe('ethernet', () => {
  it('reads both MACs: 00:00:5e:00:53:02 ← 00:00:5e:00:53:01', () => {
    const { packet } = decoded(f.hex('00005e005302 00005e005301 88cc 0000'));
    expect([packet.hasMac, packet.dstMacHigh, packet.dstMacLow]).toEqual([1, 0x0000, 0x5e005302]);
    expect([packet.srcMacHigh, packet.srcMacLow, packet.etherType]).toEqual([0x0000, 0x5e005301, 0x88cc]);
  });

  it('reads an 802.3 length as LLC and leaves the padding out', () => {
    const { packet, outcome } = decoded(f.pad(f.ethernet8023(B, A, f.llc(0x42, 0x42, [1, 2, 3]))));
    expect([outcome, packet.etherType]).toEqual(['ok', LLC.stp]);
    expect(packet.payloadDeclaredEnd - packet.payloadAt).toBe(3);
  });

  it('calls an 802.3 length beyond the frame malformed, after reading what is there', () => {
    const frame = f.ethernet(B, A, 400, f.llc(0x42, 0x42, [1, 2, 3]));
    expect(decoded(frame)).toMatchObject({ outcome: 'malformed', packet: { etherType: LLC.stp } });
  });

  it('calls a type between the largest length and the smallest ethertype malformed', () => {
    expect(decoded(f.ethernet(B, A, 0x05ff, [1])).outcome).toBe('malformed');
  });

  it('calls an ethertype without a name unsupported', () => {
    expect(decoded(f.ethernet(B, A, 0x1234, [1]))).toMatchObject({
      outcome: 'unsupported',
      layer: 'ethertype',
    });
  });

  it('names Cisco protocols behind SNAP', () => {
    const { packet } = decoded(f.ethernet8023(B, A, f.snap(0x00000c, 0x2000, [2, 180])));
    expect(packet.etherType).toBe(LLC.cdp);
  });

  it('takes ff ff for raw IPX, whose header is that checksum', () => {
    const { packet } = decoded(f.ethernet8023(B, A, [0xff, 0xff, 0, 30]));
    expect(packet.etherType).toBe(LLC.ipx);
  });
});

describe('vlan', () => {
  it('keeps id, priority and drop eligibility: tci b00a = PCP 5, DEI 1, VLAN 10', () => {
    const { packet } = decoded(f.hex('00005e005302 00005e005301 8100 b00a 88cc 0000'));
    expect([packet.vlan, packet.outerVlan, packet.pcp, packet.dei]).toEqual([10, -1, 5, 1]);
  });

  it.each([0x88a8, 0x9100, 0x8100])('tells inner from outer behind tag type %s', (type) => {
    const frame = f.ethernet(B, A, type, f.vlan({ id: 200 }, 0x8100, f.vlan({ id: 7 }, 0x0800, datagram)));
    const { packet } = decoded(frame);
    expect([packet.vlan, packet.outerVlan, packet.dstPort]).toEqual([7, 200, 2000]);
  });

  it('keeps priority and drop eligibility of both tags of 802.1ad: tci 7064 = PCP 3, DEI 1, VLAN 100', () => {
    const { packet } = decoded(f.hex('00005e005302 00005e005301 88a8 7064 8100 a00a 88cc 0000'));
    expect([packet.outerVlan, packet.outerPcp, packet.outerDei]).toEqual([100, 3, 1]);
    expect([packet.vlan, packet.pcp, packet.dei]).toEqual([10, 5, 0]);
  });

  it('keeps the id of a tag that is cut behind it', () => {
    const { packet, outcome } = decoded(f.hex('00005e005302 00005e005301 8100 000a 0800'), 1, 16);
    expect([outcome, packet.vlan]).toEqual(['truncated', 10]);
  });
});

describe('other tags', () => {
  it.each([
    ['E-TAG', f.concat([0x10, 0, 0, 0xd8, 0, 0, 8, 0], datagram), 0x893f],
    ['VN-Tag', f.concat([0, 0, 0, 0, 8, 0], datagram), 0x8926],
    [
      'MACsec with integrity only',
      f.concat([0x20, 0, 0, 0, 0, 1], new Uint8Array(8), [8, 0], datagram, new Uint8Array(16)),
      0x88e5,
    ],
  ])('reads what stands behind a %s', (_name, payload, type) => {
    expect(decoded(f.ethernet(B, A, type, payload))).toMatchObject({
      outcome: 'ok',
      packet: { dstPort: 2000 },
    });
  });

  it('leaves encrypted MACsec alone', () => {
    const frame = f.ethernet(B, A, 0x88e5, f.concat([0x2c, 0, 0, 0, 0, 1], new Uint8Array(30)));
    expect(decoded(frame)).toMatchObject({ outcome: 'ok', packet: { ipVersion: 0, etherType: 0x88e5 } });
  });

  it('finds the frame inside FabricPath', () => {
    const inner = f.ethernet(A, B, 0x0800, datagram);
    const { packet } = decodedInner(f.ethernet(B, A, 0x8903, f.concat([0, 0x40], inner)));
    expect([packet.srcMacLow, packet.dstPort]).toEqual([0x5e005302, 2000]);
  });
});

describe('mpls', () => {
  it('reads IPv4 below the bottom of the stack', () => {
    const { packet } = decoded(f.ethernet(B, A, 0x8847, f.mpls([100, 200, 300], datagram)));
    expect([packet.ipVersion, packet.srcPort]).toEqual([4, 1000]);
  });

  it('finds Ethernet behind a control word', () => {
    const inner = f.ethernet(A, B, 0x0800, datagram);
    const frame = f.ethernet(B, A, 0x8847, f.mpls([100], f.concat(f.u32(0), inner)));
    expect(decodedInner(frame).packet).toMatchObject({ tunnel: 6, srcMacLow: 0x5e005302, srcPort: 1000 });
  });

  it('ends at a stack that has no bottom', () => {
    const frame = f.ethernet(B, A, 0x8847, f.concat(...Array.from({ length: 50 }, () => f.u32(0x00064040))));
    expect(decoded(frame)).toMatchObject({ outcome: 'malformed', layer: 'mpls' });
  });
});

describe('pppoe and ppp', () => {
  it('reads IPv4 in a session', () => {
    const frame = f.ethernet(B, A, 0x8864, f.pppoe({ session: 1 }, f.concat([0, 0x21], datagram)));
    expect(decoded(frame).packet).toMatchObject({ ipVersion: 4, dstPort: 2000 });
  });

  it('accepts a compressed protocol field and missing address and control', () => {
    expect(decoded(f.concat([0x21], datagram), 9).packet.dstPort).toBe(2000);
    expect(decoded(f.concat([0xff, 0x03, 0x21], datagram), 9).packet.dstPort).toBe(2000);
  });

  it('refuses another PPPoE version', () => {
    const frame = f.ethernet(B, A, 0x8864, [0x21, 0, 0, 1, 0, 2, 0, 0x21]);
    expect(decoded(frame)).toMatchObject({ outcome: 'malformed', layer: 'pppoe' });
  });
});

describe('links without Ethernet', () => {
  it('keeps only the sender of a cooked frame', () => {
    const { packet } = decoded(f.sll({ src: A, type: 0x0800 }, datagram), 113);
    expect([packet.hasMac, packet.srcMacLow, packet.dstPort]).toEqual([2, 0x5e005301, 2000]);
  });

  it('has no MAC for a cooked frame of the loopback device', () => {
    const { packet } = decoded(f.sll({ src: '00:00:00:00:00:00', type: 0x0800, arphrd: 772 }, datagram), 113);
    expect([packet.hasMac, packet.dstPort]).toEqual([0, 2000]);
  });

  it.each([
    ['little endian', [2, 0, 0, 0]],
    ['big endian', [0, 0, 0, 2]],
  ])('reads the loopback family in %s', (_name, family) => {
    expect(decoded(f.concat(family, datagram), 0).packet.dstPort).toBe(2000);
  });

  it.each([10, 24, 28, 30])('knows IPv6 as address family %i', (family) => {
    const packet6 = f.ipv6({ src: '2001:db8::1', dst: '2001:db8::2', protocol: 17 }, f.udp(1, 2));
    expect(decoded(f.concat([family, 0, 0, 0], packet6), 0).packet.ipVersion).toBe(6);
  });

  it('calls another family unsupported, and a raw packet that is neither 4 nor 6 malformed', () => {
    expect(decoded(f.concat([9, 0, 0, 0], datagram), 0).outcome).toBe('unsupported');
    expect(decoded(f.hex('75000000'), 101).outcome).toBe('malformed');
    expect(decoded(datagram, 147).outcome).toBe('unsupported');
  });

  it('reads Frame Relay with Cisco ethertypes too', () => {
    expect(decoded(f.concat([0x18, 0x41, 0x08, 0x00], datagram), 107).packet.dstPort).toBe(2000);
  });
});
