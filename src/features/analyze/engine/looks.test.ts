/** What the kernel looks into by itself (look.as), held to what dissectors make of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnsQuery, httpRequest, mdnsAnnouncement, tlsClientHello } from '../../../../test/bench/payloads.ts';
import { A, B, engineWith, stateOf, V4 } from '../../../../test/fixtures/bulk-captures.ts';
import * as f from '../../../../test/fixtures/frames.ts';
import { pcapFile } from '../../../../test/fixtures/pcap.ts';
import { createInventory } from '../../../identify/inventory.ts';
import { DISSECTORS } from '../../../wire/dissect/index.ts';

const tcp = (srcPort: number, dstPort: number, payload: Uint8Array) => ({
  protocol: 6,
  bytes: f.concat(f.tcp({ srcPort, dstPort, flags: f.ACK, seq: 1 }), payload),
});
const udp = (srcPort: number, dstPort: number, payload: Uint8Array) => ({
  protocol: 17,
  bytes: f.udp(srcPort, dstPort, payload),
});
const frameOf = ({ protocol, bytes }: { protocol: number; bytes: Uint8Array }, vlan = -1, way: 0 | 1 = 0) => {
  const [to, from] = way === 0 ? [B, A] : [A, B];
  const packet = f.ipv4({ ...V4[way], protocol }, bytes);
  if (vlan < 0) return f.pad(f.ethernet(to, from, 0x0800, packet));
  return f.pad(f.ethernet(to, from, 0x8100, f.concat(f.u16(vlan), f.u16(0x0800), packet)));
};

const name = (text: string) =>
  f.concat(...text.split('.').map((label) => f.concat([label.length], label)), [0]);
const POINTER = [0xc0, 12];
const record = (owner: f.Bytes, type: number, data: f.Bytes) =>
  f.concat(owner, f.u16(type), f.u16(1), f.u32(60), f.u16(f.concat(data).length), data);
/** Answers that name hosts of the site, and such that do not. */
const ANSWERS = [
  [record(POINTER, 1, f.ip('198.51.100.7'))],
  [record(POINTER, 1, f.ip('10.1.2.3'))],
  [record(POINTER, 5, name('www.example.net')), record(name('www.example.net'), 28, f.ip('2001:db8::7'))],
  [record(POINTER, 28, f.ip('fd00::7')), record(POINTER, 1, f.ip('203.0.113.9'))],
  [record(name('7.2.1.10.in-addr.arpa'), 12, name('printer.example.net'))],
  [record(POINTER, 1, [10, 0, 0]), record(POINTER, 16, [3, 97, 98, 99])],
  [],
];

function dnsResponse(index: number): Uint8Array {
  const answers = ANSWERS[index % ANSWERS.length];
  const header = f.concat(f.u16(7), f.u16(0x8180), f.u16(1), f.u16(answers.length), f.u32(0));
  return f.concat(header, name('host.example.net'), f.u16(1), f.u16(1), ...answers);
}

function walk(file: Uint8Array, roomBytes: number | null, maxSightings = 1000) {
  const limits = { maxMacs: 100, maxAddresses: 100, maxSightings };
  const inventory = createInventory({ vendorOf: () => null, limits });
  const engine = engineWith(roomBytes, 1024, { inventory });
  const said = new Map<string, number[]>();
  const sight = inventory.sight.bind(inventory);
  inventory.sight = (sighting) => {
    const { at, packet, ...what } = sighting;
    const key = JSON.stringify(what);
    const [first, firstPacket] = said.get(key) ?? [at, packet];
    said.set(key, at < first ? [at, packet] : [first, firstPacket]);
    sight(sighting);
  };
  const { bulk } = engine;
  const room = bulk === null ? file : new Uint8Array(bulk.buffer);
  const base = bulk?.roomAt ?? 0;
  room.set(file, base);
  const view = new DataView(room.buffer, room.byteOffset);
  for (let at = base + 24; at < base + file.length; ) {
    const captured = view.getUint32(at + 8, true);
    const end = at + 16 + captured;
    // One by one: what a dissector learned of a frame, the kernel knows at the next.
    if (bulk !== null) expect(bulk.countRecords(at, end, { kind: 'pcap', nanos: false })).toBe(end);
    else {
      engine.clock[0] = view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true);
      engine.frame(view, at + 16, end, view.getUint32(at + 12, true), 1);
    }
    at = end;
  }
  return { engine, inventory, said };
}

/** The state, the names behind the numbers in it, what was said and when first, and what is known of devices. */
function learned({ engine, inventory, said }: ReturnType<typeof walk>) {
  const { inspector, flows } = engine;
  const names = Array.from({ length: flows.highWater }, (_, slot) => [
    inspector.app(flows.appOf(slot)),
    inspector.serverName(flows.serverNameOf(slot)),
    flows.looksLeft(slot),
  ]);
  const state = stateOf(engine);
  const { devices, dropped } = inventory.finish((packet) => ({ file: 0, packet }));
  return { ...state, names, devices: [...devices], said, hasDropped: dropped.sightings > 0 };
}

const PAYLOADS: Readonly<Record<string, (index: number) => Uint8Array>> = {
  hello: tlsClientHello,
  query: dnsQuery,
  response: dnsResponse,
  request: httpRequest,
  announcement: mdnsAnnouncement,
};

const USUAL_PORTS: Readonly<Record<string, (client: number) => [number, number]>> = {
  hello: (client) => [client, 443],
  query: (client) => [client, 53],
  response: (client) => [53, client],
  request: (client) => [client, 80],
  announcement: () => [5353, 5353],
};

/** Messages over a few conversations, the same again and again, whole, cut or with a byte changed. */
const message = fc
  .record({
    index: fc.nat(6),
    at: fc.nat(3),
    natural: fc.constantFrom(true, true, false),
    client: fc.integer({ min: 40_000, max: 40_003 }),
    vlan: fc.constantFrom(-1, 7),
    way: fc.constantFrom<0 | 1>(0, 1),
    kind: fc.constantFrom('hello', 'query', 'response', 'request', 'announcement', 'noise', 'stream'),
    noise: fc.uint8Array({ minLength: 1, maxLength: 48 }),
    srcPort: fc.constantFrom(40_000, 40_001, 53, 5353, 5355, 80),
    dstPort: fc.constantFrom(443, 40_000, 40_001, 53, 5353, 9000, 80),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(5000) }, { weight: 1, arbitrary: fc.nat(300) }),
    change: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.record({ at: fc.nat(260), to: fc.nat(255) }) },
    ),
  })
  .map(({ index, at, natural, client, vlan, way, kind, noise, srcPort, dstPort, cut, change }) => {
    const payload = (PAYLOADS[kind]?.(index) ?? noise).slice(0, cut);
    if (change !== null && change.at < payload.length) payload[change.at] = change.to;
    const isTcp = kind === 'hello' || kind === 'request' || kind === 'stream';
    const [from, to] = natural ? (USUAL_PORTS[kind]?.(client) ?? [client, 9000]) : [srcPort, dstPort];
    const packet = isTcp ? tcp(from, to, payload) : udp(from, to, payload);
    const frame = frameOf(packet, vlan, way);
    return { frame, at: 1e15 + at, wireLength: frame.length };
  });

/** Counts the next frames of a file each time, and how many were shown to dissectors so far. */
function counting(file: Uint8Array) {
  const engine = engineWith(file.length);
  const { bulk, inspector } = engine;
  if (bulk === null) throw new Error('no kernel');
  let shown = 0;
  const inspect = inspector.inspect.bind(inspector);
  inspector.inspect = (...args) => {
    shown++;
    inspect(...args);
  };
  new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
  const view = new DataView(bulk.buffer);
  let at = bulk.roomAt + 24;
  const count = (frames: number): number => {
    let end = at;
    for (let i = 0; i < frames; i++) end += 16 + view.getUint32(end + 8, true);
    const before = engine.counters.packets;
    at = bulk.countRecords(at, end, { kind: 'pcap', nanos: false });
    return engine.counters.packets - before;
  };
  return { engine, shown: () => shown, count };
}

describe('what the kernel looks into by itself', () => {
  it('is what dissectors would have said', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60 }), (frames) => {
        const file = pcapFile(frames);
        expect(learned(walk(file, file.length))).toEqual(learned(walk(file, null)));
        const few = 2;
        expect(learned(walk(file, file.length, few))).toEqual(learned(walk(file, null, few)));
      }),
      { numRuns: 500 },
    );
  });

  it('is what dissectors would have said of every byte that is not as usual', () => {
    const values = [0, 1, 4, 0x20, 0x7e, 0xc0, 0xff];
    const odd = (payload: Uint8Array, frame: (bytes: Uint8Array, port: number) => Uint8Array) =>
      payload.forEach((_, at) => {
        const frames = values.map((value, i) =>
          frame(
            Uint8Array.from(payload, (byte, i) => (i === at ? value : byte)),
            10_000 + at * values.length + i,
          ),
        );
        const file = pcapFile([frame(payload, 9000), ...frames]);
        expect([at, learned(walk(file, file.length))]).toEqual([at, learned(walk(file, null))]);
      });
    odd(tlsClientHello(7), (bytes, port) => frameOf(tcp(port, 443, bytes)));
    for (let index = 0; index < ANSWERS.length; index++) {
      odd(dnsResponse(index), (bytes, port) => frameOf(udp(53, port, bytes), 7, 1));
    }
    odd(dnsQuery(7), (bytes, port) => frameOf(udp(port, 53, bytes)));
  });

  it('is hellos to servers whose names were read before, queries, answers about others, announcements again', () => {
    const first = [
      frameOf(tcp(40_000, 443, tlsClientHello(7))),
      frameOf(udp(53, 40_000, dnsResponse(0)), -1, 1),
      frameOf(udp(5353, 5353, mdnsAnnouncement(1))),
    ];
    const then = [
      frameOf(tcp(40_001, 443, tlsClientHello(7))),
      frameOf(udp(40_001, 53, dnsQuery(7))),
      frameOf(udp(53, 40_001, dnsResponse(0)), -1, 1),
      frameOf(udp(53, 40_002, dnsResponse(2)), -1, 1),
      frameOf(udp(5353, 5353, mdnsAnnouncement(1))),
    ];
    const own = [
      frameOf(udp(53, 40_003, dnsResponse(1)), -1, 1),
      frameOf(udp(5353, 5353, mdnsAnnouncement(2))),
    ];
    const { engine, shown, count } = counting(pcapFile([...first, ...then, ...own]));
    expect(count(first.length)).toBe(first.length);
    expect(shown()).toBe(3);
    expect(count(then.length)).toBe(then.length);
    expect(shown()).toBe(3);
    expect(count(own.length)).toBe(own.length);
    expect(shown()).toBe(5);
    const { flows, inspector } = engine;
    const names = Array.from({ length: flows.highWater }, (_, slot) =>
      inspector.serverName(flows.serverNameOf(slot)),
    );
    expect(names.filter((name) => name !== null)).toEqual(['srv07.example.net', 'srv07.example.net']);
  });

  it('knows the highest port that a dissector of datagrams has', () => {
    const ports = DISSECTORS.flatMap(({ over }) => ('udp' in over ? [...(over.udp ?? [])] : []));
    expect(Math.max(...ports)).toBe(5355);
  });
});
