/**
 * The topology page of the built console with 10,000 devices and 30,000 connections: the longest task of the main thread
 * from opening the page to the last position, and our JavaScript per frame while the picture is moved. Chromium draws in
 * software here, so calls into WebGL are timed apart: what they cost is the graphics card's matter, not ours. Tasks are
 * judged by what the thread computed: on a busy machine the clock also counts waiting for a core and for the drawing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { z } from 'zod';
import type { session } from '../../src/api/session/schemas.ts';
import { serveConsole } from './console-server.ts';
import { madeNetwork } from './made-network.ts';
import { machine, option, table } from './report.ts';

const root = process.env.VIGIE_ROOT ?? process.cwd();
const devices = Number(option('devices', '10000'));
const connections = Number(option('connections', '30000'));
const MOVES = 40;
const LIMIT_TASK_MS = 100;
const LIMIT_FRAME_MS = 8;

interface Probe {
  /** Milliseconds of our JavaScript and of WebGL, for each frame. */
  readonly frames: [number, number][];
}

/** What test/bench/page-probe.js noted in the page. */
const readProbe = (page: Page) => page.evaluate<Probe>('probe');

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** µs by the clock, and of the thread's own computing. */
  readonly dur?: number;
  readonly tdur?: number;
}

interface Tasks {
  readonly longestMs: number;
  readonly longestByClockMs: number;
}

/** The tasks of the page's main thread in a trace of Chromium. */
function tasksOf(trace: Buffer): Tasks {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(thread),
  );
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && main.has(thread(event)));
  if (tasks.length === 0) throw new Error('bench: the trace has no task of the main thread');
  const longest = (of: (event: TraceEvent) => number | undefined) =>
    Math.max(...tasks.map((event) => of(event) ?? 0)) / 1000;
  return { longestMs: longest(({ tdur }) => tdur), longestByClockMs: longest(({ dur }) => dur) };
}

const CATEGORIES = [
  '-*',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'toplevel',
  '__metadata',
];

async function move(page: Page, layout: string): Promise<readonly (readonly string[])[]> {
  await page.evaluate('probe.frames.length = 0');
  // From a corner, where no device is.
  const box = await page.locator('[role="application"]').boundingBox();
  if (box === null) throw new Error('bench: the picture is not there');
  const [x, y] = [box.x + 12, box.y + box.height - 12];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= MOVES; i++) await page.mouse.move(x + 2 * i, y - i);
  await page.mouse.up();
  await page.waitForTimeout(1500);
  const { frames } = await readProbe(page);
  const ours = frames.map(([mine]) => mine).sort((a, b) => a - b);
  const card = frames.map(([, gl]) => gl).sort((a, b) => a - b);
  const at = (values: readonly number[], part: number) =>
    (values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? Number.NaN).toFixed(2);
  worstFrame = Math.max(worstFrame, Number(at(ours, 0.95)));
  return [
    [`${layout}: our JavaScript`, String(frames.length), at(ours, 0.5), at(ours, 0.95), at(ours, 1)],
    [`${layout}: WebGL calls`, String(frames.length), at(card, 0.5), at(card, 0.95), at(card, 1)],
  ];
}

let worstFrame = 0;

const MADE_UP = { id: 'default', name: 'Made Up', role: 'viewer' } as const;
/** The console shows its pages to nobody else. */
const SIGNED_IN: z.input<typeof session> = {
  ...{ setUpNeeded: false, secondFactorNeeded: false, passkeys: false, providers: [] },
  user: {
    ...{ id: 'ada', email: 'ada@example.org', name: 'Ada', isPlatformAdmin: false, hasTwoFactor: false },
    language: null,
  },
  organisation: MADE_UP,
  permissions: ['inventory:read'],
  organisations: [MADE_UP],
};

async function main(): Promise<number> {
  const folder = join(root, 'dist/web');
  const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  for (const needed of [join(folder, 'index.html'), browserPath]) {
    if (!existsSync(needed)) {
      console.log(`bench: ${needed} is not there: skipped`);
      return 0;
    }
  }
  const answer = madeNetwork(devices, connections);
  const server = await serveConsole(folder, {
    '/session': () => SIGNED_IN,
    '/topology': () => answer,
    '/vlans': () => ({ items: [] }),
  });
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
  const loads: string[][] = [];
  const frames: (readonly string[])[] = [];
  let worstTask = 0;
  try {
    for (const layout of ['force', 'lanes', 'circle']) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.addInitScript({ path: join(root, 'test/bench/page-probe.js') });
      await browser.startTracing(page, { categories: CATEGORIES });
      const begun = performance.now();
      await page.goto(`${server.url}/topology?devices=20000&layout=${layout}`);
      await page.waitForSelector('ul[aria-label="Legend"]', { timeout: 120_000 });
      const drawn = performance.now() - begun;
      await page.waitForSelector('[data-arranging]', { state: 'detached', timeout: 120_000 });
      const arranged = performance.now() - begun;
      await page.waitForTimeout(500);
      const { longestMs, longestByClockMs } = tasksOf(await browser.stopTracing());
      worstTask = Math.max(worstTask, longestMs);
      loads.push([layout, ...[longestMs, longestByClockMs, drawn, arranged].map((ms) => ms.toFixed(0))]);
      frames.push(...(await move(page, layout)));
      await page.close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  console.log(`\n## Topology: ${devices} devices, ${answer.edges.length} connections\n\n${machine()}\n`);
  console.log(
    table(['layout', 'longest task, ms computed', 'by the clock', 'network read, ms', 'laid out, ms'], loads),
  );
  console.log(`\nWhile the picture is moved, milliseconds a frame:\n`);
  console.log(table(['', 'frames', 'median', 'p95', 'most'], frames));
  console.log(
    `\nLongest task ${worstTask.toFixed(0)} ms computed (under ${LIMIT_TASK_MS}), our JavaScript p95 ${worstFrame.toFixed(2)} ms a frame (at most ${LIMIT_FRAME_MS}).`,
  );
  return worstTask < LIMIT_TASK_MS && worstFrame <= LIMIT_FRAME_MS ? 0 : 1;
}

process.exit(await main());
