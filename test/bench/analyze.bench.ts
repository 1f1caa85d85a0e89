/**
 * `vigie analyze` beside the flow meters of Debian: the same file, warm in the page cache, in the same run, turn
 * and turn about. Each tool makes its usual flow output, and its own packet count is checked against the
 * generator's, so that none is fast by leaving work out.
 *
 * Options: --captures mixed,small,many  --rounds 3  --timeout 180 (seconds per run)  --tools name,name
 *          --vigie path/to/vigie.cjs (another build)
 */
import { execSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, type Counted, PEERS, vigie } from './contenders.ts';
import { type Capture, type CapturePlan, captureOf } from './generate.ts';
import { machine, median, option, table } from './report.ts';
import { measure, type Run } from './run-process.ts';

const SMALL = { kind: 'small', flows: 50_000, macs: 5_000, size: 5e6, seed: 1 } as const;
const PLANS: Readonly<Record<string, { readonly title: string; readonly plan: CapturePlan }>> = {
  mixed: {
    title: '1 GB, mixed sizes, 50,000 flows',
    plan: { kind: 'mixed', flows: 50_000, macs: 5_000, size: 1e9, seed: 1 },
  },
  small: { title: 'five million 64-byte frames, 50,000 flows', plan: SMALL },
  many: {
    title: 'five million 64-byte frames, 1,000,000 flows, 1,000,000 MACs',
    plan: { ...SMALL, flows: 1_000_000, macs: 1_000_000 },
  },
};

/** A tool that takes longer than this is not asked a second time. */
const PATIENCE_MS = 40_000;

interface Result {
  readonly contender: Contender;
  readonly runs: Run[];
  counted: Counted;
}

const isFinished = (run: Run) => !run.timedOut && run.exitCode === 0;
const wallOf = (result: Result) => median(result.runs.filter(isFinished).map((run) => run.wallMs));

async function runOnce(result: Result, capture: Capture, sinkPort: number, timeoutMs: number): Promise<void> {
  const { contender, runs } = result;
  const scratch = mkdtempSync(join(tmpdir(), 'vigie-bench-out-'));
  const nowhere = openSync('/dev/null', 'w');
  try {
    const command = contender.command(capture, scratch, sinkPort);
    const stdout = contender.role === 'vigie' ? { stdoutTo: nowhere } : {};
    const run = await measure(command, { timeoutMs, ...stdout });
    runs.push(run);
    if (isFinished(run) && runs.length === 1)
      result.counted = contender.counted(run.output, capture, scratch);
    if (run.exitCode !== 0 && !run.timedOut) console.error(`${contender.name}: ${run.output.slice(-2000)}`);
  } finally {
    closeSync(nowhere);
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function compare(
  capture: Capture,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Result[]> {
  const timeoutMs = Number(option('timeout', '180')) * 1000;
  const results = contenders.map(
    (contender): Result => ({ contender, runs: [], counted: { packets: null, flows: null } }),
  );
  const sink = await openSink();
  try {
    readThrough(capture.path);
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < results.length; i++) {
        // Another goes first in every round.
        const result = results[(i + round) % results.length];
        if (result.runs.some((run) => run.wallMs > PATIENCE_MS)) continue;
        await runOnce(result, capture, sink.address().port, timeoutMs);
      }
    }
  } finally {
    sink.close();
  }
  return results;
}

/** Where softflowd's exports go: taken off the socket and forgotten. */
function openSink(): Promise<Socket> {
  const sink = createSocket('udp4');
  sink.on('message', () => {});
  return new Promise((resolve, reject) => {
    sink.once('error', reject);
    sink.bind(0, '127.0.0.1', () => resolve(sink));
  });
}

/** Brings the file into the page cache. */
function readThrough(path: string): void {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  while (readSync(file, buffer) > 0);
  closeSync(file);
}

function describe(capture: Capture, results: readonly Result[]): string {
  const fastest = (role: Contender['role']) =>
    Math.min(
      ...results
        .filter((result) => result.contender.role === role)
        .map(wallOf)
        .filter(Number.isFinite),
    );
  const meter = fastest('flow meter');
  const classifier = fastest('traffic classifier');
  const ratio = (value: number) => (Number.isFinite(value) && value > 0 ? `${value.toFixed(2)} ×` : '—');
  const rows = results.map((result) => {
    const { contender, counted } = result;
    const finished = result.runs.filter(isFinished);
    if (finished.length === 0) {
      const why = result.runs.some((run) => run.timedOut) ? 'timed out' : 'failed';
      return [contender.name, why, ...Array<string>(9).fill('—')];
    }
    const wall = wallOf(result);
    return [
      contender.name,
      (wall / 1000).toFixed(2),
      finished.map((run) => (run.wallMs / 1000).toFixed(2)).join(' '),
      (median(finished.map((run) => run.cpuMs)) / 1000).toFixed(2),
      (capture.packets / wall / 1000).toFixed(2),
      (statSync(capture.path).size / wall / 1000).toFixed(0),
      median(finished.map((run) => run.peakRssMb)).toFixed(0),
      ratio(wall / meter),
      ratio(wall / classifier),
      counted.packets === null ? '—' : counted.packets === capture.packets ? 'all' : `${counted.packets}`,
      counted.flows === null ? '—' : `${counted.flows}`,
    ];
  });
  const head = ['Tool', 'median s', 'rounds s', 'CPU s', 'Mpps', 'MB/s', 'peak RSS MB'];
  return table([...head, '÷ fastest flow meter', '÷ nDPI', 'packets', 'flow records'], rows);
}

const wanted = option('tools', '').split(',').filter(Boolean);
const built = option('vigie', join(process.env.VIGIE_ROOT ?? '.', 'dist/vigie.cjs'));
const known = [...vigie(built), ...PEERS];
const asked = known.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const contenders = asked.filter((contender) => contender.installed());
const rounds = Number(option('rounds', '3'));

console.log(`\n## vigie analyze and its peers\n\n${machine()}\n`);
for (const { name, version } of contenders) {
  console.log(
    `- ${name}: ${execSync(version, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()}`,
  );
}
for (const contender of asked) if (!contender.installed()) console.log(`- ${contender.name}: missing`);
let complete = true;
for (const key of option('captures', 'mixed,small,many').split(',')) {
  const entry = PLANS[key];
  if (entry === undefined) throw new Error(`--captures: ${key} is none of ${Object.keys(PLANS).join(', ')}`);
  const capture = captureOf(entry.plan);
  const results = await compare(capture, contenders, rounds);
  console.log(`\n### ${entry.title}: ${capture.packets} packets\n\n${describe(capture, results)}`);
  const isWrong = ({ counted, runs }: Result) =>
    (counted.packets !== null && counted.packets !== capture.packets) ||
    runs.some((run) => run.exitCode !== 0 && !run.timedOut);
  if (results.some(isWrong)) complete = false;
}
if (!complete) {
  console.error('analyze bench: a tool failed or did not count every packet: its time is no comparison');
  process.exitCode = 1;
}
