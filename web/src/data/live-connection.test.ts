import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConnectionState, createLiveConnection, waitMs } from './live-connection.ts';

/** A socket whose events the test sends. */
class Socket extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(type: string, data?: string): void {
    this.dispatchEvent(Object.assign(new Event(type), { data }));
  }
}

describe('the live connection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function begin() {
    const sockets: Socket[] = [];
    const states: ConnectionState[] = [];
    const messages: string[] = [];
    const connection = createLiveConnection({
      url: () => 'ws://127.0.0.1/api/v1/ws/live',
      onMessage: (text) => messages.push(text),
      onState: (state) => states.push(state),
      open: () => {
        const socket = new Socket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      random: () => 1,
    });
    connection.start();
    return { connection, sockets, states, messages };
  }

  it('tells what it hears and how it is', () => {
    const { sockets, states, messages } = begin();
    sockets[0].say('open');
    sockets[0].say('message', '{"kind":"hello"}');
    expect([states, messages]).toEqual([['connecting', 'open'], ['{"kind":"hello"}']]);
  });

  it('comes back by itself, later each time, and soon again after it was there', () => {
    const { sockets } = begin();
    sockets[0].say('close');
    vi.advanceTimersByTime(500);
    sockets[1].say('close');
    vi.advanceTimersByTime(999);
    expect(sockets.length).toBe(2);
    vi.advanceTimersByTime(1);
    expect(sockets.length).toBe(3);
    sockets[2].say('open');
    sockets[2].say('close');
    vi.advanceTimersByTime(500);
    expect(sockets.length).toBe(4);
  });

  it('never waits longer than a quarter of a minute', () => {
    expect(waitMs(40, () => 1)).toBe(15_000);
    expect(waitMs(40, () => 0)).toBe(7500);
  });

  it('does not wait when the network is back', () => {
    const { connection, sockets } = begin();
    sockets[0].say('close');
    connection.wake();
    expect(sockets.length).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect(sockets.length).toBe(2);
  });

  it('stays away when it is switched off, and hears nothing of the old socket', () => {
    const { connection, sockets, states, messages } = begin();
    connection.stop();
    sockets[0].say('message', 'late');
    sockets[0].say('close');
    vi.advanceTimersByTime(60_000);
    expect([sockets.length, sockets[0].closed, states.at(-1), messages]).toEqual([1, true, 'off', []]);
  });
});
