import { describe, expect, it } from 'vitest';
import { decoded, decodedInner } from '../../../test/fixtures/decoded.ts';
import * as f from '../build/index.ts';
import { TUNNEL_NAMES } from '../packet.ts';

const V4 = { src: '192.0.2.1', dst: '192.0.2.2' };
const A = '00:00:5e:00:53:0a';
const B = '00:00:5e:00:53:0b';
const datagram = f.ipv4({ src: '10.0.0.1', dst: '10.0.0.2', protocol: 17 }, f.udp(1000, 2000, 'x'));
const inner = f.ethernet(B, A, 0x0800, datagram);
const gre = (fields: Parameters<typeof f.gre>[0], payload: Uint8Array) =>
  f.ipv4({ ...V4, protocol: 47 }, f.gre(fields, payload));

describe('tunnels', () => {
  it.each([
    ['gre', gre({ type: 0x0800 }, datagram)],
    ['gre', gre({ type: 0x0800, key: 1, sequence: 2, checksum: true }, datagram)],
    ['gre', gre({ type: 0x6558 }, inner)],
    ['gre', gre({ type: 0x880b }, f.concat([0xff, 3, 0, 0x21], datagram))],
    ['gre', gre({ type: 0x8847 }, f.mpls([16], datagram))],
    ['erspan', gre({ type: 0x88be }, inner)],
    ['erspan', gre({ type: 0x88be, sequence: 1 }, f.concat([0x10, 0, 0, 0, 0, 0, 0, 0], inner))],
    ['erspan', gre({ type: 0x22eb, sequence: 1 }, f.concat(f.u32(0x20000000), f.u32(0), f.u32(0), inner))],
    [
      'erspan',
      gre(
        { type: 0x22eb, sequence: 1 },
        f.concat(f.u32(0x20000000), f.u32(0), f.u32(1), f.u32(0), f.u32(0), inner),
      ),
    ],
    ['ip', f.ipv4({ ...V4, protocol: 4 }, datagram)],
    ['vxlan', f.ipv4({ ...V4, protocol: 17 }, f.udp(50000, 4789, f.vxlan(1, inner)))],
    ['vxlan', f.ipv4({ ...V4, protocol: 17 }, f.udp(50000, 8472, f.vxlan(1, inner)))],
    ['geneve', f.ipv4({ ...V4, protocol: 17 }, f.udp(50000, 6081, f.geneve({ vni: 1 }, inner)))],
    [
      'geneve',
      f.ipv4({ ...V4, protocol: 17 }, f.udp(50000, 6081, f.geneve({ vni: 1, type: 0x0800 }, datagram))),
    ],
    [
      'vxlan',
      f.ipv4({ ...V4, protocol: 17 }, f.udp(1, 4790, f.concat([0x0c, 0, 0, 3], f.u32(0x100), inner))),
    ],
    [
      'vxlan',
      f.ipv4({ ...V4, protocol: 17 }, f.udp(1, 4790, f.concat([0x0c, 0, 0, 1], f.u32(0x100), datagram))),
    ],
    ['mpls', f.ipv4({ ...V4, protocol: 17 }, f.udp(1, 6635, f.mpls([16], datagram)))],
    [
      'gtp',
      f.ipv4({ ...V4, protocol: 17 }, f.udp(2152, 2152, f.concat([0x30, 255], f.u16(0), f.u32(7), datagram))),
    ],
    [
      'gtp',
      f.ipv4(
        { ...V4, protocol: 17 },
        f.udp(2152, 2152, f.concat([0x34, 255], f.u16(0), f.u32(7), [0, 0, 0, 0x85, 1, 0, 0, 0], datagram)),
      ),
    ],
    ['etherip', f.ipv4({ ...V4, protocol: 97 }, f.concat([0x30, 0], inner))],
  ])('finds the packet inside %s (case %#)', (name, frame) => {
    const outer = decoded(frame, 101).packet;
    expect([outer.src0 >>> 0, outer.tunnel]).toEqual([0xc0000201, 0]);
    const { packet, outcome } = decodedInner(frame, 101);
    expect([outcome, packet.src0, packet.dstPort]).toEqual(['ok', 0x0a000001, 2000]);
    expect(TUNNEL_NAMES[packet.tunnel]).toBe(name);
  });

  it('finds IPv6 in Teredo behind both indications', () => {
    const six = f.ipv6({ src: '2001:db8::1', dst: '2001:db8::2', protocol: 17 }, f.udp(1000, 2000));
    const bare = f.udp(50000, 3544, six);
    const dressed = f.udp(
      3544,
      50000,
      f.concat([0, 1, 0, 0], new Uint8Array(9), [0, 0], new Uint8Array(6), six),
    );
    for (const payload of [bare, dressed]) {
      const { packet } = decodedInner(f.ipv4({ ...V4, protocol: 17 }, payload), 101);
      expect([packet.ipVersion, packet.dstPort, TUNNEL_NAMES[packet.tunnel]]).toEqual([6, 2000, 'teredo']);
    }
  });

  it('forgets the outer MACs and VLAN inside an IP tunnel', () => {
    const frame = f.ethernet(B, A, 0x8100, f.vlan({ id: 5 }, 0x0800, gre({ type: 0x0800 }, datagram)));
    expect(decodedInner(frame).packet).toMatchObject({ hasMac: 0, vlan: -1, outerVlan: -1 });
  });

  it('takes nothing for VXLAN or Geneve that only uses their ports', () => {
    const vxlan = f.ipv4({ ...V4, protocol: 17 }, f.udp(1, 4789, f.concat([0, 0, 0, 0, 0, 0, 0, 0], inner)));
    const geneve = f.ipv4({ ...V4, protocol: 17 }, f.udp(1, 6081, f.concat([0x80], inner)));
    expect([decoded(vxlan, 101).packet.innerKind, decoded(geneve, 101).packet.innerKind]).toEqual([0, 0]);
  });

  it('walks the source routes of RFC 1701', () => {
    const routed = f.concat(
      f.u16(0x4000),
      f.u16(0x0800),
      f.u32(0),
      f.u16(0x0800),
      [0, 4],
      f.u32(0),
      f.u32(0),
      datagram,
    );
    expect(decodedInner(f.ipv4({ ...V4, protocol: 47 }, routed), 101).packet.dstPort).toBe(2000);
  });
});
