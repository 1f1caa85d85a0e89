/**
 * The built `vigie listen` in a network namespace, and what sends to it in another. Needs root; who uses it skips with one
 * line otherwise, and fails in CI where it cannot run.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Snapshot } from '../../src/features/listen/snapshot.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import * as f from '../../src/wire/build/index.ts';
import { pcapFile } from '../fixtures/pcap.ts';
import { bundle, createNamespaces, obstacle, removeBundles } from './namespaces.ts';

/** Another build than dist/, to try one out. */
export const vigie = path.join(
  process.env.VIGIE_DIST ?? path.resolve(import.meta.dirname, '../../dist'),
  'vigie.mjs',
);

/** Why `vigie listen` cannot be tried here, said once; `null` when it can. */
export function whyNot(): string | null {
  const why = obstacle();
  if (why !== null) {
    if (process.env.CI) throw new Error(`live tests of vigie listen must run in CI: ${why}`);
    console.warn(`live tests of vigie listen: skipped, ${why}`);
  }
  return why;
}

export const A = '00:00:5e:00:53:01';
export const B = '00:00:5e:00:53:02';
/** Ended by then, whatever is going on, also on a busy machine: what SIGINT and SIGTERM promise. */
export const END_WITHIN_MS = 10_000;

const udp = (i: number, text = `question ${i}`) =>
  f.ipv4(
    { src: `192.0.2.${1 + (i % 20)}`, dst: '198.51.100.53', protocol: 17 },
    f.udp(40_000 + i, 9999, text),
  );
const back = (i: number) =>
  f.ipv4(
    { src: '198.51.100.53', dst: `192.0.2.${1 + (i % 20)}`, protocol: 17 },
    f.udp(9999, 40_000 + i, `a longer answer to question ${i}`),
  );
const request = f.ipv4(
  { src: '192.0.2.7', dst: '203.0.113.80', protocol: 6 },
  f.tcp({ srcPort: 50_000, dstPort: 80, flags: 0x18 }, 'GET / HTTP/1.1\r\nHost: intranet.example\r\n\r\n'),
);

/** Questions and answers of twenty senders, some within VLANs; 300 frames. */
export const TRAFFIC = [
  ...Array.from({ length: 100 }, (_, i) => [
    i % 4 === 0
      ? f.ethernet(B, A, 0x8100, f.vlan({ id: 10 + (i % 3) }, 0x0800, udp(i)))
      : f.ethernet(B, A, 0x0800, udp(i)),
    f.ethernet(A, B, 0x0800, back(i)),
  ]).flat(),
  ...Array.from({ length: 98 }, (_, i) =>
    f.ethernet(B, A, 0x88a8, f.vlan({ id: 100 }, 0x8100, f.vlan({ id: 200 }, 0x0800, udp(500 + i)))),
  ),
  f.ethernet(B, A, 0x0800, request),
  f.pad(
    f.ethernet(
      f.BROADCAST,
      A,
      0x0806,
      f.arp({ operation: 1, senderMac: A, senderIp: '192.0.2.1', targetIp: '192.0.2.2' }),
    ),
  ),
];

export interface Listening {
  readonly child: ChildProcess;
  readonly snapshots: readonly Snapshot[];
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until `condition` holds; fails after a minute with what was said. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** Sends the signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** Waits for the end. */
  readonly ended: Promise<number | null>;
}

/** The namespaces, a folder, and what is run in them; `destroy` ends it all. */
export function createListening(name: string) {
  if (!existsSync(vigie)) throw new Error('dist/vigie.mjs is missing: run npm run build');
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-listen-'));
  const net = createNamespaces(name);
  const running: ChildProcess[] = [];
  const environment = { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '' };
  /** Ended when the test is. */
  const own = (child: ChildProcess): ChildProcess => {
    running.push(child);
    return child;
  };

  /** Starts it and waits until it captures: its first line follows within the interval. */
  async function listen(args: readonly string[], namespace = net.capture): Promise<Listening> {
    const command = ['netns', 'exec', namespace, process.execPath, vigie, 'listen', ...args];
    const child = spawn('ip', command, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let out = '';
    let err = '';
    let isOver = false;
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    const ended = new Promise<number | null>((resolve) =>
      child.on('close', (code) => {
        isOver = true;
        resolve(code);
      }),
    );
    const listening: Listening = {
      child,
      ended,
      out: () => out,
      err: () => err,
      get snapshots() {
        const whole = out.slice(0, out.lastIndexOf('\n') + 1).split('\n');
        return whole.filter((line) => line !== '').map((line) => JSON.parse(line) as Snapshot);
      },
      async until(condition, what) {
        const deadline = performance.now() + 60_000;
        while (!condition()) {
          if (isOver || performance.now() > deadline)
            throw new Error(
              `vigie listen did not reach '${what}'${isOver ? ' and ended' : ''}: ${out.slice(-1500)} ${err.slice(-1500)}`,
            );
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      },
      async end(signal = 'SIGTERM') {
        const asked = performance.now();
        child.kill(signal);
        const code = await ended;
        return { code, ms: performance.now() - asked };
      },
    };
    await listening.until(() => out !== '', 'the first line');
    return listening;
  }

  /** Until somebody captures in the namespace, for those who say nothing of it. */
  async function captures(): Promise<void> {
    const sockets = () => net.run(net.capture, 'cat', '/proc/net/packet').trim().split('\n').length - 1;
    for (const deadline = performance.now() + 30_000; sockets() === 0; ) {
      if (performance.now() > deadline) throw new Error('nobody captures');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const json = (...args: string[]) => listen(['cap0', '--json', '--interval', '0.2', ...args]);
  const last = (listening: Listening): Snapshot => listening.snapshots[listening.snapshots.length - 1];
  const hasSeen = (listening: Listening, packets: number) =>
    listening.until(() => last(listening).packets >= packets, `${packets} packets`);

  function send(frames: readonly Uint8Array[], device = 'snd0'): string {
    const file = path.join(folder, 'sent.pcap');
    writeFileSync(file, pcapFile(frames));
    net.run(net.sender, 'tcpreplay', '-q', '--topspeed', '-i', device, file);
    return file;
  }

  const analyze = (file: string, ...args: string[]): string =>
    execFileSync(process.execPath, [vigie, 'analyze', file, ...args], { env: environment, encoding: 'utf8' });
  const analysis = (file: string, ...args: string[]) =>
    JSON.parse(analyze(file, '--json', ...args)) as Analysis;

  /** A summary without what depends on when and where it was made. */
  const comparable = (summary: string): string[] =>
    summary
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(
        (line) => !/^vigie |\d{4}-\d{2}-\d{2} |frames? received|of one core|^size |^Captured/i.test(line),
      )
      .map((line) => line.replace(/\d+(\.\d+)?\u00a0(ms|s)\b/g, '<time>').replace(/ {2,}/g, '  '))
      .join('\n')
      .trim()
      .split('\n');

  /** Sends floods at once, until stopped. */
  function flood(): ChildProcess {
    const command = ['netns', 'exec', net.sender, process.execPath, bundle('test/bench/sender.ts')];
    const child = spawn(
      'ip',
      [...command, '--interface', 'snd0', '--count', '100000000', '--seconds', '30'],
      {
        stdio: 'ignore',
      },
    );
    running.push(child);
    return child;
  }

  async function outcome(program: string, args: readonly string[]) {
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, out, err };
  }

  return {
    ...{ net, folder, environment, own, listen, captures, json, last, hasSeen },
    ...{ send, analyze, analysis, comparable, flood, outcome },
    killRunning(): void {
      for (const child of running.splice(0)) child.kill('SIGKILL');
    },
    destroy(): void {
      net.destroy();
      removeBundles();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ListenBench = ReturnType<typeof createListening>;
