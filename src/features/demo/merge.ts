import type { TimedFrame } from './lan.ts';

interface Running {
  next: TimedFrame;
  /** Breaks ties: the order in which the parts were given. */
  readonly order: number;
  readonly frames: Iterator<TimedFrame>;
}

/**
 * Merges parts, each in time order, into one stream in time order. Holds one frame of each. Equal times keep the
 * order of `parts`. Throws when a part goes back in time.
 */
export function* merge(parts: readonly Iterable<TimedFrame>[]): Generator<TimedFrame> {
  const heap: Running[] = [];
  parts.forEach((part, order) => {
    const frames = part[Symbol.iterator]();
    const first = frames.next();
    if (first.done === true) return;
    heap.push({ next: first.value, order, frames });
  });
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(heap, at);
  while (heap.length > 0) {
    const top = heap[0];
    const frame = top.next;
    yield frame;
    const following = top.frames.next();
    if (following.done === true) {
      const moved = heap.pop();
      if (heap.length > 0 && moved !== undefined) heap[0] = moved;
    } else {
      if (following.value.at < frame.at) {
        throw new RangeError(
          `part ${top.order} goes back in time, from ${frame.at} to ${following.value.at}`,
        );
      }
      top.next = following.value;
    }
    sink(heap, 0);
  }
}

const isBefore = (a: Running, b: Running) =>
  a.next.at !== b.next.at ? a.next.at < b.next.at : a.order < b.order;

function sink(heap: Running[], from: number): void {
  let at = from;
  for (;;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && isBefore(heap[child], heap[least])) least = child;
    }
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least], heap[at]];
    at = least;
  }
}
