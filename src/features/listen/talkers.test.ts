import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Feeder } from '../../../test/fixtures/flow-packets.ts';
import { formatMac, parseMac } from '../../base/mac.ts';
import * as f from '../../wire/build/index.ts';
import { Talkers } from './talkers.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';

const ip4 = (src: string, dst: string, port = 40_000, text = '') =>
  f.ethernet(B, A, 0x0800, f.ipv4({ src, dst, protocol: 17 }, f.udp(port, 9999, text)));
const ip6 = (src: string, dst: string, text = '') =>
  f.ethernet(B, A, 0x86dd, f.ipv6({ src, dst, protocol: 17 }, f.udp(1, 9999, text)));
/** A frame between MACs that carries nothing known. */
const raw = (dst: string, src: string) => f.ethernet(dst, src, 0x88b5, new Uint8Array(100));

/** One whole look. */
function look(talkers: Talkers, count = 10, slots = 1000) {
  while (!talkers.step(slots));
  return talkers.take(count).map(({ address, bytes }) => [address, bytes] as const);
}

describe('top talkers', () => {
  it('sums what each sender sent over its conversations, in both directions', () => {
    const feeder = new Feeder();
    const talkers = new Talkers(feeder.table);
    const first = ip4('192.0.2.1', '192.0.2.2', 1);
    const second = ip4('192.0.2.1', '192.0.2.3', 2);
    const answer = f.ethernet(
      A,
      B,
      0x0800,
      f.ipv4({ src: '192.0.2.2', dst: '192.0.2.1', protocol: 17 }, f.udp(9999, 1, 'x'.repeat(500))),
    );
    for (const frame of [first, second, answer]) feeder.add(frame);
    expect(look(talkers)).toEqual([
      ['192.0.2.2', answer.length],
      ['192.0.2.1', first.length + second.length],
    ]);
  });

  it('tells only what is new since the last look', () => {
    const feeder = new Feeder();
    const talkers = new Talkers(feeder.table);
    const frame = ip4('192.0.2.1', '192.0.2.2');
    feeder.add(frame);
    expect(look(talkers)).toEqual([['192.0.2.1', frame.length]]);
    expect(look(talkers)).toEqual([]);
    feeder.add(frame);
    feeder.add(frame);
    expect(look(talkers)).toEqual([['192.0.2.1', 2 * frame.length]]);
  });

  it('sums protocols over both directions and all conversations, as long as they are new', () => {
    const feeder = new Feeder();
    const talkers = new Talkers(feeder.table);
    const there = ip4('192.0.2.1', '192.0.2.2', 1);
    const back = ip4('192.0.2.2', '192.0.2.1', 9999, 'x'.repeat(300));
    for (const frame of [there, back, ip6('2001:db8::1', '2001:db8::2'), raw(A, B)]) feeder.add(frame);
    look(talkers);
    const udp = { etherType: 0x0800, ipProtocol: 17, app: 0 };
    const seen = talkers.protocols(10);
    expect(seen.map(({ etherType, ipProtocol }) => [etherType, ipProtocol])).toEqual([
      [0x0800, 17],
      [0x88b5, -1],
      [0x86dd, 17],
    ]);
    expect(seen[0]).toEqual({ ...udp, bytes: there.length + back.length });
    expect(talkers.protocols(1)).toHaveLength(1);
    feeder.add(there);
    look(talkers);
    expect(talkers.protocols(10)).toEqual([{ ...udp, bytes: there.length }]);
    look(talkers);
    expect(talkers.protocols(10)).toEqual([]);
  });

  it('names senders by IPv4, IPv6, else MAC', () => {
    const feeder = new Feeder();
    const talkers = new Talkers(feeder.table);
    feeder.add(ip4('192.0.2.1', '192.0.2.2'));
    feeder.add(ip6('2001:db8::1', '2001:db8::2'));
    feeder.add(ip6('2001:db8::1:1', '2001:db8::2'));
    feeder.add(raw(B, A));
    expect(
      look(talkers)
        .map(([address]) => address)
        .sort(),
    ).toEqual([A, '192.0.2.1', '2001:db8::1', '2001:db8::1:1']);
  });

  it('gives the MAC of each sender, also of the one that answers', () => {
    const feeder = new Feeder();
    const answered: string[] = [];
    const talkers = new Talkers(feeder.table, (mac, at) => answered.push(`${formatMac(mac)} ${at}`));
    feeder.add(raw(B, A), 10);
    while (!talkers.step(10));
    expect(talkers.take(10)).toEqual([{ address: A, mac: parseMac(A), bytes: 114 }]);
    expect(answered).toEqual([]);
    feeder.add(raw(A, B), 20);
    while (!talkers.step(10));
    expect(talkers.take(10)).toEqual([{ address: B, mac: parseMac(B), bytes: 114 }]);
    expect(answered).toEqual([`${B} 20`]);
    feeder.add(raw(A, B), 30);
    look(talkers);
    expect(answered).toHaveLength(1);
  });

  it('counts what a tunnel carries once, as the tunnel', () => {
    const feeder = new Feeder();
    const talkers = new Talkers(feeder.table);
    const slot = feeder.add(ip4('192.0.2.1', '192.0.2.2'));
    feeder.table.words[slot * 48 + 6] |= 1 << 26; // as though decoded inside a tunnel
    expect(look(talkers)).toEqual([]);
  });

  it('begins again when a slot holds another conversation', () => {
    const feeder = new Feeder(2);
    const talkers = new Talkers(feeder.table);
    const long = ip4('192.0.2.1', '192.0.2.2', 1, 'x'.repeat(1000));
    const short = ip4('192.0.2.9', '192.0.2.2', 1, 'y');
    const slot = feeder.add(long);
    look(talkers);
    feeder.table.remove(slot);
    expect(feeder.add(short)).toBe(slot);
    expect(look(talkers)).toEqual([['192.0.2.9', short.length]]);
  });

  it('looks at no more conversations in a step than asked, and frames may come in between', () => {
    const feeder = new Feeder();
    const talkers = new Talkers(feeder.table);
    for (let i = 0; i < 100; i++) feeder.add(ip4('192.0.2.1', '192.0.2.2', 1000 + i));
    let steps = 1;
    for (; !talkers.step(10); steps++) feeder.add(ip4('192.0.2.7', '192.0.2.2', 1000));
    // twice over a hundred; the conversation that came meanwhile may take one more
    expect(steps).toBeGreaterThanOrEqual(20);
    expect(steps).toBeLessThanOrEqual(22);
    expect(talkers.take(1)[0].address).toBe('192.0.2.1');
  });

  it('finds the largest among more senders than it tells apart', () => {
    const feeder = new Feeder(65_536);
    const talkers = new Talkers(feeder.table);
    for (let i = 0; i < 20_000; i++) feeder.add(ip4(`198.18.${i >> 8}.${i & 255}`, '192.0.2.2'));
    const large = ip4('203.0.113.9', '192.0.2.2', 7, 'x'.repeat(1000));
    for (let i = 0; i < 3; i++) feeder.add(large);
    expect(look(talkers, 1)).toEqual([['203.0.113.9', 3 * large.length]]);
  });

  it('agrees with a plain sum, whatever is sent', () => {
    const sent = fc.record({ from: fc.nat(40), to: fc.nat(40), bytes: fc.nat(300) });
    fc.assert(
      fc.property(
        fc.array(fc.array(sent, { maxLength: 60 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        (rounds, slots) => {
          const feeder = new Feeder();
          const talkers = new Talkers(feeder.table);
          for (const round of rounds) {
            const sums = new Map<string, number>();
            for (const { from, to, bytes } of round) {
              const src = `192.0.2.${from}`;
              const frame = ip4(src, `192.0.2.${to}`, 9999, 'z'.repeat(bytes));
              feeder.add(frame);
              sums.set(src, (sums.get(src) ?? 0) + frame.length);
            }
            const order = (a: readonly [string, number], b: readonly [string, number]) =>
              b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
            expect([...look(talkers, 100, slots)].sort(order)).toEqual([...sums].sort(order));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
