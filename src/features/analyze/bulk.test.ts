/** The engine with its kernel, held to the engine without: same counters, same bytes in the flow table, same clock. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../../test/fixtures/frames.ts';
import { pcapFile, pcapngBlock, pcapngFile } from '../../../test/fixtures/pcap.ts';
import { SAMPLES } from '../../../test/fixtures/samples.ts';
import { createInventory } from '../../identify/inventory.ts';
import { FormatWalker } from '../../sources/frames/format-walker.ts';
import { ReadReport } from '../../sources/frames/report.ts';
import { Engine } from './engine.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const V4 = [
  { src: '192.0.2.1', dst: '192.0.2.2' },
  { src: '192.0.2.2', dst: '192.0.2.1' },
];
const V6 = [
  { src: '2001:db8::1', dst: '2001:db8::2' },
  { src: '2001:db8::2', dst: '2001:db8::1' },
];
const tag = (vlan: number, type: number, payload: Uint8Array) =>
  f.ethernet(B, A, 0x8100, f.concat(f.u16(0x2000 | vlan), f.u16(type), payload));

/** One way of a conversation between a client's port and a server's. */
function conversation(way: 0 | 1, port: number): Uint8Array[] {
  const [to, from] = way === 0 ? [B, A] : [A, B];
  const [srcPort, dstPort] = way === 0 ? [40_000, port] : [port, 40_000];
  const segments = [
    { flags: f.SYN, seq: 99 },
    { flags: f.SYN | f.ACK, seq: 99 },
    { flags: f.ACK, seq: 100 },
    { flags: f.ACK | 8, seq: 100 },
    { flags: f.ACK | 8, seq: 102 },
    { flags: f.ACK | 1, seq: 110 },
    { flags: 8, seq: 0x7fff_fff0 },
  ];
  const tcp = segments.flatMap(({ flags, seq }) =>
    ['', 'a', 'abcdefghij'].map((text) => f.concat(f.tcp({ srcPort, dstPort, flags, seq }), text)),
  );
  const udp = ['', 'x', 'a datagram of some length'].map((text) => f.udp(srcPort, dstPort, text));
  const carried = [
    ...tcp.map((bytes) => ({ protocol: 6, bytes })),
    ...udp.map((bytes) => ({ protocol: 17, bytes })),
  ];
  return carried.flatMap(({ protocol, bytes }) => {
    const four = f.ipv4({ ...V4[way], protocol }, bytes);
    const six = f.ipv6({ ...V6[way], protocol }, bytes);
    return [
      f.ethernet(to, from, 0x0800, four),
      f.pad(f.ethernet(to, from, 0x0800, four)),
      f.ethernet(to, from, 0x86dd, six),
      tag(7, 0x0800, four),
      tag(0, 0x86dd, six),
    ];
  });
}

/** No service, DNS, LLMNR (in the range where tunnels are), TLS, VXLAN. */
const PORTS = [9000, 53, 5355, 443, 4789];

const FRAMES = [
  ...PORTS.flatMap((port) => [...conversation(0, port), ...conversation(1, port)]),
  ...SAMPLES.filter(({ linkType }) => linkType === 1).map(({ frame }) => frame),
];

function engineWith(roomBytes: number | null, maxFlows = 1024): Engine {
  const limits = { ...DEFAULT_LIMITS, maxFlows };
  const inventory = createInventory({ vendorOf: () => null, limits });
  return new Engine({ inventory, ...limits, ...(roomBytes === null ? {} : { roomBytes }) });
}

const MICROS = { kind: 'pcap', nanos: false } as const;

/** What the engine holds, and what there was to say, after walking `file`, in one go or cut in two. */
function walk(file: Uint8Array, roomBytes: number | null, cut: number, maxFlows: number) {
  const engine = engineWith(roomBytes, maxFlows);
  const at = engine.bulk?.roomAt ?? 0;
  const room = new Uint8Array(engine.bulk?.buffer ?? new ArrayBuffer(file.length));
  room.set(file, at);
  const view = new DataView(room.buffer);
  const report = new ReadReport('x', false);
  const walker = new FormatWalker(engine, report, 'a capture');
  const left = walker.walk(view, at, at + Math.min(cut, file.length), -at);
  const last = walker.walk(view, left, at + file.length, -at);
  walker.finish(view, last, at + file.length, -at);
  const { flows, counters } = engine;
  return {
    said: report.result(),
    words: [...flows.words.subarray(0, flows.highWater * 48)],
    size: flows.size,
    overflow: [...flows.overflow, engine.expired],
    linkTypes: [...engine.linkTypes],
    addresses: engine.addresses.size,
    clock: [...engine.clock],
    decode: counters.decode(),
    layers: counters.decodeLayers(),
    totals: [counters.packets, counters.bytes, counters.wireBytes, counters.firstSeen, counters.lastSeen],
  };
}

interface Sent {
  readonly frame: Uint8Array;
  readonly at: number;
  readonly wireLength: number;
}

/** Frames as they are, cut by a snap length, with bytes changed; times that also go back. */
const sent: fc.Arbitrary<Sent> = fc
  .record({
    index: fc.nat(FRAMES.length - 1),
    captured: fc.oneof({ weight: 4, arbitrary: fc.constant(2000) }, { weight: 1, arbitrary: fc.nat(80) }),
    change: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.record({ at: fc.nat(70), to: fc.nat(255) }) },
    ),
    at: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 5000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 100e6 }) },
    ),
    extra: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(4_000_000_000) },
    ),
  })
  .map(({ index, captured, change, at, extra }) => {
    const whole = FRAMES[index].slice();
    if (change !== null && change.at < whole.length) whole[change.at] = change.to;
    return { frame: whole.subarray(0, captured), at: 1e15 + at, wireLength: whole.length + extra };
  });

/** The same frames in one of the formats that are taken many at once, or nearly. */
const captureFile: fc.Arbitrary<Uint8Array> = fc
  .record({
    frames: fc.array(sent, { maxLength: 120 }),
    format: fc.oneof(
      fc.record({ nanoseconds: fc.boolean() }),
      fc.record({
        resolution: fc.constantFrom(3, 6, 7, 9, 12),
        offsetSeconds: fc.constantFrom(0, 0, 3600, -86_400, 2 ** 40),
        bigEndian: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
      }),
    ),
  })
  .map(({ frames, format }) =>
    'resolution' in format ? pcapngFile(frames, format) : pcapFile(frames, format),
  );

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
    const arp = SAMPLES.find(({ name }) => name.includes('arp'))?.frame ?? new Uint8Array(60);
    const file = pcapFile([...frames, arp, ...frames]);
    const engine = engineWith(file.length);
    const bulk = engine.bulk;
    if (bulk === null) throw new Error('no kernel');
    new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
    const begin = bulk.roomAt + 24;
    const end = bulk.roomAt + file.length;
    const arpAt = begin + frames.reduce((sum, frame) => sum + 16 + frame.length, 0);
    expect(bulk.countRecords(begin, end, MICROS)).toBe(arpAt);
    expect(bulk.countRecords(arpAt, end, MICROS)).toBe(arpAt);
    expect(bulk.countRecords(arpAt + 16 + arp.length, end, MICROS)).toBe(end);
    expect(engine.counters.packets).toBe(8);
    expect([...engine.linkTypes]).toEqual([1]);
  });

  it('looks into payloads in their order, more than fit the list of one call', () => {
    const query = (id: number) =>
      f.concat(
        f.u16(id),
        f.u16(0x0100),
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
      f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol: 17 }, f.udp(40_000, 53, query(id)))),
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
