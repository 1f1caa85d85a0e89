import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../../../test/fixtures/frames.ts';
import { pcapFile, pcapngFile, type TimedFrame } from '../../../../test/fixtures/pcap.ts';
import { createInventory } from '../../../identify/inventory.ts';
import type { Conversation } from '../../../model/analysis.ts';
import { FlowView } from '../../../model/flow-view.ts';
import { roomFor } from '../../../sources/frames/pump-file.ts';
import { readCapture } from '../../../sources/frames/read-capture.ts';
import { conversationsOf, slotsInOrder } from '../../analyze/analysis/conversations.ts';
import { PacketNumbers } from '../../analyze/analysis/packet-numbers.ts';
import { Engine } from '../../analyze/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../analyze/engine/limits.ts';
import { MINUTE_US, type MinuteVolume, TrafficMeter } from './traffic-meter.ts';

const MACS = ['00:00:5e:00:53:01', '00:00:5e:00:53:02'];
const IPS = ['192.0.2.1', '192.0.2.2'];
/** 2026-01-01T00:00:00Z */
const START = 1_767_225_600e6;
/** Those whose records are taken many at once. */
const FORMATS = [
  (frames: readonly TimedFrame[]) => pcapFile(frames),
  (frames: readonly TimedFrame[]) => pcapFile(frames, { nanoseconds: true }),
  (frames: readonly TimedFrame[]) => pcapngFile(frames),
  (frames: readonly TimedFrame[]) => pcapngFile(frames, { resolution: 9, offsetSeconds: 3600 }),
] as const;

interface Sent {
  readonly port: number;
  readonly from: 0 | 1;
  readonly at: number;
  readonly size: number;
}

/** A datagram of conversation `port`, sent by either end. */
function frameOf({ port, from, size }: Sent): Uint8Array {
  const to = 1 - from;
  const [srcPort, dstPort] = from === 0 ? [port, 7000] : [7000, port];
  const payload = f.udp(srcPort, dstPort, new Uint8Array(size));
  const packet = f.ipv4({ src: IPS[from], dst: IPS[to], protocol: 17 }, payload);
  return f.ethernet(MACS[to], MACS[from], 0x0800, packet);
}

interface MeterOptions {
  readonly maxFlows?: number;
  readonly maxRows?: number;
  readonly roomBytes?: number;
}

function create(options: MeterOptions) {
  const limits = { ...DEFAULT_LIMITS, maxFlows: options.maxFlows ?? 1024 };
  const inventory = createInventory({ vendorOf: () => null, limits });
  const { roomBytes } = options;
  const engine: Engine = new Engine({
    ...{ inventory, ...limits, onExpired: (flow: FlowView) => it.forget(flow) },
    ...(roomBytes === undefined ? {} : { roomBytes }),
  });
  const it = new TrafficMeter(engine, options.maxRows);
  return { engine, it };
}

function meter(sent: readonly Sent[], options: MeterOptions = {}) {
  const { engine, it } = create(options);
  for (const packet of sent) {
    const frame = frameOf(packet);
    it.clock[0] = packet.at;
    it.frame(new DataView(frame.buffer, frame.byteOffset), 0, frame.length, frame.length, 1);
  }
  return result(engine, it);
}

function result(engine: Engine, it: TrafficMeter) {
  it.finish();
  engine.finish();
  const numbers = new PacketNumbers();
  numbers.begin(0);
  const view = new FlowView();
  const minutes: MinuteVolume[][] = Array.from(slotsInOrder(engine), (slot) => {
    engine.read(slot, view);
    return it.minutesOf(view);
  });
  return { it, minutes, conversations: [...conversationsOf(engine, numbers)] };
}

type Totals = Pick<Conversation, 'packets' | 'bytes' | 'packetsBack' | 'bytesBack'>;

function sum(minutes: readonly MinuteVolume[]): Totals {
  const total = { packets: 0, bytes: 0, packetsBack: 0, bytesBack: 0 };
  for (const { packets, bytes, packetsBack, bytesBack } of minutes) {
    total.packets += packets;
    total.bytes += bytes;
    total.packetsBack += packetsBack;
    total.bytesBack += bytesBack;
  }
  return total;
}

const totalsOf = ({ packets, bytes, packetsBack, bytesBack }: Conversation): Totals => ({
  ...{ packets, bytes, packetsBack, bytesBack },
});

const sents = fc.array(
  fc.record({
    port: fc.integer({ min: 40_000, max: 40_005 }),
    from: fc.constantFrom<0 | 1>(0, 1),
    at: fc.integer({ min: 0, max: 10 * MINUTE_US }).map((later) => START + later),
    size: fc.integer({ min: 0, max: 1000 }),
  }),
  { maxLength: 120 },
);

describe('traffic meter', () => {
  it('adds up to the packets and bytes of each conversation, whatever the order of times', () => {
    fc.assert(
      fc.property(sents, (sent) => {
        const { minutes, conversations, it: metered } = meter(sent);
        expect(minutes.map(sum)).toEqual(conversations.map(totalsOf));
        expect(metered.dropped).toBe(0);
        for (const rows of minutes) {
          const starts = rows.map(({ minute }) => minute);
          expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
          expect(starts.every((minute) => minute % MINUTE_US === 0)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives each minute what was sent in it, when times are in order', () => {
    fc.assert(
      fc.property(sents, (unordered) => {
        const sent = [...unordered].sort((a, b) => a.at - b.at);
        const expected = new Map<string, number>();
        for (const packet of sent) {
          const key = `${packet.port} ${Math.floor(packet.at / MINUTE_US) * MINUTE_US}`;
          expected.set(key, (expected.get(key) ?? 0) + frameOf(packet).length);
        }
        const found = new Map<string, number>();
        const { minutes, conversations } = meter(sent);
        conversations.forEach(({ src, dst }, i) => {
          const port = src.port === 7000 ? dst.port : src.port;
          for (const row of minutes[i]) found.set(`${port} ${row.minute}`, row.bytes + row.bytesBack);
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('says the same of records that the engine takes many at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-meter-'));
    const path = join(folder, 'a.pcap');
    // Few conversations and long ones: the kernel takes what is usual.
    const many = fc.array(
      fc.record({
        port: fc.integer({ min: 40_000, max: 40_002 }),
        from: fc.constantFrom<0 | 1>(0, 1),
        at: fc.integer({ min: 0, max: 4 * MINUTE_US }).map((later) => START + later),
        size: fc.integer({ min: 0, max: 300 }),
      }),
      { minLength: 100, maxLength: 300 },
    );
    let taken = 0;
    try {
      await fc.assert(
        fc.asyncProperty(
          many,
          fc.boolean(),
          fc.constantFrom(...FORMATS),
          async (unordered, inOrder, fileOf) => {
            const sent = inOrder ? [...unordered].sort((a, b) => a.at - b.at) : unordered;
            const frames = sent.map((packet) => ({ at: packet.at, frame: frameOf(packet) }));
            writeFileSync(path, fileOf(frames));
            // Chunks of a few records: minutes end within them, and between them.
            const chunkBytes = 4096;
            const { engine, it } = create({ roomBytes: roomFor(chunkBytes) });
            const count = engine.countRecords.bind(engine);
            engine.countRecords = (from, end, layout) => {
              const left = count(from, end, layout);
              taken += left - from;
              return left;
            };
            await readCapture({ path }, it, {}, chunkBytes);
            const { minutes, conversations } = result(engine, it);
            const expected = meter(sent);
            expect(conversations).toEqual(expected.conversations);
            expect(minutes).toEqual(expected.minutes);
          },
        ),
        { numRuns: 100 },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(taken).toBeGreaterThan(100_000);
  });

  it('loses nothing when the rows are full: volume joins the last minute, and what has none is counted', () => {
    const packet = (port: number, minute: number): Sent => ({
      ...{ port, from: 0, at: START + minute * MINUTE_US, size: 10 },
    });
    const sent = [packet(1, 0), packet(2, 0), packet(1, 1), packet(1, 2), packet(3, 2)];
    const { it: metered, minutes } = meter(sent, { maxRows: 3 });
    expect(metered.rows).toBe(3);
    expect(metered.dropped).toBe(1);
    // All from the lower port, which is the responder's.
    expect(minutes.map((rows) => rows.map(({ packetsBack }) => packetsBack))).toEqual([[1, 2], [1], []]);
  });

  it('forgets a conversation that made room, and begins the next one in its place from nothing', () => {
    const sent: Sent[] = [];
    for (let i = 0; i < 40; i++) {
      sent.push({ port: 40_000 + i, from: 0, at: START + i * 2 * MINUTE_US, size: 10 + i });
      sent.push({ port: 40_000 + i, from: 1, at: START + i * 2 * MINUTE_US + 1, size: 10 });
    }
    const { minutes, conversations } = meter(sent, { maxFlows: 8 });
    expect(conversations.length).toBeLessThanOrEqual(8);
    expect(minutes.map(sum)).toEqual(conversations.map(totalsOf));
  });

  it('bounds the looks at a capture whose every packet is in another minute', () => {
    const sent = Array.from(
      { length: 3000 },
      (_, i): Sent => ({
        ...{ port: 1 + (i % 1000), from: 0, at: START + i * MINUTE_US, size: 1 },
      }),
    );
    const { minutes, conversations } = meter(sent);
    expect(minutes.map(sum)).toEqual(conversations.map(totalsOf));
    expect(minutes.every((rows) => rows.length === 3)).toBe(true);
  });
});
