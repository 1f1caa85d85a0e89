/** Conversations that differ in one thing only, and whose hashes look the same to the index: told apart, with the kernel and without. */
import { describe, expect, it } from 'vitest';
import { engineWith, stateOf } from '../../../../test/fixtures/bulk-captures.ts';
import * as f from '../../../../test/fixtures/frames.ts';
import { pcapFile } from '../../../../test/fixtures/pcap.ts';
import { SLOT_WORDS, W_HASH } from '../../../flows/layout.ts';
import { TAG_MASK } from '../../../flows/slot-index.ts';
import type { Engine } from './engine.ts';

/** Cells of the index that four conversations have. */
const CELLS = 8;
/** One hash in 4,096 looks the same to an index of so few. */
const VARIATIONS = 16_384;
const VLANS = 4096;

interface End {
  readonly mac: readonly number[];
  /** Words of an IPv6 address; the first is the IPv4 address. */
  readonly ip: readonly number[];
  readonly port: number;
}

interface Talk {
  readonly version: 4 | 6;
  readonly protocol: 6 | 17;
  /** -1 untagged. */
  readonly vlan: number;
  readonly from: End;
  readonly to: End;
}

const CLIENT: End = { mac: [0x0211, 0x22334455], ip: [0x0a010203, 0x11, 0x22, 0x33], port: 40_000 };
const SERVER: End = { mac: [0x0a66, 0x778899aa], ip: [0xc0a80709, 0x44, 0x55, 0x66], port: 9000 };

const bytesOf = (word: number) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
const macOf = ({ mac: [high, low] }: End) =>
  [high >>> 8, high & 255, ...bytesOf(low)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
const ipOf = ({ ip }: End, version: 4 | 6) =>
  version === 4
    ? bytesOf(ip[0]).join('.')
    : ip.map((word) => `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`).join(':');

function frameOf({ version, protocol, vlan, from, to }: Talk): Uint8Array {
  const ports = { srcPort: from.port, dstPort: to.port };
  const carried = protocol === 6 ? f.tcp({ ...ports, flags: f.ACK, seq: 7 }) : f.udp(from.port, to.port, 'x');
  const ends = { src: ipOf(from, version), dst: ipOf(to, version), protocol };
  const packet = version === 4 ? f.ipv4(ends, carried) : f.ipv6(ends, carried);
  const type = version === 4 ? 0x0800 : 0x86dd;
  const [dst, src] = [macOf(to), macOf(from)];
  if (vlan < 0) return f.pad(f.ethernet(dst, src, type, packet));
  return f.pad(f.ethernet(dst, src, 0x8100, f.concat(f.u16(vlan), f.u16(type), packet)));
}

const back = (talk: Talk): Talk => ({ ...talk, from: talk.to, to: talk.from });

/** `i`, spread over 32 bits. */
const spread = (i: number) => Math.imul(i, 0x9e3779b1) >>> 0;
const withWord = (words: readonly number[], at: number, word: number) =>
  words.map((before, index) => (index === at ? word : before));

/** The `i`-th other one, each of them different. */
type Change = (talk: Talk, i: number) => Talk;
const changesOfEnd = (side: 'from' | 'to'): Readonly<Record<string, Change>> => ({
  [`first bytes of the MAC, ${side}`]: (talk, i) => ({
    ...talk,
    [side]: { ...talk[side], mac: withWord(talk[side].mac, 0, (i << 2) & 0xffff) },
  }),
  [`last bytes of the MAC, ${side}`]: (talk, i) => ({
    ...talk,
    [side]: { ...talk[side], mac: withWord(talk[side].mac, 1, spread(i)) },
  }),
  [`port, ${side}`]: (talk, i) => ({ ...talk, [side]: { ...talk[side], port: 10_000 + i } }),
  ...Object.fromEntries(
    [0, 1, 2, 3].map((at) => [
      `word ${at} of the address, ${side}`,
      (talk: Talk, i: number) => ({
        ...talk,
        [side]: { ...talk[side], ip: withWord(talk[side].ip, at, spread(i)) },
      }),
    ]),
  ),
});
const CHANGES: Readonly<Record<string, Change>> = {
  ...changesOfEnd('from'),
  ...changesOfEnd('to'),
  VLAN: (talk, i) => ({ ...talk, vlan: i }),
};

const AT = 1e15;

function walk(engine: Engine, frames: readonly Uint8Array[]): Engine {
  engine.clock[0] = AT;
  for (const frame of frames) {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
    engine.frame(view, 0, frame.length, frame.length, 1);
  }
  engine.settle();
  return engine;
}

/** Numbers of the frames, each of another conversation, whose hashes look to the index as that of the first one does. */
function alike(frames: readonly Uint8Array[]): number[] {
  const { words, highWater } = walk(engineWith(null, 1 << 15), frames).flows;
  const slots: number[] = [];
  for (let slot = 1; slot < highWater; slot++) {
    const differs = words[slot * SLOT_WORDS + W_HASH] ^ words[W_HASH];
    if ((differs & (TAG_MASK | (CELLS - 1))) === 0) slots.push(slot);
  }
  return slots;
}

function inBulk(frames: readonly Uint8Array[], maxFlows = CELLS / 2): Engine {
  const file = pcapFile(frames.map((frame) => ({ frame, at: AT })));
  const engine = engineWith(file.length, maxFlows);
  const { bulk } = engine;
  if (bulk === null) throw new Error('no kernel');
  new Uint8Array(bulk.buffer).set(file, bulk.roomAt);
  const end = bulk.roomAt + file.length;
  expect(bulk.countRecords(bulk.roomAt + 24, end, { kind: 'pcap', nanos: false })).toBe(end);
  return engine;
}

describe('conversations that differ in one thing', () => {
  it.each(Object.keys(CHANGES))('are two: %s', (name) => {
    const change = CHANGES[name];
    let pairs = 0;
    for (const [version, protocol] of [
      [4, 17],
      [6, 6],
    ] as const) {
      if (version === 4 && /word [123]/.test(name)) continue;
      const talk: Talk = { version, protocol, vlan: -1, from: CLIENT, to: SERVER };
      const others = name === 'VLAN' ? VLANS : VARIATIONS;
      const all = [talk, ...Array.from({ length: others }, (_, i) => change(talk, i))];
      for (const i of alike(all.map(frameOf))) {
        const other = all[i];
        const frames = [talk, other, back(other), back(talk), talk, back(other)].map(frameOf);
        const state = stateOf(inBulk(frames));
        expect(state.size).toBe(2);
        expect(state).toEqual(stateOf(walk(engineWith(null, CELLS / 2), frames)));
        pairs++;
      }
    }
    expect(pairs).toBeGreaterThan(0);
  });

  it('are one where they do not: ARP between others has no addresses and no ports', () => {
    const arp = f.pad(
      f.ethernet(
        macOf(SERVER),
        macOf(CLIENT),
        0x0806,
        f.arp({ operation: 1, senderMac: macOf(CLIENT), senderIp: '10.1.2.3', targetIp: '10.1.2.4' }),
      ),
    );
    const talks = ([4, 6] as const).flatMap((version) =>
      [-1, 5].map((vlan): Talk => ({ version, protocol: 17, vlan, from: CLIENT, to: SERVER })),
    );
    // In turns of three, so that each place of a batch has held both kinds.
    const frames = [...talks, ...talks, ...talks].flatMap((talk) => [frameOf(talk), arp, frameOf(talk)]);
    const engine = inBulk(frames, 16);
    expect(engine.flows.size).toBe(talks.length + 1);
    expect(stateOf(engine)).toEqual(stateOf(walk(engineWith(null, 16), frames)));
  });
});
