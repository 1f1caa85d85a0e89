import { describe, expect, it } from 'vitest';
import { Feeder } from '../../test/fixtures/flow-packets.ts';
import * as f from '../wire/build/index.ts';

const fields = { src: '192.0.2.1', dst: '192.0.2.2', protocol: 17, id: 7 };
const datagram = f.udp(41000, 42000, 'x'.repeat(40));

describe('fragments', () => {
  it('count in the conversation of their first one', () => {
    const feeder = new Feeder();
    feeder.add(f.ipv4({ ...fields, moreFragments: true }, datagram.subarray(0, 24)), 1, 101);
    feeder.add(
      f.ipv4({ ...fields, moreFragments: true, fragmentOffset: 24 }, datagram.subarray(24, 32)),
      2,
      101,
    );
    feeder.add(f.ipv4({ ...fields, fragmentOffset: 32 }, datagram.subarray(32)), 3, 101);
    expect(feeder.all()).toMatchObject([{ srcPort: 41000, packets: 3 }]);
    expect(feeder.fragments.orphans).toBe(0);
  });

  it('work for IPv6', () => {
    const feeder = new Feeder();
    for (const [offset, more, part] of [
      [0, true, datagram.subarray(0, 24)],
      [24, false, datagram.subarray(24)],
    ] as const) {
      const extensions = [f.ipv6Fragment({ offset, more, id: 99 })];
      feeder.add(f.ipv6({ src: '2001:db8::1', dst: '2001:db8::2', protocol: 17, extensions }, part), 1, 101);
    }
    expect(feeder.all()).toMatchObject([{ srcPort: 41000, packets: 2 }]);
  });

  it.each([
    ['before the first one', 1, [['later'], ['first']]],
    ['a minute too late', 61e6, [['first'], ['later']]],
  ] as const)('stay without ports %s', (_name, gap, order) => {
    const feeder = new Feeder();
    let at = 0;
    for (const [which] of order) {
      const frame =
        which === 'first'
          ? f.ipv4({ ...fields, moreFragments: true }, datagram.subarray(0, 24))
          : f.ipv4({ ...fields, fragmentOffset: 24 }, datagram.subarray(24));
      feeder.add(frame, at, 101);
      at += gap;
    }
    expect([feeder.table.size, feeder.fragments.orphans]).toEqual([2, 1]);
  });

  it('of another datagram do not join', () => {
    const feeder = new Feeder();
    feeder.add(f.ipv4({ ...fields, moreFragments: true }, datagram.subarray(0, 24)), 1, 101);
    feeder.add(f.ipv4({ ...fields, id: 8, fragmentOffset: 24 }, datagram.subarray(24)), 2, 101);
    expect(feeder.table.size).toBe(2);
  });
});
