/**
 * A capture file into both stores, end to end: hash, reading, decoding, identity, rows, and what the state store makes of
 * it, until the capture is `ready` and synced. Beside it the longest time in which the main thread answered nobody.
 *
 * Options: --captures mixed,small,rows  --rounds 3
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createImports } from '../../src/features/ingest/create-imports.ts';
import type { ImportView } from '../../src/features/ingest/imports.ts';
import { open as openState } from '../../src/store/state/open.ts';
import { open as openTelemetry } from '../../src/store/telemetry/store.ts';
import { bundleScripts, readerOf } from '../fixtures/workers.ts';
import { type CapturePlan, captureOf } from './generate.ts';
import { machine, median, option, table } from './report.ts';

const PLANS: Readonly<Record<string, { readonly title: string; readonly plan: CapturePlan }>> = {
  mixed: {
    title: '1 GB, mixed sizes, 50,000 flows, 5,000 MACs',
    plan: { kind: 'mixed', flows: 50_000, macs: 5_000, size: 1e9, seed: 1 },
  },
  office: {
    title: '1 GB, mixed sizes, 50,000 flows, 500 MACs',
    plan: { kind: 'mixed', flows: 50_000, macs: 500, size: 1e9, seed: 1 },
  },
  small: {
    title: 'five million 64-byte frames, 50,000 flows, 5,000 MACs',
    plan: { kind: 'small', flows: 50_000, macs: 5_000, size: 5e6, seed: 1 },
  },
  rows: {
    title: 'a million flows, 1.5 million 64-byte frames, 500 MACs',
    plan: { kind: 'small', flows: 1_000_000, macs: 500, size: 1.5e6, seed: 1 },
  },
};

interface Measured {
  readonly phases: Readonly<Record<string, number>>;
  readonly totalMs: number;
  /** The main thread answered nobody: while the file was read and its rows written, and while the state store merged. */
  readonly longestMs: number;
  readonly mergingMs: number;
  readonly cpuMs: number;
  readonly rows: number;
}

const bundles = await bundleScripts('src/bin/import-worker.ts');

async function importOnce(path: string, packets: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-import-'));
  const state = await openState({ dataFolder: folder });
  const telemetry = await openTelemetry({ dataFolder: folder });
  const imports = createImports({
    ...{ state, telemetry, startReader: readerOf(bundles), clock: () => Date.now() * 1000 },
    journalFolder: join(folder, 'imports'),
  });
  try {
    await state.organisations.ensure('bench', 'bench');
    const org = imports.forOrg('bench');
    const phases: Record<string, number> = {};
    let phase = 'hashing';
    let longestMs = 0;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const cpu = process.cpuUsage();
    const start = performance.now();
    let since = start;
    const enter = (next: string) => {
      if (next === phase) return;
      const now = performance.now();
      phases[phase] = (phases[phase] ?? 0) + now - since;
      since = now;
      phase = next;
      if (next !== 'state') return;
      longestMs = delay.max / 1e6;
      delay.reset();
    };
    imports.on('changed', (view: ImportView) => {
      enter(view.status === 'writing' && view.progress >= 1 ? 'state' : view.status);
    });
    delay.enable();
    const { capture } = await org.enqueue({ path, name: 'bench.pcap' });
    const ended = await org.ended(capture.id);
    delay.disable();
    const totalMs = performance.now() - start;
    const used = process.cpuUsage(cpu);
    if (ended?.status !== 'imported') throw new Error(`import ended as ${ended?.status}: ${ended?.error}`);
    const kept = await state.forOrg('bench').captures.get(capture.id);
    if (kept?.packets !== packets) throw new Error(`expected ${packets} packets, found ${kept?.packets}`);
    await telemetry.drained();
    return {
      phases,
      totalMs,
      longestMs,
      mergingMs: delay.max / 1e6,
      cpuMs: (used.user + used.system) / 1000,
      rows: telemetry.counters().writtenRows,
    };
  } finally {
    await imports.stop();
    await telemetry.close();
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rounds = Number(option('rounds', '3'));
const results: string[][] = [];
for (const name of option('captures', 'mixed,office,small,rows').split(',')) {
  const known = PLANS[name];
  if (known === undefined) throw new Error(`no such capture: ${name}`);
  const capture = captureOf(known.plan);
  const runs: Measured[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await importOnce(capture.path, capture.packets));
  const middle = (of: (run: Measured) => number) => median(runs.map(of));
  const total = middle((run) => run.totalMs);
  const writing = middle((run) => run.phases.writing ?? Number.NaN);
  const count = (value: number) => Math.round(value).toLocaleString('en');
  results.push([
    known.title,
    count(capture.packets),
    count(total),
    ...['hashing', 'reading', 'writing', 'state'].map((phase) =>
      count(middle((run) => run.phases[phase] ?? 0)),
    ),
    count((capture.packets / total) * 1000),
    count((runs[0].rows / writing) * 1000),
    count(middle((run) => run.longestMs)),
    count(middle((run) => run.mergingMs)),
    count(middle((run) => run.cpuMs)),
  ]);
}
bundles.remove();
console.log(`
## Import

${machine()}; both stores embedded, median of ${rounds}. Times in ms.

${table(
  [
    'capture',
    'packets',
    'all',
    ...['hash', 'read', 'rows', 'state'],
    'packets/s',
    'rows/s',
    'main thread busy at most',
    'while merging',
    'CPU',
  ],
  results,
)}`);
