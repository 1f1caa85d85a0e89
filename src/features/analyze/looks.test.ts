/** What the kernel looks into by itself (look.as), held to what dissectors make of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnsQuery, dnsResponse, httpRequest, tlsClientHello } from '../../../test/bench/payloads.ts';
import { A, B, engineWith, stateOf, V4 } from '../../../test/fixtures/bulk-captures.ts';
import * as f from '../../../test/fixtures/frames.ts';
import { pcapFile } from '../../../test/fixtures/pcap.ts';
import { DISSECTORS } from '../../wire/dissect/index.ts';
import type { Engine } from './engine.ts';

const tcp = (srcPort: number, dstPort: number, payload: Uint8Array) => ({
  protocol: 6,
  bytes: f.concat(f.tcp({ srcPort, dstPort, flags: f.ACK, seq: 1 }), payload),
});
const udp = (srcPort: number, dstPort: number, payload: Uint8Array) => ({
  protocol: 17,
  bytes: f.udp(srcPort, dstPort, payload),
});
const frameOf = ({ protocol, bytes }: { protocol: number; bytes: Uint8Array }) =>
  f.pad(f.ethernet(B, A, 0x0800, f.ipv4({ ...V4[0], protocol }, bytes)));

function walk(file: Uint8Array, roomBytes: number | null): Engine {
  const engine = engineWith(roomBytes);
  const { bulk } = engine;
  if (bulk === null) {
    const view = new DataView(file.buffer, file.byteOffset);
    for (let at = 24; at < file.length; ) {
      const captured = view.getUint32(at + 8, true);
      engine.clock[0] = view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true);
      engine.frame(view, at + 16, at + 16 + captured, view.getUint32(at + 12, true), 1);
      at += 16 + captured;
    }
    return engine;
  }
  new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
  const end = bulk.roomAt + file.length;
  expect(bulk.countRecords(bulk.roomAt + 24, end, { kind: 'pcap', nanos: false })).toBe(end);
  return engine;
}

/** The state, and the names behind the numbers in it. */
function learned(engine: Engine) {
  const { inspector, flows } = engine;
  const names = Array.from({ length: flows.highWater }, (_, slot) => [
    inspector.app(flows.appOf(slot)),
    inspector.serverName(flows.serverNameOf(slot)),
    flows.looksLeft(slot),
  ]);
  return { ...stateOf(engine), names };
}

const PAYLOADS: Readonly<Record<string, (index: number) => Uint8Array>> = {
  hello: tlsClientHello,
  query: dnsQuery,
  response: dnsResponse,
  request: httpRequest,
};

/** Messages over a few conversations, the same again and again, whole, cut or with a byte changed. */
const message = fc
  .record({
    index: fc.nat(3),
    kind: fc.constantFrom('hello', 'query', 'response', 'request', 'noise', 'stream'),
    noise: fc.uint8Array({ minLength: 1, maxLength: 48 }),
    srcPort: fc.constantFrom(40_000, 40_001, 40_002, 5355, 80),
    dstPort: fc.constantFrom(443, 8443, 53, 5353, 9000, 80),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(5000) }, { weight: 1, arbitrary: fc.nat(300) }),
    change: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.record({ at: fc.nat(260), to: fc.nat(255) }) },
    ),
  })
  .map(({ index, kind, noise, srcPort, dstPort, cut, change }) => {
    const payload = (PAYLOADS[kind]?.(index) ?? noise).slice(0, cut);
    if (change !== null && change.at < payload.length) payload[change.at] = change.to;
    return kind === 'hello' || kind === 'request' || kind === 'stream'
      ? frameOf(tcp(srcPort, dstPort, payload))
      : frameOf(udp(srcPort, dstPort, payload));
  });

describe('what the kernel looks into by itself', () => {
  it('is what dissectors would have said', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60 }), (frames) => {
        const file = pcapFile(frames);
        expect(learned(walk(file, file.length))).toEqual(learned(walk(file, null)));
      }),
      { numRuns: 1500 },
    );
  });

  it('is a hello to a server whose name was read before, and a query', () => {
    const file = pcapFile(
      [40_000, 40_001, 40_002].flatMap((port) => [
        frameOf(tcp(port, 443, tlsClientHello(7))),
        frameOf(udp(port, 53, dnsQuery(7))),
      ]),
    );
    const engine = engineWith(file.length);
    let shown = 0;
    const inspect = engine.inspector.inspect.bind(engine.inspector);
    engine.inspector.inspect = (...args) => {
      shown++;
      inspect(...args);
    };
    const { bulk } = engine;
    if (bulk === null) throw new Error('no kernel');
    new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
    const layout = { kind: 'pcap', nanos: false } as const;
    const oneAt = bulk.roomAt + 24;
    const twoAt = oneAt + 16 + frameOf(tcp(1, 443, tlsClientHello(7))).length;
    expect(bulk.countRecords(oneAt, twoAt, layout)).toBe(twoAt);
    expect(shown).toBe(1);
    bulk.countRecords(twoAt, bulk.roomAt + file.length, layout);
    expect(shown).toBe(1);
    const names = Array.from({ length: engine.flows.highWater }, (_, slot) =>
      engine.inspector.serverName(engine.flows.serverNameOf(slot)),
    );
    expect(names.filter((name) => name !== null)).toEqual(Array(3).fill('srv07.example.net'));
  });

  it('knows the highest port that a dissector of datagrams has', () => {
    const ports = DISSECTORS.flatMap(({ over }) => ('udp' in over ? [...(over.udp ?? [])] : []));
    expect(Math.max(...ports)).toBe(5355);
  });
});
