import { open } from 'node:fs/promises';
import type { TimedFrame } from './lan.ts';

const HEADER_BYTES = 24;
const RECORD_BYTES = 16;
const SNAP_LENGTH = 262_144;
const ETHERNET = 1;
/** Written at once. */
const BLOCK_BYTES = 1 << 20;

/**
 * Writes a pcap file (draft-ietf-opsawg-pcap; µs, little-endian, Ethernet) block by block. Replaces what is there.
 * Returns how many frames it holds. Rejects with the system's error when the path cannot be written.
 */
export async function writePcap(path: string, frames: Iterable<TimedFrame>): Promise<number> {
  const file = await open(path, 'w');
  try {
    let count = 0;
    for (const block of pcapBlocks(frames, () => count++)) await file.writeFile(block);
    return count;
  } finally {
    await file.close();
  }
}

/** The bytes of a pcap file, about 1 MiB at a time. The memory of a block is used again for the next. */
export function* pcapBlocks(
  frames: Iterable<TimedFrame>,
  onFrame: () => void = () => {},
): Generator<Uint8Array> {
  const block = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(block.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAP_LENGTH, true);
  view.setUint32(20, ETHERNET, true);
  let at = HEADER_BYTES;
  for (const { at: instant, frame } of frames) {
    if (at + RECORD_BYTES + frame.length > BLOCK_BYTES) {
      yield block.subarray(0, at);
      at = 0;
    }
    view.setUint32(at, Math.floor(instant / 1_000_000), true);
    view.setUint32(at + 4, Math.floor(instant % 1_000_000), true);
    view.setUint32(at + 8, frame.length, true);
    view.setUint32(at + 12, frame.length, true);
    block.set(frame, at + RECORD_BYTES);
    at += RECORD_BYTES + frame.length;
    onFrame();
  }
  if (at > 0) yield block.subarray(0, at);
}
