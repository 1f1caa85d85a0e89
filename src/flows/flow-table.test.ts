import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Feeder } from '../../test/fixtures/flow-packets.ts';
import * as f from '../wire/build/index.ts';
import { FlowTable, NO_SLOT } from './flow-table.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const there = (payload: Uint8Array, protocol = 17, vlan?: number) =>
  frame(A, B, '192.0.2.1', '192.0.2.2', payload, protocol, vlan);
const back = (payload: Uint8Array, protocol = 17, vlan?: number) =>
  frame(B, A, '192.0.2.2', '192.0.2.1', payload, protocol, vlan);

function frame(
  src: string,
  dst: string,
  from: string,
  to: string,
  payload: Uint8Array,
  protocol: number,
  vlan?: number,
) {
  const packet = f.ipv4({ src: from, dst: to, protocol, ttl: src === A ? 64 : 57 }, payload);
  return vlan === undefined
    ? f.ethernet(dst, src, 0x0800, packet)
    : f.ethernet(dst, src, 0x8100, f.vlan({ id: vlan }, 0x0800, packet));
}

describe('flow table', () => {
  it('joins both directions and keeps them apart', () => {
    const feeder = new Feeder();
    feeder.add(there(f.udp(40000, 53, 'question')), 100);
    feeder.add(back(f.udp(53, 40000, 'a longer answer')), 150);
    feeder.add(there(f.udp(40000, 53, 'again')), 200);
    expect(feeder.table.size).toBe(1);
    expect(feeder.read(0)).toMatchObject({
      srcPort: 40000,
      dstPort: 53,
      packets: 2,
      packetsBack: 1,
      bytes: 14 + 28 + 8 + (14 + 28 + 5),
      bytesBack: 14 + 28 + 15,
      firstSeen: 100,
      lastSeen: 200,
      firstSeenBack: 150,
      minBytes: 47,
      maxBytes: 50,
      minBytesBack: 57,
      ttl: 64,
      ttlBack: 57,
      firstPacket: 1,
    });
  });

  it.each([
    ['another port', there(f.udp(40001, 53))],
    ['another protocol', there(f.tcp({ srcPort: 40000, dstPort: 53 }), 6)],
    ['another VLAN', there(f.udp(40000, 53), 17, 5)],
    ['another source MAC', frame('00:00:5e:00:53:09', B, '192.0.2.1', '192.0.2.2', f.udp(40000, 53), 17)],
    ['another address', frame(A, B, '192.0.2.1', '192.0.2.3', f.udp(40000, 53), 17)],
  ])('opens a second conversation for %s', (_name, second) => {
    const feeder = new Feeder();
    feeder.add(there(f.udp(40000, 53)));
    feeder.add(second);
    expect(feeder.table.size).toBe(2);
  });

  it('compares all of an IPv6 address', () => {
    const feeder = new Feeder();
    for (const src of ['2001:db8::1', '2001:db8:0:1::1', '2001:db8::1:0:1', '2001:db9::1']) {
      const packet = f.ipv6({ src, dst: '2001:db8::9', protocol: 17 }, f.udp(1, 2));
      feeder.add(f.ethernet(B, A, 0x86dd, packet));
      feeder.add(
        f.ethernet(A, B, 0x86dd, f.ipv6({ src: '2001:db8::9', dst: src, protocol: 17 }, f.udp(2, 1))),
      );
    }
    expect(feeder.all().map((view) => [view.packets, view.packetsBack])).toEqual(Array(4).fill([1, 1]));
  });

  it('keeps the senders of cooked frames, which name no receiver', () => {
    const feeder = new Feeder();
    const packet = (src: string, dst: string) => f.ipv4({ src, dst, protocol: 17 }, f.udp(7, 7));
    feeder.add(f.sll({ src: A, type: 0x0800 }, packet('192.0.2.1', '192.0.2.2')), 1, 113);
    feeder.add(f.sll({ src: B, type: 0x0800 }, packet('192.0.2.2', '192.0.2.1')), 2, 113);
    expect(feeder.all()).toMatchObject([
      { srcMac: 0x5e005301, dstMac: 0x5e005302, packets: 1, packetsBack: 1 },
    ]);
  });

  it('believes a wire length of more than 2 GiB', () => {
    const feeder = new Feeder();
    for (const bytes of [3e9, 2.5e9, 4e9]) feeder.add(there(f.udp(1, 2)), 1, 1, bytes);
    expect(feeder.read(0)).toMatchObject({ bytes: 9.5e9, minBytes: 2.5e9, maxBytes: 4e9 });
  });

  it('takes times out of order', () => {
    const feeder = new Feeder();
    for (const at of [500, 300, 900, 100]) feeder.add(there(f.udp(1, 2)), at);
    expect(feeder.read(0)).toMatchObject({ firstSeen: 100, lastSeen: 900 });
  });

  it('counts packets and bytes that find no room', () => {
    const feeder = new Feeder(2);
    for (let port = 1; port <= 5; port++) feeder.add(there(f.udp(port, 9)));
    expect(feeder.add(there(f.udp(6, 9)))).toBe(NO_SLOT);
    expect([feeder.table.size, ...feeder.table.overflow]).toEqual([2, 4, 4 * 42]);
  });

  it('refuses a capacity that is no power of two', () => {
    expect(() => new FlowTable({ capacity: 1000 })).toThrow('capacity: 1000 is not a power of two');
  });

  it('counts like a table that cannot be wrong, through any mix of packets and removals', () => {
    const packet = fc.record({
      host: fc.nat(12),
      port: fc.nat(8),
      reverse: fc.boolean(),
      vlan: fc.nat(2),
      size: fc.nat(60),
      at: fc.nat(1000),
    });
    const step = fc.oneof({ weight: 8, arbitrary: packet }, { weight: 1, arbitrary: fc.nat(500) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const feeder = new Feeder(2048);
        const model = new Map<string, { packets: number; bytes: number; slot: number }>();
        for (const each of steps) {
          if (typeof each === 'number') {
            const [key] = [...model.keys()].slice(each % Math.max(1, model.size));
            if (key === undefined) continue;
            feeder.table.remove(model.get(key)!.slot);
            model.delete(key);
            continue;
          }
          const { host, port, reverse, vlan, size, at } = each;
          const payload = reverse
            ? f.udp(9, 5000 + port, new Uint8Array(size))
            : f.udp(5000 + port, 9, new Uint8Array(size));
          const [from, to] = reverse
            ? ['192.0.2.200', `192.0.2.${host}`]
            : [`192.0.2.${host}`, '192.0.2.200'];
          const bytes = frame(
            reverse ? B : A,
            reverse ? A : B,
            from,
            to,
            payload,
            17,
            vlan === 0 ? undefined : vlan,
          );
          const slot = feeder.add(bytes, at);
          const key = `${host} ${port} ${vlan}`;
          const known = model.get(key) ?? { packets: 0, bytes: 0, slot };
          expect(slot).toBe(known.slot);
          model.set(key, { packets: known.packets + 1, bytes: known.bytes + bytes.length, slot });
        }
        expect(feeder.table.size).toBe(model.size);
        for (const { packets, bytes, slot } of model.values()) {
          const view = feeder.read(slot);
          expect(view.packets + view.packetsBack).toBe(packets);
          expect(view.bytes + view.bytesBack).toBe(bytes);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('finds every conversation while the index grows to 60,000', () => {
    const feeder = new Feeder(65_536);
    const send = () => {
      const slots: number[] = [];
      for (let i = 0; i < 60_000; i++) {
        const packet = f.ipv4(
          { src: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, dst: '192.0.2.1', protocol: 17 },
          SAME,
        );
        slots.push(feeder.add(packet, i, 101));
      }
      return slots;
    };
    const first = send();
    expect(send()).toEqual(first);
    expect([feeder.table.size, feeder.table.overflow[0]]).toEqual([60_000, 0]);
  });
});

const SAME = f.udp(1, 2);
