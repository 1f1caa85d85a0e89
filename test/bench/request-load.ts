/** Asks one URL over and over from many kept connections, each its next question when the last is answered. */
import { connect } from 'node:net';
import { median } from './report.ts';

export interface LoadTask {
  readonly port: number;
  readonly path: string;
  /** Beside Host: `Cookie: …`. */
  readonly header: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Other than 200. */
  readonly failures: number;
}

const CONTENT_LENGTH = /\r\ncontent-length: (\d+)\r\n/i;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

export async function load(task: LoadTask): Promise<LoadResult> {
  const timesMs: number[] = [];
  let failures = 0;
  const beganMs = performance.now();
  const endMs = beganMs + task.seconds * 1000;
  const question = `GET ${task.path} HTTP/1.1\r\nHost: 127.0.0.1:${task.port}\r\n${task.header}\r\n\r\n`;

  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(task.port, '127.0.0.1');
      let [sentMs, wanted, have] = [0, -1, 0];
      let head = Buffer.alloc(0);
      const ask = (): void => {
        sentMs = performance.now();
        [wanted, have, head] = [-1, 0, Buffer.alloc(0)];
        socket.write(question);
      };
      socket.setNoDelay(true);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on('connect', ask);
      socket.on('data', (piece) => {
        if (wanted < 0) {
          head = Buffer.concat([head, piece]);
          const at = head.indexOf(END_OF_HEAD);
          if (at < 0) return;
          const text = head.toString('latin1', 0, at + 2);
          if (!text.startsWith('HTTP/1.1 200')) failures++;
          wanted = Number(CONTENT_LENGTH.exec(text)?.[1] ?? 0);
          have = head.length - at - END_OF_HEAD.length;
        } else have += piece.length;
        if (have < wanted) return;
        const nowMs = performance.now();
        timesMs.push(nowMs - sentMs);
        if (nowMs < endMs) ask();
        else socket.end();
      });
    });

  await Promise.all(Array.from({ length: task.connections }, one));
  const tookS = (performance.now() - beganMs) / 1000;
  const sorted = timesMs.sort((a, b) => a - b);
  return {
    requests: sorted.length,
    perSecond: sorted.length / tookS,
    p50Ms: median(sorted),
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    failures,
  };
}
