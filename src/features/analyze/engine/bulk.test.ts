/** The engine with its kernel, held to the engine without: same counters, same bytes in the flow table, same clock. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  A,
  amongServers,
  B,
  captureFile,
  engineWith,
  stateOf,
  tag,
  V4,
} from '../../../../test/fixtures/bulk-captures.ts';
import * as f from '../../../../test/fixtures/frames.ts';
import { pcapFile, pcapngBlock, pcapngFile } from '../../../../test/fixtures/pcap.ts';
import { asItIs } from '../../../model/messages/message.ts';
import { FormatWalker } from '../../../sources/frames/format-walker.ts';
import { ReadReport } from '../../../sources/frames/report.ts';

const MICROS = { kind: 'pcap', nanos: false } as const;

/** What the engine holds, and what there was to say, after walking `file`, in one go or cut in two. */
function walk(file: Uint8Array, roomBytes: number | null, cut: number, maxFlows: number) {
  const engine = engineWith(roomBytes, maxFlows);
  const at = engine.bulk?.roomAt ?? 0;
  const room = new Uint8Array(engine.bulk?.buffer ?? new ArrayBuffer(file.length));
  room.set(file, at);
  const view = new DataView(room.buffer);
  const report = new ReadReport('x', false);
  const walker = new FormatWalker(engine, report, asItIs('a capture'));
  const left = walker.walk(view, at, at + Math.min(cut, file.length), -at);
  const last = walker.walk(view, left, at + file.length, -at);
  walker.finish(view, last, at + file.length, -at);
  return { said: report.result(), ...stateOf(engine) };
}

describe('counting in bulk', () => {
  it('counts as frame by frame, whatever the frames, their lengths and times', () => {
    fc.assert(
      fc.property(captureFile, fc.nat(8000), fc.constantFrom(2, 4, 1024), (file, cut, maxFlows) => {
        expect(walk(file, file.length, cut, maxFlows)).toEqual(walk(file, null, cut, maxFlows));
      }),
      { numRuns: 1000 },
    );
  });

  it('says the same of a file that is damaged', () => {
    const changes = fc.array(fc.record({ at: fc.nat(20_000), to: fc.nat(255) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(captureFile, changes, fc.nat(8000), (whole, changed, cut) => {
        const file = whole.slice();
        // What comes before the first packet is read the same way: damage there is for the tests of the readers.
        for (const { at, to } of changed) if (file.length > 100) file[60 + (at % (file.length - 60))] = to;
        expect(walk(file, file.length, cut, 1024)).toEqual(walk(file, null, cut, 1024));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds every conversation again while their index grows', () => {
    const frames = Array.from({ length: 9000 }, (_, n) =>
      f.pad(
        f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 17 }, f.udp(10_000 + (n % 4500), 9000, 'x'))),
      ),
    );
    const file = pcapFile(frames);
    const it = walk(file, file.length, file.length, 8192);
    expect(it.size).toBe(4500);
    expect(it).toEqual(walk(file, null, file.length, 8192));
  });

  it('knows who began between two ports of servers', () => {
    for (const frames of [amongServers, amongServers.toReversed()]) {
      const file = pcapFile(frames);
      expect(walk(file, file.length, file.length, 4)).toEqual(walk(file, null, file.length, 4));
    }
  });

  it('counts more kinds of protocols than the kernel has room for', () => {
    const frames = Array.from({ length: 256 }, (_, protocol) => {
      const [four, six] = [
        f.ipv4({ ...V4[0], protocol }, 'data'),
        f.ipv6({ src: '2001:db8::1', dst: '2001:db8::2', protocol }, 'data'),
      ];
      return [
        ...[f.ethernet(B, A, 0x0800, four), tag(7, 0x0800, four)],
        ...[f.ethernet(B, A, 0x86dd, six), tag(7, 0x86dd, six)],
      ];
    }).flat();
    const services = Array.from({ length: 1200 }, (_, port) =>
      [6, 17].flatMap((protocol) => {
        const bytes =
          protocol === 6
            ? f.concat(f.tcp({ srcPort: 40_000, dstPort: port, flags: f.ACK, seq: 1 }), 'data')
            : f.udp(40_000, port, 'data');
        const four = f.ipv4({ ...V4[0], protocol }, bytes);
        return [f.ethernet(B, A, 0x0800, four), tag(7, 0x0800, four)];
      }),
    ).flat();
    const file = pcapFile([...frames, ...services, ...frames]);
    expect(walk(file, file.length, file.length, 8192)).toEqual(walk(file, null, file.length, 8192));
  });

  it('takes blocks of pcapng at once, and stops at blocks of another kind', () => {
    const frame = f.pad(
      f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 17 }, f.udp(40_000, 9000, 'x'))),
    );
    const whole = pcapngFile([frame, frame, frame]);
    const block = pcapngBlock(6, new Uint8Array(20 + frame.length)).length;
    const before = whole.length - 3 * block;
    const other = pcapngBlock(0xbad, new Uint8Array(8));
    const file = f.concat(whole.subarray(0, before + block), other, whole.subarray(before + block));
    const engine = engineWith(file.length);
    const bulk = engine.bulk;
    if (bulk === null) throw new Error('no kernel');
    new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
    const [begin, end] = [bulk.roomAt + before, bulk.roomAt + file.length];
    const layout = { kind: 'pcapng', interfaceId: 0, ticksPerMicro: 1, offsetMicros: 0 } as const;
    expect(bulk.countRecords(begin, end, layout)).toBe(begin + block);
    expect(bulk.countRecords(begin + block, end, layout)).toBe(begin + block);
    expect(bulk.countRecords(begin + block + other.length, end, layout)).toBe(end);
    expect(bulk.countRecords(begin, end, { ...layout, interfaceId: 1 })).toBe(begin);
    expect(engine.counters.packets).toBe(3);
  });

  it('takes every usual frame, the first of a conversation too, and stops where others are needed', () => {
    const frames = ['first', 'second', 'third', 'fourth'].map((text) =>
      f.pad(f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 17 }, f.udp(40_000, 9000, text)))),
    );
    const icmp = f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 1 }, new Uint8Array(8)));
    const file = pcapFile([...frames, icmp, ...frames]);
    const engine = engineWith(file.length);
    const bulk = engine.bulk;
    if (bulk === null) throw new Error('no kernel');
    new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
    const begin = bulk.roomAt + 24;
    const end = bulk.roomAt + file.length;
    const icmpAt = begin + frames.reduce((sum, frame) => sum + 16 + frame.length, 0);
    expect(bulk.countRecords(begin, end, MICROS)).toBe(icmpAt);
    expect(bulk.countRecords(icmpAt, end, MICROS)).toBe(icmpAt);
    expect(bulk.countRecords(icmpAt + 16 + icmp.length, end, MICROS)).toBe(end);
    expect(engine.counters.packets).toBe(8);
    expect([...engine.linkTypes]).toEqual([1]);
  });

  it('looks into payloads in their order, more than fit the list of one call', () => {
    const response = (id: number) =>
      f.concat(
        f.u16(id),
        f.u16(0x8100),
        f.u16(1),
        f.u16(0),
        f.u16(0),
        f.u16(0),
        [1],
        'a',
        [0],
        f.u16(1),
        f.u16(1),
      );
    const frames = Array.from({ length: 5000 }, (_, id) =>
      f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 17 }, f.udp(40_000, 53, response(id)))),
    );
    const file = pcapFile(frames);
    const engine = engineWith(file.length);
    const bulk = engine.bulk;
    if (bulk === null) throw new Error('no kernel');
    const seen: number[] = [];
    engine.inspector.inspect = (_slot, view, packet, clock) => {
      seen.push(view.getUint16(packet.payloadAt), clock[1]);
    };
    new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
    const end = bulk.roomAt + file.length;
    expect(bulk.countRecords(bulk.roomAt + 24, end, MICROS)).toBe(end);
    expect(seen).toEqual(frames.flatMap((_, id) => [id, id + 1]));
  });
});
