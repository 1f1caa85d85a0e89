/**
 * Live capture at several rates: 64-byte frames from a sender in one network namespace to the capture in
 * another, over a veth pair. Needs root; says so otherwise.
 *
 * The kernel puts frames into the ring on the sender's time (a veth has no interrupt of its own), so the CPU
 * share is what the capture process costs beside it: on a network card the kernel's part comes on top.
 *
 * Options: --rates 100000,300000,600000,0 (0: as fast as it goes)  --seconds 3
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundle, createNamespaces, type Namespaces, obstacle, removeBundles } from '../live/namespaces.ts';
import type { Measured } from './live-capture.ts';
import { machine, median, option, table } from './report.ts';

/** How many frames stand for "as fast as it goes". */
const FLAT_OUT_FRAMES = 3_000_000;

const rates = option('rates', '100000,300000,600000,0').split(',').map(Number);
const seconds = Math.min(20, Number(option('seconds', '3')));
const cases = [
  { title: 'ring', args: ['--sink', 'count'] },
  { title: 'ring + decode + flows', args: ['--sink', 'flows'] },
  { title: 'kernel filter, no match', args: ['--filter', 'vlan 99 and tcp'] },
];

/** A program of ours inside a namespace, its output line by line. */
function start(namespace: string, script: string, args: readonly string[]) {
  const command = ['netns', 'exec', namespace, process.execPath, script, ...args];
  const child: ChildProcess = spawn('ip', command, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null || child.stdin === null) throw new Error('no pipes');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended early`);
    return value;
  };
  const ended = new Promise((resolve) => child.on('close', resolve));
  return { next, ended, stdin: child.stdin };
}

/** What the sender could do with a core of its own, at each flat-out run. */
const perCpuSecond: number[] = [];

const thousands = (value: number) => Math.round(value).toLocaleString('en');

async function measure(net: Namespaces, title: string, args: readonly string[], rate: number) {
  const capture = start(net.capture, bundle('test/bench/live-capture.ts'), ['--interface', 'cap0', ...args]);
  await capture.next();
  const count = rate === 0 ? FLAT_OUT_FRAMES : rate * seconds;
  const options = ['--interface', 'snd0', '--count', String(count), '--rate', String(rate)];
  const sender = start(net.sender, bundle('test/bench/sender.ts'), options);
  capture.stdin.write('begin\n');
  const { sent, ms, cpuMs } = JSON.parse(await sender.next()) as { sent: number; ms: number; cpuMs: number };
  if (rate === 0) perCpuSecond.push(sent / (cpuMs / 1000));
  await new Promise((resolve) => setTimeout(resolve, 200)); // the last block's timeout
  capture.stdin.write('end\n');
  const { frames, received, dropped, userMs, systemMs } = JSON.parse(await capture.next()) as Measured;
  capture.stdin.end();
  await Promise.all([capture.ended, sender.ended]);
  if (frames !== received) throw new Error(`${frames} frames read, ${received} received`);
  return [
    title,
    rate === 0 ? 'flat out' : thousands(rate),
    thousands(sent / (ms / 1000)),
    thousands(sent),
    thousands(received),
    thousands(dropped),
    `${((100 * (userMs + systemMs)) / ms).toFixed(1)} %`,
    received === 0 ? '—' : Math.round(((userMs + systemMs) * 1e6) / received).toString(),
  ];
}

const why = obstacle();
if (why !== null) {
  console.log(`\n## Live capture\n\nNot measured: ${why}.`);
} else {
  const net = createNamespaces('b');
  try {
    const rows: string[][] = [];
    for (const { title, args } of cases) {
      for (const rate of rates) rows.push(await measure(net, title, args, rate));
    }
    console.log(`\n## Live capture of 64-byte frames over a veth pair\n\n${machine()}\n`);
    const head = ['Path', 'asked /s', 'sent /s', 'sent', 'received', 'dropped', 'CPU', 'ns/frame'];
    console.log(table(head, rows));
    if (perCpuSecond.length > 0)
      console.log(
        `\nThe sender, flat out: ${thousands(median(perCpuSecond))} frames per second of its CPU time.`,
      );
  } finally {
    net.destroy();
    removeBundles();
  }
}
