/** The thread in which networks are read and laid out. */
import { createDesk } from './desk.ts';
import type { ToWorker } from './messages.ts';
import { createPlaceStore } from './places.ts';

const { port1, port2 } = new MessageChannel();
let waiting: (() => void) | null = null;
port1.onmessage = () => {
  const work = waiting;
  waiting = null;
  work?.();
};

const desk = createDesk({
  fetch: (url, init) => fetch(url, init),
  places: createPlaceStore(globalThis.indexedDB),
  send: (message, transfer) => globalThis.postMessage(message, { transfer }),
  now: () => performance.now(),
  later(work) {
    waiting = work;
    port2.postMessage(null);
  },
});

globalThis.onmessage = ({ data }: MessageEvent<ToWorker>) => desk.take(data);
