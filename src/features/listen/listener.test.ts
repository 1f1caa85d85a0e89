import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatMicros, type Micros } from '../../base/time.ts';
import { asItIs, inRawWords } from '../../model/messages/message.ts';
import * as f from '../../wire/build/index.ts';
import { Listener, type ListenerOptions } from './listener.ts';

const FIRST_US: Micros = 1_767_225_600_000_000;
const SECOND = 1_000_000;
const WORKER = {
  interfaces: [{ name: 'eth0', state: 'up' as const, received: 0, dropped: 0 }],
  cpuSeconds: 0,
};

function create(limits: ListenerOptions['limits'] = {}): Listener {
  return new Listener({ vendorOf: (mac) => (mac % 2 === 0 ? 'Example Works' : null), limits, seed: 1 });
}

const macOf = (i: number) =>
  `00:00:5e:00:${(i >> 8).toString(16).padStart(2, '0')}:${(i & 255).toString(16).padStart(2, '0')}`;
const frame = (i: number) =>
  f.ethernet(
    '00:00:5e:00:53:ff',
    macOf(i),
    0x0800,
    f.ipv4({ src: `198.18.${i >> 8}.${i & 255}`, dst: '192.0.2.2', protocol: 17 }, f.udp(40_000, 9999, 'x')),
  );

function hear(listener: Listener, bytes: Uint8Array, at: Micros): void {
  const { sink } = listener;
  sink.clock[0] = at;
  sink.frame(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, bytes.length, 1);
  sink.settle?.();
}

describe('a snapshot', () => {
  it('tells rates of the interval and totals since the start', () => {
    const listener = create();
    for (let i = 0; i < 10; i++) hear(listener, frame(i % 2), FIRST_US + i);
    const size = frame(0).length;
    const first = listener.snapshot(FIRST_US + SECOND, 2, { ...WORKER, cpuSeconds: 0.5 });
    expect(first).toMatchObject({
      at: formatMicros(FIRST_US + SECOND),
      cpuShare: 0.25,
      packets: 10,
      packetsPerSecond: 5,
      bytes: 10 * size,
      bitsPerSecond: (10 * size * 8) / 2,
      flows: 2,
      macs: 2,
      topTalkers: [
        { address: '198.18.0.0', mac: macOf(0), vendor: 'Example Works', bitsPerSecond: (5 * size * 8) / 2 },
        { address: '198.18.0.1', mac: macOf(1), vendor: null, bitsPerSecond: (5 * size * 8) / 2 },
      ],
      topProtocols: [{ protocol: 'udp', appProtocol: null, bitsPerSecond: (10 * size * 8) / 2 }],
      newDevices: [
        { mac: macOf(1), firstSeen: formatMicros(FIRST_US + 1) },
        { mac: macOf(0), firstSeen: formatMicros(FIRST_US) },
      ],
    });
    const second = listener.snapshot(FIRST_US + 2 * SECOND, 1, WORKER);
    expect(second).toMatchObject({
      packets: 10,
      packetsPerSecond: 0,
      bitsPerSecond: 0,
      topTalkers: [],
      topProtocols: [],
    });
  });

  it('tells drops of the interval beside those since the start', () => {
    const listener = create();
    const dropped = (n: number) =>
      listener.snapshot(FIRST_US, 1, {
        interfaces: [{ name: 'eth0', state: 'up', received: 9, dropped: n }],
        cpuSeconds: 0,
      }).interfaces[0];
    expect(dropped(3)).toMatchObject({ dropped: 3, droppedNow: 3 });
    expect(dropped(8)).toMatchObject({ dropped: 8, droppedNow: 5 });
  });

  it('has no field that docs/listen-json.md leaves out', () => {
    const document = readFileSync(new URL('../../../docs/listen-json.md', import.meta.url), 'utf8');
    const listener = create();
    hear(listener, frame(0), FIRST_US);
    const names = (value: unknown): string[] =>
      Array.isArray(value)
        ? value.flatMap(names)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)])
          : [];
    const missing = names(listener.snapshot(FIRST_US, 1, WORKER)).filter(
      (name) => !new RegExp(`[\`.]${name}[\`\\[]`).test(document),
    );
    expect(missing).toEqual([]);
  });

  it('survives an interval of no length', () => {
    expect(create().snapshot(FIRST_US, 0, WORKER)).toMatchObject({ packetsPerSecond: 0, cpuShare: 0 });
  });

  it('is prepared in parts', () => {
    const listener = create();
    for (let i = 0; i < 3; i++) hear(listener, frame(i), FIRST_US);
    while (!listener.prepare());
    expect(listener.prepare()).toBe(true);
    expect(listener.snapshot(FIRST_US, 1, WORKER).topTalkers).toHaveLength(3);
  });

  it('shows the limits that bite', () => {
    const listener = create({ maxFlows: 1024, maxMacs: 100, maxAddresses: 200 });
    for (let i = 0; i < 1500; i++) hear(listener, frame(i), FIRST_US + i);
    const { limits, flows, macs, packets, ...snapshot } = listener.snapshot(FIRST_US + SECOND, 1, WORKER);
    expect({ flows, macs, packets }).toEqual({ flows: 1024, macs: 100, packets: 1500 });
    expect(snapshot).toMatchObject({ maxFlows: 1024, maxMacs: 100, maxAddresses: 200 });
    expect(limits.flowOverflowPackets).toBe(1500 - 1024);
    expect(limits.macsDropped).toBe(1400);
    expect(limits.addressesDropped).toBeGreaterThan(0);
  });
});

describe('tidying', () => {
  it('leaves a table alone that is half empty', () => {
    const listener = create({ maxFlows: 1024 });
    for (let i = 0; i < 512; i++) hear(listener, frame(i), FIRST_US);
    listener.tidy(FIRST_US + 3600 * SECOND);
    expect(listener.snapshot(FIRST_US, 1, WORKER)).toMatchObject({
      flows: 512,
      limits: { conversationsDropped: 0 },
    });
  });

  it('takes silent conversations out of a crowded one, and counts them', () => {
    const listener = create({ maxFlows: 1024 });
    for (let i = 0; i < 600; i++) hear(listener, frame(i), FIRST_US);
    for (let i = 600; i < 700; i++) hear(listener, frame(i), FIRST_US + 3600 * SECOND);
    for (let turn = 0; turn < 10; turn++) listener.tidy(FIRST_US + 3600 * SECOND);
    const { flows, limits } = listener.snapshot(FIRST_US, 1, WORKER);
    expect(flows).toBe(100);
    expect(limits.conversationsDropped).toBe(600);
    const summary = listener.finish(['eth0'], [asItIs('a warning')]);
    expect(summary.macs).toHaveLength(701 - 1);
    expect([summary.conversations.length, summary.conversations.largest(10).length]).toEqual([100, 10]);
    expect(summary).toMatchObject({
      warnings: [asItIs('a warning')],
      capture: { files: ['eth0'], packets: 700 },
    });
  });

  it('leaves out what the last conversations tell of devices when time is short, and says how many those are', () => {
    const listener = create();
    for (let i = 0; i < 5000; i++) hear(listener, frame(i), FIRST_US + i);
    let asked = 0;
    const summary = listener.finish(['eth0'], [asItIs('a warning')], () => asked++ === 0);
    expect(asked).toBe(2);
    expect(summary.devices).toHaveLength(4096);
    expect(summary.capture.packets).toBe(5000);
    expect(summary.protocols.find(({ name }) => name === 'udp')?.packets).toBe(5000);
    expect(summary.warnings.map((warning) => inRawWords(warning, 'en'))).toEqual([
      'a warning',
      'no time for 904 conversations: devices that only they name are missing here',
    ]);
  });
});
