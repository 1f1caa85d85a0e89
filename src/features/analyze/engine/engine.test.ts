import { describe, expect, it } from 'vitest';
import * as f from '../../../../test/fixtures/frames.ts';
import { type Listed, listed } from '../../../../test/fixtures/listed.ts';
import { createInventory } from '../../../identify/inventory.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import { buildAnalysis } from '../analysis/build-analysis.ts';
import { PacketNumbers } from '../analysis/packet-numbers.ts';
import { Engine } from './engine.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';

/** An engine fed frame by frame, and its analysis. */
function run(maxFlows = 1024, onExpired?: (flow: FlowView) => void) {
  const limits = { ...DEFAULT_LIMITS, maxFlows };
  const inventory = createInventory({ vendorOf: () => null, limits });
  const engine = new Engine({ inventory, ...limits, ...(onExpired === undefined ? {} : { onExpired }) });
  const feed = (frame: Uint8Array, at = engine.clock[0] + 1000, captured = frame.length): void => {
    engine.clock[0] = at;
    engine.frame(new DataView(frame.buffer, frame.byteOffset, captured), 0, captured, frame.length, 1);
  };
  const finish = (): Listed => {
    const numbers = new PacketNumbers();
    numbers.begin(0);
    engine.settle();
    engine.inspector.flush();
    engine.finish();
    return listed(buildAnalysis(engine, inventory, { files: ['x'], numbers, warnings: [], limits }));
  };
  return { engine, feed, finish };
}

const there = (payload: Uint8Array, protocol: number) =>
  f.ethernet(B, A, 0x0800, f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol }, payload));
const back = (payload: Uint8Array, protocol: number) =>
  f.ethernet(A, B, 0x0800, f.ipv4({ src: '192.0.2.2', dst: '192.0.2.1', protocol }, payload));

/** A TLS 1.2 ClientHello with one extension, server_name (RFC 6066 §3). */
function clientHello(name: string): Uint8Array {
  const host = f.concat([0], f.u16(name.length), name);
  const extension = f.concat(f.u16(0), f.u16(host.length + 2), f.u16(host.length), host);
  const body = f.concat(
    [3, 3],
    new Uint8Array(32),
    [0],
    f.u16(2),
    f.u16(0x1301),
    [1, 0],
    f.u16(extension.length),
    extension,
  );
  const handshake = f.concat([1], f.u24(body.length), body);
  return f.concat([22, 3, 1], f.u16(handshake.length), handshake);
}

describe('engine', () => {
  it('reads a server name that two segments share', () => {
    const { feed, finish } = run();
    const hello = clientHello('shop.example');
    const cut = 60;
    feed(there(f.tcp({ srcPort: 40000, dstPort: 8443, seq: 1000 }, hello.subarray(0, cut)), 6));
    feed(there(f.tcp({ srcPort: 40000, dstPort: 8443, seq: 1000 + cut }, hello.subarray(cut)), 6));
    expect(finish().conversations).toMatchObject([
      { appProtocol: 'tls', serverName: 'shop.example', packets: 2 },
    ]);
  });

  it('waits out a repeated segment, and gives a hello that never ends its protocol at least', () => {
    const { feed, finish } = run();
    const hello = clientHello('shop.example');
    const first = there(f.tcp({ srcPort: 40000, dstPort: 443, seq: 1 }, hello.subarray(0, 60)), 6);
    feed(first);
    feed(first);
    feed(there(f.tcp({ srcPort: 40000, dstPort: 443, seq: 61 }, hello.subarray(60)), 6));
    feed(there(f.tcp({ srcPort: 40001, dstPort: 443, seq: 1 }, hello.subarray(0, 50)), 6));
    expect(finish().conversations).toMatchObject([
      { serverName: 'shop.example' },
      { appProtocol: 'tls', serverName: null },
    ]);
  });

  it('replaces what a port suggested by what the content says', () => {
    const { feed, finish } = run();
    feed(back(f.tcp({ srcPort: 443, dstPort: 40000, seq: 1 }, [0x17, 3, 3, 0, 4, 1, 2, 3, 4]), 6));
    feed(
      there(
        f.tcp({ srcPort: 40000, dstPort: 443, seq: 1 }, 'GET / HTTP/1.1\r\nHost: www.example\r\n\r\n'),
        6,
      ),
    );
    expect(['http', 'tls']).toContain(finish().conversations[0].appProtocol);
  });

  it('keeps outer and inner conversations, and counts device traffic once', () => {
    const { feed, finish } = run();
    const inner = f.ethernet(
      '00:00:5e:00:53:0b',
      '00:00:5e:00:53:0a',
      0x0800,
      f.ipv4({ src: '10.0.0.1', dst: '10.0.0.2', protocol: 17 }, f.udp(7000, 8000)),
    );
    const frame = there(f.udp(50000, 4789, f.vxlan(7, inner)), 17);
    feed(frame);
    const { conversations, devices, macs, ips } = finish();
    expect(conversations.map(({ tunnel, bytes, packet }) => [tunnel, bytes, packet])).toEqual([
      [null, frame.length, 1],
      ['vxlan', inner.length, 1],
    ]);
    expect(macs).toEqual([A, '00:00:5e:00:53:0a']);
    expect(ips).toEqual(['10.0.0.1', '10.0.0.2', '192.0.2.1', '192.0.2.2']);
    expect(devices.map(({ bytesSent }) => bytesSent)).toEqual([frame.length, 0]);
  });

  it('notes addresses of ARP and of what ICMP errors quote, as no device of the sender', () => {
    const { feed, finish } = run();
    feed(
      f.ethernet(
        f.BROADCAST,
        A,
        0x0806,
        f.arp({ operation: 1, senderMac: A, senderIp: '192.0.2.1', targetIp: '192.0.2.77' }),
      ),
    );
    feed(back(f.icmp(3, 1, f.ipv4({ src: '192.0.2.1', dst: '198.51.100.9', protocol: 17 }, f.udp(1, 2))), 1));
    const { ips, devices } = finish();
    expect(ips).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.77', '198.51.100.9']);
    expect(devices.flatMap(({ addresses }) => addresses.map(({ ip }) => ip))).toEqual([
      '192.0.2.1',
      '192.0.2.2',
    ]);
  });

  it('counts a frame by the deepest layer that went wrong', () => {
    const { feed, finish } = run();
    feed(there(f.udp(1, 2, 'data', 7), 17));
    feed(there(f.udp(1, 2, 'data'), 17), 1, 30);
    feed(there(f.udp(1, 2), 253));
    const { capture } = finish();
    expect(capture.decode).toEqual({ ok: 0, truncated: 1, malformed: 1, unsupported: 1 });
    expect(capture.decodeLayers.map(({ layer }) => layer)).toEqual(['ipv4', 'udp', 'ip-protocol']);
    expect([capture.bytes, capture.wireBytes]).toEqual([46 + 30 + 42, 46 + 46 + 42]);
  });

  it('lets idle conversations make room in a full table, and keeps their traffic in the devices', () => {
    const gone: number[] = [];
    const { engine, feed, finish } = run(4, (flow) => gone.push(flow.srcPort));
    for (let port = 2000; port < 2004; port++) feed(there(f.udp(port, 9000), 17), port * 1000);
    for (let port = 3000; port < 3003; port++) feed(there(f.udp(port, 9000), 17), 120e6 + port);
    expect(gone).toEqual([2000, 2001, 2002, 2003]);
    const { conversations, limits, devices, protocols } = finish();
    expect(conversations).toHaveLength(3);
    expect(limits).toMatchObject({ conversationsDropped: 4, flowOverflowPackets: 0 });
    expect(devices[0].packetsSent).toBe(7);
    expect(protocols.find(({ name }) => name === 'udp')?.packets).toBe(7);
    expect(engine.flows.size).toBe(3);
  });

  it('exports a long conversation when its time is up, and opens it again', () => {
    const parts: number[] = [];
    const { engine, feed } = run(16, (flow) => parts.push(flow.packets));
    for (let second = 0; second < 100; second++) {
      feed(there(f.udp(2000, 9000), 17), second * 1e6);
      engine.settle();
      engine.expire({ idleBefore: (second - 15) * 1e6, activeBefore: (second - 29) * 1e6 }, 64);
    }
    expect(parts).toEqual([31, 31, 31]);
  });

  it('says how many conversations and addresses it could not keep', () => {
    const { feed, finish } = run(2);
    for (let port = 2000; port < 2010; port++) feed(there(f.udp(port, 9000), 17));
    const { limits, ips, capture } = finish();
    expect(capture.packets).toBe(10);
    expect(limits).toMatchObject({ maxFlows: 2, flowOverflowPackets: 8, flowOverflowBytes: 8 * 42 });
    expect(ips).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('finds the same in batches as one by one', () => {
    // Enough conversations that the engine changes to batches half-way.
    const { engine, feed, finish } = run(1 << 17);
    const frames = Array.from({ length: 70_000 }, (_, i) =>
      f.ethernet(
        B,
        A,
        0x0800,
        f.ipv4(
          { src: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, dst: '192.0.2.2', protocol: 17 },
          f.udp(7, 9000, 'x'),
        ),
      ),
    );
    for (const frame of frames) feed(frame);
    for (const frame of frames) feed(frame);
    const { conversations, capture } = finish();
    expect([capture.packets, engine.flows.size]).toEqual([140_000, 70_000]);
    expect(conversations.every(({ packets }) => packets === 2)).toBe(true);
    expect(conversations.map(({ packet }) => packet)).toEqual(frames.map((_, i) => i + 1));
  });
});
