import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../../test/fixtures/frames.ts';
import { createInventory } from '../../identify/inventory.ts';
import type { Conversation } from '../../model/analysis.ts';
import type { ConversationRow, TrafficRow } from '../../model/traffic.ts';
import { conversationsOf } from '../analyze/analysis/conversations.ts';
import { PacketNumbers } from '../analyze/analysis/packet-numbers.ts';
import { Engine } from '../analyze/engine/engine.ts';
import { DEFAULT_LIMITS } from '../analyze/engine/limits.ts';
import { FlowRecorder, type SliceTimeouts } from './flow-recorder.ts';

const MACS = ['00:00:5e:00:53:01', '00:00:5e:00:53:02'];
const IPS = ['192.0.2.1', '192.0.2.2'];
const SECOND = 1e6;
/** 2026-01-01T00:00:00Z */
const START = 1_767_225_600e6;
const TIMEOUTS: SliceTimeouts = { idleUs: 15e6, closedUs: 2e6, activeUs: 60e6 };

interface Sent {
  readonly port: number;
  readonly from: 0 | 1;
  /** Seconds from the start. */
  readonly at: number;
  readonly size?: number;
  /** TCP control bits; UDP when absent. */
  readonly flags?: number | undefined;
}

function frameOf({ port, from, size = 10, flags }: Sent): Uint8Array {
  const to = 1 - from;
  const [srcPort, dstPort] = from === 0 ? [port, 443] : [443, port];
  const payload =
    flags === undefined
      ? f.udp(srcPort, dstPort, new Uint8Array(size))
      : f.tcp({ srcPort, dstPort, flags }, new Uint8Array(size));
  const protocol = flags === undefined ? 17 : 6;
  const packet = f.ipv4({ src: IPS[from], dst: IPS[to], protocol }, payload);
  return f.ethernet(MACS[to], MACS[from], 0x0800, packet);
}

function create(maxFlows = 1024, timeouts = TIMEOUTS) {
  const limits = { ...DEFAULT_LIMITS, maxFlows };
  const inventory = createInventory({ vendorOf: () => null, limits });
  const numbers = new PacketNumbers();
  numbers.begin(0);
  const rows: ConversationRow[] = [];
  const traffic: TrafficRow[] = [];
  const engine: Engine = new Engine({
    ...{ inventory, ...limits },
    onExpired: (flow) => recorder.expired(flow),
    toldOf: (flow) => recorder.toldOf(flow),
  });
  const recorder = new FlowRecorder({
    ...{ engine, numbers, timeouts },
    rows: {
      conversation: (row) => rows.push(row) > 0,
      traffic: (row) => traffic.push(row) > 0,
    },
  });
  function send(packet: Sent): void {
    const frame = frameOf(packet);
    engine.clock[0] = START + packet.at * SECOND;
    engine.frame(new DataView(frame.buffer, frame.byteOffset), 0, frame.length, frame.length, 1);
  }
  /** A whole flush at so many seconds from the start. */
  function flush(at: number, end = false): void {
    engine.settle();
    while (!recorder.look(START + at * SECOND, 3, end));
    while (!recorder.write(({ mac }, vlan) => (mac === null ? null : { device: mac, vlan }), 2));
  }
  const devices = () =>
    [...inventory.finish((packet) => numbers.locate(packet)).devices].map(
      ({ id, packetsSent, bytesSent, packetsReceived, bytesReceived, attributes }) => ({
        ...{ id, packetsSent, bytesSent, packetsReceived, bytesReceived },
        services: attributes.services?.value ?? null,
      }),
    );
  return { engine, inventory, numbers, recorder, rows, traffic, send, flush, devices };
}

type Totals = Pick<Conversation, 'packets' | 'bytes' | 'packetsBack' | 'bytesBack'>;

/** By the port of the one who chose it. */
function sums(list: readonly (Totals & Pick<Conversation, 'src' | 'dst'>)[]): Record<string, Totals> {
  const found: Record<string, Totals> = {};
  for (const { src, dst, packets, bytes, packetsBack, bytesBack } of list) {
    const key = String(Math.max(src.port ?? 0, dst.port ?? 0));
    const known = found[key] ?? { packets: 0, bytes: 0, packetsBack: 0, bytesBack: 0 };
    found[key] = {
      packets: known.packets + packets,
      bytes: known.bytes + bytes,
      packetsBack: known.packetsBack + packetsBack,
      bytesBack: known.bytesBack + bytesBack,
    };
  }
  return found;
}

/** Volumes under the conversation that their slice is of. */
function trafficOf(traffic: readonly TrafficRow[], rows: readonly ConversationRow[]) {
  const bySlice = new Map(rows.map((row) => [row.row, row]));
  return traffic.map((it) => {
    const { src, dst } = bySlice.get(it.conversation) ?? expect.fail(`no slice ${it.conversation}`);
    return { ...it, src, dst };
  });
}

describe('flow recorder', () => {
  it('has every packet in one slice and one minute, whenever it looks and whatever leaves the table', () => {
    const sent = fc.record({
      port: fc.integer({ min: 50_000, max: 50_011 }),
      from: fc.constantFrom<0 | 1>(0, 1),
      wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
      size: fc.integer({ min: 0, max: 400 }),
      flags: fc.constantFrom(undefined, 2, 18, 16, 17, 4),
    });
    const step = fc.oneof(
      { weight: 8, arbitrary: sent },
      { weight: 2, arbitrary: fc.constant('flush' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), fc.constantFrom(8, 1024), (steps, maxFlows) => {
        const it = create(maxFlows);
        // The same packets, told at once at the end.
        const once = create();
        let at = 0;
        for (const step of steps) {
          if (step === 'flush') {
            it.flush(at);
            continue;
          }
          at += step.wait;
          const packet = { ...step, at };
          const before = it.engine.flows.overflow[0];
          it.send(packet);
          // What found no room is nowhere: counted by the table.
          if (it.engine.flows.overflow[0] === before) once.send(packet);
        }
        it.flush(at, true);
        once.flush(at, true);
        const ports = (list: Record<string, Totals>) =>
          Object.fromEntries(
            Object.entries(list).map(([port, { packets, bytes, packetsBack, bytesBack }]) => [
              port,
              [packets + packetsBack, bytes + bytesBack],
            ]),
          );
        const expected = ports(sums([...conversationsOf(once.engine, once.numbers)]));
        expect(ports(sums(it.rows))).toEqual(expected);
        expect(ports(sums(trafficOf(it.traffic, it.rows)))).toEqual(expected);
        expect(new Set(it.rows.map(({ row }) => row)).size).toBe(it.rows.length);
        for (const { minute } of it.traffic) expect(minute % 60e6).toBe(0);
        for (const { firstSeen, lastSeen } of it.rows) expect(firstSeen <= lastSeen).toBe(true);
        if (maxFlows === 8) return;
        expect(it.devices().map(({ services: _, ...rest }) => rest)).toEqual(
          once.devices().map(({ services: _, ...rest }) => rest),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('writes a conversation when it is silent, and one that ended sooner', () => {
    const { send, flush, rows, traffic } = create();
    send({ port: 50_001, from: 0, at: 0 });
    for (const [from, flags, at] of [
      [0, 2, 0],
      [1, 18, 0.1],
      [0, 17, 0.2],
      [1, 17, 0.3],
    ] as const) {
      send({ port: 50_002, from, flags, at, size: 0 });
    }
    flush(1);
    expect([rows.length, traffic.length]).toEqual([0, 2]);
    flush(2.4);
    expect(rows).toMatchObject([{ src: { port: 50_002 }, packets: 2, packetsBack: 2, row: 1 }]);
    flush(14.9);
    expect(rows).toHaveLength(1);
    flush(15);
    expect(rows[1]).toMatchObject({ src: { port: 50_001 }, packets: 1, row: 0 });
    expect(traffic.map(({ conversation }) => conversation)).toEqual([0, 1]);
    flush(100);
    expect([rows.length, traffic.length]).toEqual([2, 2]);
  });

  it('cuts one that goes on into slices with volumes, times and TCP counts of their own', () => {
    const { send, flush, rows, traffic } = create();
    send({ port: 50_001, from: 0, flags: 2, at: 0, size: 0 });
    send({ port: 50_001, from: 1, flags: 18, at: 0.5, size: 0 });
    for (let at = 1; at <= 130; at++) {
      send({ port: 50_001, from: 0, flags: 16, at, size: 10 });
      if (at % 10 === 0) flush(at);
    }
    flush(131, true);
    expect(rows.map(({ row, packets, packetsBack }) => [row, packets, packetsBack])).toEqual([
      [0, 61, 1],
      [1, 60, 0],
      [2, 10, 0],
    ]);
    expect(rows.map(({ tcp }) => tcp?.syn)).toEqual([2, 0, 0]);
    const seconds = (iso: string) => (Date.parse(iso) * 1000 - START) / SECOND;
    expect(rows.map(({ firstSeen, lastSeen }) => [seconds(firstSeen), seconds(lastSeen)])).toEqual([
      [0, 60],
      [60, 120],
      [120, 130],
    ]);
    const minutes = traffic.map(({ minute, conversation, packets }) => [
      (minute - START) / 60e6,
      conversation,
      packets,
    ]);
    expect(minutes.reduce((sum, [, , packets]) => sum + packets, 0)).toBe(131);
    expect([...new Set(minutes.map(([minute]) => minute))]).toEqual([0, 1, 2]);
  });

  it('names the devices as they are known when it writes', () => {
    const { send, flush, rows, traffic } = create();
    send({ port: 50_001, from: 0, at: 0 });
    flush(20);
    expect(rows[0]).toMatchObject({ srcDevice: MACS[0], dstDevice: MACS[1] });
    expect(traffic[0]).toMatchObject({
      srcDevice: MACS[0],
      dstDevice: MACS[1],
      appProtocol: rows[0].appProtocol,
    });
  });
});
