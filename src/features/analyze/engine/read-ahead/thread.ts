/** The thread that reads a large capture ahead: bytes into the kernel's memory, their frames staged into its lists. */
import { readSync } from 'node:fs';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Stager } from '../../../../flows/kernel/stager.ts';
import { type AheadOrder, type AheadTask, CELL, FAILED_READ } from './task.ts';

/** Waits for the order on `port`, and reads until the end of the file or until it is told to stop. */
export function readAhead(task: AheadTask, port: MessagePort): void {
  const { control } = task;
  Atomics.store(control, CELL.ready, 1);
  Atomics.notify(control, CELL.ready);
  Atomics.wait(control, CELL.begun, 0);
  const order: AheadOrder | undefined = receiveMessageOnPort(port)?.message;
  try {
    if (order !== undefined) fillChunks(task, order);
  } finally {
    Atomics.store(control, CELL.done, 1);
  }
}

function fillChunks({ file, memory, lists, seed, control }: AheadTask, order: AheadOrder): void {
  const { fd, chunkBytes, chunkStarts } = file;
  const bytes = new Uint8Array(memory.buffer);
  const stager = new Stager(memory, seed, order.layout);
  let { position, tailAt, tailBytes } = order;
  let isLost = false;
  for (let filled = 0; waitForRoom(control, filled); filled++) {
    const turn = (order.turn + filled) % chunkStarts.length;
    const start = chunkStarts[turn];
    const count = tryRead(fd, bytes, start, chunkBytes, position);
    const end = start + Math.max(count, 0);
    bytes.copyWithin(start - tailBytes, tailAt, tailAt + tailBytes);
    // Who counts has nothing to do: the bytes now are worth more than their frames later.
    const isStarved = Atomics.load(control, CELL.free) - (filled | 0) >= chunkStarts.length - 1;
    tailAt = isLost
      ? 0
      : stager.stage(lists[turn], start - tailBytes, end, isStarved ? 0 : Number.MAX_SAFE_INTEGER);
    isLost ||= tailAt === 0;
    if (isLost) stager.clear(lists[turn]);
    tailBytes = isLost ? 0 : end - tailAt;
    Atomics.store(control, CELL.counts + turn, count);
    Atomics.add(control, CELL.filled, 1);
    Atomics.notify(control, CELL.filled);
    if (count < chunkBytes) return;
    position += count;
  }
}

/** False when nothing more is wanted. */
function waitForRoom(control: Int32Array, filled: number): boolean {
  while (Atomics.load(control, CELL.stopped) === 0) {
    const free = Atomics.load(control, CELL.free);
    if (free !== (filled | 0)) return true;
    Atomics.wait(control, CELL.free, free);
  }
  return false;
}

function tryRead(fd: number, bytes: Uint8Array, at: number, length: number, position: number): number {
  try {
    return readSync(fd, bytes, at, length, position);
  } catch {
    // Who walks reads this place again, and says what is wrong with it.
    return FAILED_READ;
  }
}
