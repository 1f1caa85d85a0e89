import { z } from 'zod';
import { type LiveEvent, liveEvent } from './schemas.ts';

/** The part of a WebSocket (ws) that a client needs. */
export interface Socket {
  /** Bytes that wait for the network. */
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  terminate(): void;
}

export interface LiveClient {
  /** Sends, or counts what does not fit. */
  tell(event: LiveEvent): void;
  /** Call every so often: tells what was lost, and cuts off who did not answer the last time. */
  check(): void;
  /** The client answered. */
  answered(): void;
}

/** More than this waits for nobody: a tab that sleeps must not fill our memory. */
export const MOST_WAITING_BYTES = 1 << 20;

/** One who follows live, with a bounded queue: the socket's own. */
export function createLiveClient(socket: Socket): LiveClient {
  let lost = 0;
  let isAnswered = true;
  const hasRoom = (): boolean => socket.bufferedAmount < MOST_WAITING_BYTES;

  function send(event: LiveEvent): void {
    socket.send(JSON.stringify(z.encode(liveEvent, event)));
  }

  function tellLost(): void {
    if (lost === 0 || !hasRoom()) return;
    const events = lost;
    lost = 0;
    send({ kind: 'lost', events });
  }

  return {
    tell(event) {
      tellLost();
      if (hasRoom()) send(event);
      else lost++;
    },
    check() {
      if (!isAnswered) {
        socket.terminate();
        return;
      }
      tellLost();
      isAnswered = false;
      socket.ping();
    },
    answered() {
      isAnswered = true;
    },
  };
}
