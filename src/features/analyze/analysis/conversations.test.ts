/** A list of conversations that is read, not held: its order, what it makes, and when. */
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import * as f from '../../../../test/fixtures/frames.ts';
import { createInventory } from '../../../identify/inventory.ts';
import type { Analysis } from '../../../model/analysis.ts';
import { Engine } from '../engine/engine.ts';
import { DEFAULT_LIMITS } from '../engine/limits.ts';
import { writeJson } from '../outputs/json.ts';
import { buildAnalysis } from './build-analysis.ts';
import { PacketNumbers } from './packet-numbers.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';

function run(maxFlows: number) {
  const limits = { ...DEFAULT_LIMITS, maxFlows };
  const inventory = createInventory({ vendorOf: () => null, limits });
  const engine = new Engine({ inventory, ...limits });
  return {
    engine,
    /** A datagram of the conversation that a client's port stands for. */
    send(port: number, bytes: number): void {
      const datagram = f.udp(port, 7, 'x'.repeat(bytes));
      const packet = f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, datagram);
      const frame = f.ethernet(B, A, 0x0800, packet);
      engine.clock[0] = (engine.clock[0] ?? 0) + 1e6;
      engine.frame(new DataView(frame.buffer, frame.byteOffset), 0, frame.length, frame.length, 1);
      engine.settle();
    },
    analysis(): Analysis {
      const numbers = new PacketNumbers();
      numbers.begin(0);
      engine.finish();
      return buildAnalysis(engine, inventory, { files: ['x'], numbers, warnings: [], limits });
    },
  };
}

/** So many conversations, and how many of them were made. */
function many(count: number) {
  const it = run(1 << 14);
  for (let i = 0; i < count; i++) it.send(i + 1, i % 100);
  const analysis = it.analysis();
  const made = vi.spyOn(it.engine, 'read');
  return { analysis, made: () => made.mock.calls.length };
}

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe('conversations', () => {
  it('come in the order of their first packets, wherever they lie, and the largest by bytes', () => {
    const packet = fc.record({ port: fc.integer({ min: 1, max: 40 }), bytes: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 300 }), fc.nat({ max: 12 }), (packets, count) => {
        const it = run(16);
        for (const { port, bytes } of packets) it.send(port, bytes);
        const { conversations } = it.analysis();
        const all = [...conversations];
        expect(all).toHaveLength(conversations.length);
        expect(all.map((each) => each.packet)).toEqual(all.map((each) => each.packet).sort((a, b) => a - b));
        const largest = all.toSorted((a, b) => b.bytes + b.bytesBack - a.bytes - a.bytesBack);
        expect(conversations.largest(count)).toEqual(largest.slice(0, count));
        expect(all.map((_, index) => conversations.at(index))).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });

  it('are made only of what is asked for', () => {
    const { analysis, made } = many(5000);
    expect(analysis.conversations).toHaveLength(5000);
    expect(analysis.conversations.largest(20)).toHaveLength(20);
    expect(made()).toBe(20);
    for (const { packet } of analysis.conversations) if (packet === 5) break;
    expect(made()).toBe(25);
  });

  it('are not made faster than a slow reader takes them', async () => {
    const { analysis, made } = many(5000);
    let bytes = 0;
    let goOn = (): void => {};
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk, _encoding, done) {
        bytes += chunk.length;
        goOn = done;
      },
    });
    const written = writeJson(analysis, slow);
    await turns(50);
    // What the reader has, and a chunk or two on their way: some 600 characters a conversation.
    expect(made()).toBeLessThan(600);
    expect(bytes).toBeGreaterThan(0);
    const before = made();
    await turns(50);
    expect(made()).toBe(before);
    let isDone = false;
    void written.then(() => {
      isDone = true;
    });
    while (!isDone) {
      goOn();
      await turns(1);
    }
    expect(made()).toBe(5000);
  });

  it('are no longer made when the reader has left', async () => {
    const { analysis, made } = many(5000);
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    await expect(writeJson(analysis, gone)).rejects.toMatchObject({ code: 'EPIPE' });
    const before = made();
    expect(before).toBeLessThan(600);
    await turns(50);
    expect(made()).toBe(before);
  });
});
