import { describe, expect, test } from 'vitest';
import type { FrameSink } from '../source.ts';
import { Ring, type RingOptions } from './ring.ts';

/** One frame as the kernel would put it in a block. */
interface KernelFrame {
  readonly bytes: readonly number[];
  readonly wireLength?: number;
  readonly vlan?: { readonly tci: number; readonly tpid?: number };
  readonly packetType?: number;
}

const SECONDS = 1_767_225_600;
const BLOCK = 4096;
/** tp_mac of an Ethernet frame with four bytes reserved. */
const MAC_OFFSET = 86;

/** Writes `frames` into block `index` and hands it over. Offsets as in linux/if_packet.h. */
function fill(memory: ArrayBuffer, index: number, frames: readonly KernelFrame[]): void {
  const block = new DataView(memory, index * BLOCK, BLOCK);
  block.setUint32(0, 1, true); // version
  block.setUint32(8, 1, true); // block_status: TP_STATUS_USER
  block.setUint32(12, frames.length, true); // num_pkts
  block.setUint32(16, 48, true); // offset_to_first_pkt
  let at = 48;
  for (const [i, { bytes, wireLength, vlan, packetType }] of frames.entries()) {
    const size = (MAC_OFFSET + bytes.length + 7) & ~7;
    const status = vlan === undefined ? 1 : 1 | 0x10 | (vlan.tpid === undefined ? 0 : 0x40);
    block.setUint32(at, i + 1 === frames.length ? 0 : size, true); // tp_next_offset
    block.setUint32(at + 4, SECONDS + i, true);
    block.setUint32(at + 8, 123_456_789, true);
    block.setUint32(at + 12, bytes.length, true); // tp_snaplen
    block.setUint32(at + 16, wireLength ?? bytes.length, true); // tp_len
    block.setUint32(at + 20, status, true);
    block.setUint16(at + 24, MAC_OFFSET, true); // tp_mac
    block.setUint32(at + 32, vlan?.tci ?? 0, true);
    block.setUint16(at + 36, vlan?.tpid ?? 0, true);
    block.setUint8(at + 58, packetType ?? 0); // sll_pkttype
    new Uint8Array(memory, index * BLOCK + at + MAC_OFFSET, bytes.length).set(bytes);
    at += size;
  }
}

const status = (memory: ArrayBuffer, index: number) =>
  new DataView(memory).getUint32(index * BLOCK + 8, true);

function collect(): { sink: FrameSink; frames: number[][]; wireLengths: number[]; times: number[] } {
  const frames: number[][] = [];
  const wireLengths: number[] = [];
  const times: number[] = [];
  const sink: FrameSink = {
    clock: new Float64Array(1) as FrameSink['clock'],
    frame(view, at, end, wireLength) {
      frames.push([...new Uint8Array(view.buffer, at, end - at)]);
      wireLengths.push(wireLength);
      times.push(this.clock[0]);
    },
  };
  return { sink, frames, wireLengths, times };
}

function ring(options: Partial<RingOptions> = {}): { memory: ArrayBuffer; ring: Ring } {
  const memory = new ArrayBuffer(BLOCK * 4);
  const defaults = { blockSizeBytes: BLOCK, blockCount: 4, snapLength: 262_144, dropOutgoing: false };
  return { memory, ring: new Ring(memory, { ...defaults, ...options }) };
}

const dst = [0, 0, 0x5e, 0, 0x53, 1];
const src = [0, 0, 0x5e, 0, 0x53, 2];
const untagged = [...dst, ...src, 0x08, 0x00, 0x45, 1, 2, 3];

describe('reading a ring', () => {
  test('hands over frames and times in order, and gives the block back', () => {
    const { memory, ring: reader } = ring();
    const { sink, frames, times } = collect();
    expect(reader.drain(sink, 1, 8)).toBe(0);
    fill(memory, 0, [{ bytes: untagged }, { bytes: [...untagged, 4] }]);
    expect(reader.ready).toBe(true);
    expect(reader.drain(sink, 1, 8)).toBe(1);
    expect(frames).toEqual([untagged, [...untagged, 4]]);
    expect(times).toEqual([SECONDS * 1e6 + 123_456, (SECONDS + 1) * 1e6 + 123_456]);
    expect(status(memory, 0)).toBe(0);
    expect(reader.ready).toBe(false);
  });

  test('goes around, at most so many blocks at once', () => {
    const { memory, ring: reader } = ring();
    const { sink, frames } = collect();
    for (const index of [0, 1, 2, 3]) fill(memory, index, [{ bytes: [...untagged, index] }]);
    expect(reader.drain(sink, 1, 3)).toBe(3);
    fill(memory, 0, [{ bytes: [...untagged, 9] }]);
    expect(reader.drain(sink, 1, 99)).toBe(2);
    expect(frames.map((frame) => frame.at(-1))).toEqual([0, 1, 2, 3, 9]);
  });

  test('puts the VLAN tag back where it was', () => {
    const { memory, ring: reader } = ring();
    const { sink, frames, wireLengths } = collect();
    fill(memory, 0, [
      { bytes: untagged, vlan: { tci: 0xe00a, tpid: 0x88a8 } },
      { bytes: untagged, vlan: { tci: 0 }, wireLength: 1514 }, // an old kernel gives no TPID; id 0 is a tag too
    ]);
    reader.drain(sink, 1, 1);
    expect(frames).toEqual([
      [...dst, ...src, 0x88, 0xa8, 0xe0, 0x0a, 0x08, 0x00, 0x45, 1, 2, 3],
      [...dst, ...src, 0x81, 0x00, 0x00, 0x00, 0x08, 0x00, 0x45, 1, 2, 3],
    ]);
    expect(wireLengths).toEqual([22, 1518]);
  });

  test('leaves a frame too short for a tag, or of no Ethernet, as it is', () => {
    const { memory, ring: reader } = ring();
    const { sink, frames } = collect();
    fill(memory, 0, [{ bytes: dst, vlan: { tci: 1, tpid: 0x8100 } }]);
    fill(memory, 1, [{ bytes: untagged, vlan: { tci: 1, tpid: 0x8100 } }]);
    reader.drain(sink, 1, 1);
    reader.drain(sink, 101, 1);
    expect(frames).toEqual([dst, untagged]);
  });

  test('keeps to the snap length with the tag counted', () => {
    const { memory, ring: reader } = ring({ snapLength: 16 });
    const { sink, frames, wireLengths } = collect();
    fill(memory, 0, [{ bytes: untagged.slice(0, 16), wireLength: 90, vlan: { tci: 7, tpid: 0x8100 } }]);
    reader.drain(sink, 1, 1);
    expect(frames).toEqual([[...dst, ...src, 0x81, 0x00, 0x00, 0x07]]);
    expect(wireLengths).toEqual([94]);
  });

  test('leaves out the leaving copy of loopback frames only', () => {
    const outgoing = { bytes: untagged, packetType: 4 };
    for (const [dropOutgoing, count] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const { memory, ring: reader } = ring({ dropOutgoing });
      const { sink, frames } = collect();
      fill(memory, 0, [outgoing, { bytes: untagged }]);
      reader.drain(sink, 1, 1);
      expect(frames.length).toBe(count);
    }
  });

  test('gives a block back even when the sink throws', () => {
    const { memory, ring: reader } = ring();
    const { sink, frames } = collect();
    fill(memory, 0, [{ bytes: untagged }, { bytes: untagged }]);
    fill(memory, 1, [{ bytes: untagged }]);
    const failing = {
      ...sink,
      frame: () => {
        throw new Error('sink');
      },
    };
    expect(() => reader.drain(failing, 1, 2)).toThrow('sink');
    expect(status(memory, 0)).toBe(0);
    expect(reader.drain(sink, 1, 2)).toBe(1);
    expect(frames.length).toBe(1);
  });

  test('does not leave the block for a header that points out of it', () => {
    const { memory, ring: reader } = ring();
    const { sink, frames } = collect();
    fill(memory, 0, [{ bytes: untagged }, { bytes: untagged }]);
    new DataView(memory).setUint32(48 + 12, BLOCK, true); // tp_snaplen
    fill(memory, 1, [{ bytes: untagged }, { bytes: untagged }]);
    new DataView(memory, BLOCK).setUint32(48, 0xfffffff0, true); // tp_next_offset
    expect(reader.drain(sink, 1, 4)).toBe(2);
    expect(frames).toEqual([untagged]);
  });
});
