/**
 * Memory of `vigie listen` at full rate: 64-byte frames of a million conversations, each from a MAC of its own, sent
 * as fast as the sender goes over a veth pair between two network namespaces, and the resident memory (VmRSS) of the
 * whole process every second. Needs root; says so otherwise.
 *
 * Options: --minutes 1 (at most 12)  --flows 1000000  --rate 0 (frames per second; 0: as fast as it goes)
 *          --series (every sample, not only the figures)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Snapshot } from '../../src/features/listen/snapshot.ts';
import { bundle, createNamespaces, type Namespaces, obstacle, removeBundles } from '../live/namespaces.ts';
import { machine, option, table } from './report.ts';

const MAX_MINUTES = 12;
const seconds = Math.min(MAX_MINUTES, Number(option('minutes', '1'))) * 60;
const flows = Number(option('flows', '1000000'));
const root = process.env.VIGIE_ROOT ?? path.resolve(import.meta.dirname, '../..');

interface Sample {
  readonly atSeconds: number;
  readonly rssMiB: number;
}

const thousands = (value: number) => Math.round(value).toLocaleString('en');

/** Least squares, MiB per minute. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, each) => sum + of(each), 0) / samples.length;
  const x = mean((each) => each.atSeconds);
  const y = mean((each) => each.rssMiB);
  const over = samples.reduce((sum, each) => sum + (each.atSeconds - x) * (each.rssMiB - y), 0);
  const under = samples.reduce((sum, each) => sum + (each.atSeconds - x) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 60;
}

/** Resident memory, `null` once the process has ended. */
function rssMiB(pid: number): number | null {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    return null;
  }
}

/** A copy of dist/, so that a build meanwhile does not take the program away. */
function copyOfDist(): { readonly script: string; remove(): void } {
  const folder = path.join(root, `node_modules/.cache/vigie-memory-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  cpSync(process.env.VIGIE_DIST ?? path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
  cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  return {
    script: path.join(folder, 'dist/vigie.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on('close', resolve));

async function run(net: Namespaces, script: string): Promise<void> {
  const listen = spawn(
    'ip',
    [
      'netns',
      'exec',
      net.capture,
      process.execPath,
      script,
      'listen',
      'cap0',
      '--json',
      '--interval',
      '1',
      '--lang',
      'en',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const { pid } = listen;
  if (listen.stdout === null || listen.stderr === null || pid === undefined) throw new Error('no pipes');
  const listenEnded = ended(listen);
  let summary = '';
  listen.stderr.on('data', (data) => {
    summary += data;
  });
  const snapshots: Snapshot[] = [];
  let pieces = 0;
  createInterface({ input: listen.stdout }).on('line', (line) => {
    snapshots.push(JSON.parse(line) as Snapshot);
    pieces++;
  });
  while (pieces === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const sender = spawn(
    'ip',
    [
      ...[
        'netns',
        'exec',
        net.sender,
        process.execPath,
        bundle('test/bench/sender.ts'),
        '--interface',
        'snd0',
      ],
      ...['--count', '2000000000', '--seconds', String(seconds), '--flows', String(flows)],
      ...['--rate', option('rate', '0')],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let sent = '';
  sender.stdout?.on('data', (data) => {
    sent += data;
  });
  const samples: Sample[] = [];
  const started = performance.now();
  const timer = setInterval(() => {
    const now = rssMiB(pid);
    if (now !== null) samples.push({ atSeconds: (performance.now() - started) / 1000, rssMiB: now });
  }, 1000);
  await ended(sender);
  clearInterval(timer);
  const asked = performance.now();
  listen.kill('SIGTERM');
  let peakAtEnd = 0;
  const endTimer = setInterval(() => {
    peakAtEnd = Math.max(peakAtEnd, rssMiB(pid) ?? 0);
  }, 50);
  const code = await listenEnded;
  clearInterval(endTimer);
  const endMs = performance.now() - asked;
  report(samples, snapshots, JSON.parse(sent), { code, endMs, peakAtEnd });
  console.log(`\n${summary.split('\n').slice(-12).join('\n')}`);
}

function report(
  samples: readonly Sample[],
  snapshots: readonly Snapshot[],
  sent: { readonly sent: number; readonly ms: number },
  end: { readonly code: number | null; readonly endMs: number; readonly peakAtEnd: number },
): void {
  const last = snapshots[snapshots.length - 1];
  const busy = snapshots.filter((each) => each.packetsPerSecond > 1000);
  const sizes = samples.map((each) => each.rssMiB);
  const late = samples.filter((each) => each.atSeconds > seconds / 2);
  const dropped = last.interfaces.reduce((sum, each) => sum + each.dropped, 0);
  const received = last.interfaces.reduce((sum, each) => sum + each.received, 0);
  const cpu = busy.map((each) => each.cpuShare);
  // A worker that had the processor all the time was too slow; one that had not was waiting for it.
  const losses = snapshots.flatMap((each, i) => {
    const lost = each.interfaces.reduce((sum, one) => sum + one.droppedNow, 0);
    return lost > 0 ? [`line ${i}: ${thousands(lost)} at ${(100 * each.cpuShare).toFixed(0)} % CPU`] : [];
  });
  const gaps = snapshots
    .slice(1)
    .map((each, i) => (Date.parse(each.at) - Date.parse(snapshots[i].at)) / 1000);
  console.log(
    `\n## Memory of vigie listen, ${seconds} s, ${thousands(flows)} conversations\n\n${machine()}\n`,
  );
  console.log(
    table(
      ['Figure', 'value'],
      [
        ['frames sent', `${thousands(sent.sent)} (${thousands(sent.sent / (sent.ms / 1000))}/s)`],
        ['received / dropped', `${thousands(received)} / ${thousands(dropped)}`],
        [
          'capture worker, of one core',
          `${((100 * cpu.reduce((a, b) => a + b, 0)) / Math.max(1, cpu.length)).toFixed(0)} %`,
        ],
        ['time between two lines, at most', `${Math.max(0, ...gaps).toFixed(2)} s`],
        [
          'RSS min / max / last (MiB)',
          [Math.min(...sizes), Math.max(...sizes), sizes[sizes.length - 1]]
            .map((n) => n.toFixed(0))
            .join(' / '),
        ],
        ['RSS slope over the second half', `${slope(late).toFixed(2)} MiB/min`],
        ['conversations / room', `${thousands(last.flows)} / ${thousands(last.maxFlows)}`],
        ['MACs / room', `${thousands(last.macs)} / ${thousands(last.maxMacs)}`],
        ...Object.entries(last.limits).map(([name, count]) => [name, thousands(count)]),
        [
          'SIGTERM to exit',
          `${(end.endMs / 1000).toFixed(2)} s, exit code ${end.code}, peak RSS ${end.peakAtEnd.toFixed(0)} MiB`,
        ],
      ],
    ),
  );
  if (losses.length > 0) console.log(`\nDropped in ${losses.slice(0, 20).join('; ')}`);
  if (process.argv.includes('--series'))
    console.log(
      `\n${samples.map((each) => `${each.atSeconds.toFixed(0)} s ${each.rssMiB.toFixed(0)}`).join(', ')}`,
    );
}

const why = obstacle();
if (why !== null) {
  console.log(`\n## Memory of vigie listen\n\nNot measured: ${why}.`);
} else {
  const net = createNamespaces('m');
  const dist = copyOfDist();
  try {
    await run(net, dist.script);
  } finally {
    net.destroy();
    dist.remove();
    removeBundles();
  }
}
