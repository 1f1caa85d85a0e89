import { describe, expect, it } from 'vitest';
import { decoded } from '../../../test/fixtures/decoded.ts';
import * as f from '../build/index.ts';
import { INNER_QUOTED } from '../packet.ts';

const V4 = { src: '192.0.2.1', dst: '192.0.2.2' };
const V6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const payload = f.udp(1000, 2000, 'hello');

describe('ipv4', () => {
  it('reads the header: 45 00 00 1c … 40 11 … c0 00 02 01 c0 00 02 02', () => {
    const frame = f.hex('4500001c 00010000 4011b6cd c0000201 c0000202 03e807d0 00080000');
    const { packet, outcome } = decoded(frame, 101);
    expect([outcome, packet.ipVersion, packet.ttl, packet.ipProtocol]).toEqual(['ok', 4, 64, 17]);
    expect([packet.src0 >>> 0, packet.dst0 >>> 0]).toEqual([0xc0000201, 0xc0000202]);
    expect([packet.srcPort, packet.dstPort]).toEqual([1000, 2000]);
  });

  it('leaves Ethernet padding out of the payload', () => {
    const { packet } = decoded(
      f.pad(f.ethernet(f.BROADCAST, '00:00:5e:00:53:01', 0x0800, f.ipv4({ ...V4, protocol: 17 }, payload))),
    );
    expect(packet.payloadDeclaredEnd - packet.payloadAt).toBe(5);
  });

  it('takes a total length of 0 for segmentation offload', () => {
    const { packet, outcome } = decoded(f.ipv4({ ...V4, protocol: 17, totalLength: 0 }, payload), 101);
    expect([outcome, packet.dstPort]).toEqual(['ok', 2000]);
  });

  it.each([
    ['a header shorter than 20 bytes', { ihl: 4 }],
    ['a total length shorter than the header', { totalLength: 19 }],
  ])('refuses %s', (_name, lie) => {
    expect(decoded(f.ipv4({ ...V4, protocol: 17, ...lie }, payload), 101)).toMatchObject({
      outcome: 'malformed',
      layer: 'ipv4',
      packet: { ipVersion: 0 },
    });
  });

  it('calls a total length beyond the frame malformed, and still reads the ports', () => {
    const { packet, outcome } = decoded(f.ipv4({ ...V4, protocol: 17, totalLength: 999 }, payload), 101);
    expect([outcome, packet.dstPort]).toEqual(['malformed', 2000]);
  });

  it('tells a first fragment, which has ports, from a later one, which has none', () => {
    const first = decoded(f.ipv4({ ...V4, protocol: 17, id: 7, moreFragments: true }, payload), 101).packet;
    const later = decoded(f.ipv4({ ...V4, protocol: 17, id: 7, fragmentOffset: 8 }, payload), 101).packet;
    expect([first.fragment, first.fragmentId, first.hasPorts]).toEqual([1, 7, 1]);
    expect([later.fragment, later.fragmentId, later.hasPorts]).toEqual([2, 7, 0]);
  });

  it('calls a protocol without a name unsupported', () => {
    expect(decoded(f.ipv4({ ...V4, protocol: 253 }, payload), 101).outcome).toBe('unsupported');
  });
});

describe('ipv6', () => {
  it('reads addresses as four words each', () => {
    const { packet } = decoded(f.ipv6({ ...V6, protocol: 17 }, payload), 101);
    expect([packet.src0, packet.src1, packet.src2, packet.src3]).toEqual([0x20010db8, 0, 0, 1]);
    expect([packet.dst0, packet.dst3, packet.dstPort]).toEqual([0x20010db8, 2, 2000]);
  });

  it('walks a chain of extension headers', () => {
    const extensions = [f.ipv6Options(0), f.ipv6Options(43), f.ipv6Options(60, f.u32(0))];
    expect(decoded(f.ipv6({ ...V6, protocol: 17, extensions }, payload), 101).packet.dstPort).toBe(2000);
  });

  it('treats an atomic fragment as a whole packet and a later one as portless', () => {
    const atomic = [f.ipv6Fragment({ offset: 0, more: false, id: 1 })];
    const later = [f.ipv6Fragment({ offset: 8, more: false, id: 1 })];
    expect(decoded(f.ipv6({ ...V6, protocol: 17, extensions: atomic }, payload), 101).packet).toMatchObject({
      fragment: 0,
      dstPort: 2000,
    });
    expect(decoded(f.ipv6({ ...V6, protocol: 17, extensions: later }, payload), 101).packet).toMatchObject({
      fragment: 2,
      hasPorts: 0,
      ipProtocol: 17,
    });
  });

  it('reads a jumbogram whose payload length is 0', () => {
    const jumbo = { type: 0, rest: f.concat([0, 0xc2, 4], f.u32(8 + payload.length)) };
    const { packet } = decoded(
      f.ipv6({ ...V6, protocol: 17, payloadLength: 0, extensions: [jumbo] }, payload),
      101,
    );
    expect(packet.dstPort).toBe(2000);
  });

  it('ends a chain at "no next header"', () => {
    expect(decoded(f.ipv6({ ...V6, protocol: 59 }, []), 101)).toMatchObject({
      outcome: 'ok',
      packet: { ipProtocol: 59 },
    });
  });
});

describe('igmp', () => {
  it('keeps the type: 16 … e0 00 00 fb joins 224.0.0.251', () => {
    const report = f.ipv4({ ...V4, protocol: 2, options: [0x94, 4, 0, 0] }, [0x16, 0, 9, 4, 224, 0, 0, 251]);
    expect(decoded(report, 101)).toMatchObject({ outcome: 'ok', layer: 'igmp', packet: { icmpType: 0x16 } });
  });

  it('calls a message shorter than eight bytes malformed', () => {
    const report = f.ipv4({ ...V4, protocol: 2 }, [0x11, 0, 0, 0, 224]);
    expect(decoded(report, 101)).toMatchObject({ outcome: 'malformed', layer: 'igmp' });
  });
});

describe('icmp', () => {
  it('announces what an error quotes, and nothing for an echo', () => {
    const quoted = f.ipv4({ src: '198.51.100.1', dst: '198.51.100.2', protocol: 17 }, payload);
    const error = decoded(f.ipv4({ ...V4, protocol: 1 }, f.icmp(11, 0, quoted)), 101).packet;
    expect([error.icmpType, error.innerKind, error.innerAt]).toEqual([11, INNER_QUOTED, 28]);
    expect(decoded(f.ipv4({ ...V4, protocol: 1 }, f.icmp(8, 0, 'ping')), 101).packet.innerKind).toBe(0);
  });

  it('keeps the type of neighbour discovery', () => {
    const { packet } = decoded(f.ipv6({ ...V6, protocol: 58 }, f.icmpv6(136, 0, f.ip('2001:db8::1'))), 101);
    expect([packet.icmpType, packet.payloadAt]).toEqual([136, 40]);
  });
});
