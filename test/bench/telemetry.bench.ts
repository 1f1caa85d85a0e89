/**
 * The telemetry store, embedded: rows written and acknowledged per second, and how long the console's questions take over
 * a large network. Data goes to a temporary folder that is removed.
 *
 * Options: --rows 10000000  --devices 10000  --days 1  --repeats 20
 */
import type { ConversationRow } from '../../src/model/traffic.ts';
import { type OrgTelemetry, open, type Telemetry } from '../../src/store/telemetry/store.ts';
import { madeUp, START, temporaryFolder, trafficOf } from '../fixtures/telemetry.ts';
import { machine, median, option, table } from './report.ts';

const rows = Number(option('rows', '10000000'));
const devices = Number(option('devices', '10000'));
const days = Number(option('days', '1'));
const repeats = Number(option('repeats', '20'));
const BATCH = 50_000;
const BATCHES_PER_CAPTURE = 20;

const thousands = (value: number): string => Math.round(value).toLocaleString('en');
const rssMb = (): string => `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`;

/** The store's part only: rows are made before the clock starts. Two batches are always under way, as in an import. */
async function fill(store: Telemetry, org: OrgTelemetry) {
  const spanUs = days * 86_400e6;
  const ms = { conversations: 0, traffic: 0 };
  let peakRss = 0;
  for (let first = 0; first < rows; first += BATCH) {
    const number = first / BATCH;
    const capture = `capture-${Math.floor(number / BATCHES_PER_CAPTURE)}`;
    const batch = Array.from({ length: Math.min(BATCH, rows - first) }, (_, i) =>
      madeUp(first + i, devices, { rows, spanUs }),
    );
    const traffic = batch.map((row) => trafficOf(row));
    const half = batch.length >> 1;
    for (const [kind, write] of [
      [
        'conversations',
        (n: number, a: number, b: number) => org.writeConversations(capture, n, batch.slice(a, b)),
      ],
      ['traffic', (n: number, a: number, b: number) => org.writeTraffic(capture, n, traffic.slice(a, b))],
    ] as const) {
      const start = performance.now();
      const how = await Promise.all([write(number * 2, 0, half), write(number * 2 + 1, half, batch.length)]);
      ms[kind] += performance.now() - start;
      if (how.some((it) => it !== 'written'))
        throw new Error(`batch ${number}: ${how} ${store.counters().lastError}`);
    }
    peakRss = Math.max(peakRss, process.memoryUsage().rss);
    if (number % 40 === 0) process.stderr.write(`\r${thousands(first)} rows`);
  }
  process.stderr.write('\r');
  return { ms, peakRss };
}

async function measure(
  title: string,
  target: number,
  ask: (i: number) => Promise<unknown>,
): Promise<string[]> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await ask(i);
    times.push(performance.now() - start);
  }
  const sorted = [...times].sort((a, b) => a - b);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1];
  return [title, median(times).toFixed(0), p95.toFixed(0), `≤ ${target}`, p95 <= target ? 'yes' : 'no'];
}

const folder = temporaryFolder();
const rssBefore = rssMb();
const store = await open({ dataFolder: folder.path });
try {
  const org = store.forOrg('bench');
  const rssOpen = rssMb();
  const { ms, peakRss } = await fill(store, org);
  const some: ConversationRow = madeUp(12_345, devices, { rows, spanUs: days * 86_400e6 });
  const device = some.srcDevice ?? '';
  const hour = { from: START + 7 * 3600e6 + 600e6, to: START + 8 * 3600e6 + 900e6 };
  const sorts = ['firstSeen', 'bytes', 'serverName', 'srcIp', 'dstPort'] as const;
  const results = [
    await measure('flows, newest first', 100, (i) => org.flows({ offset: i * 50 })),
    await measure('flows, by any column', 100, (i) => org.flows({ sort: sorts[i % sorts.length] })),
    await measure('flows of a device', 100, () => org.flows({ device })),
    await measure('flows of an address, an hour', 100, () =>
      org.flows({ address: some.src.ip ?? '', range: hour }),
    ),
    await measure('flows, part of the server name', 100, (i) => org.flows({ serverName: `host-${i}.` })),
    await measure('one flow', 100, (i) => org.flow('capture-0', i)),
    await measure('overview numbers', 100, () => org.dashboard()),
    await measure('overview numbers, 75 minutes', 100, () => org.dashboard({ range: hour })),
    await measure('bandwidth, all', 100, () => org.bandwidth()),
    await measure('bandwidth, a device', 100, () => org.bandwidth({ of: { device } })),
    await measure('top talkers', 100, () => org.topTalkers()),
    await measure('protocols', 100, () => org.protocols()),
    await measure('matrix, 50 devices', 100, () => org.deviceMatrix()),
    await measure('matrix, VLANs', 100, () => org.vlanMatrix()),
    await measure('topology, 500 nodes', 500, () => org.topology()),
    await measure('topology, all nodes, 30,000 edges', 500, () =>
      org.topology({ maxNodes: 20_000, maxEdges: 30_000 }),
    ),
  ];
  const { totalNodes, totalEdges } = await org.topology({ maxNodes: 1 });
  const startDelete = performance.now();
  await org.deleteCapture('capture-0');
  const deleteMs = performance.now() - startDelete;
  const rssEnd = rssMb();
  const perSecond = (elapsed: number): string => thousands(rows / (elapsed / 1000));
  console.log(`
## Telemetry store

${machine()}; chDB, ${thousands(rows)} conversations and as many traffic rows over ${days} day(s), ${thousands(totalNodes)} devices, ${thousands(totalEdges)} pairs; batches of ${thousands(BATCH / 2)}, acknowledged after fsync.

${table(
  ['rows', 'per second, acknowledged'],
  [
    ['conversations', perSecond(ms.conversations)],
    ['traffic with its eight roll-ups', perSecond(ms.traffic)],
  ],
)}

${table(['question', 'median ms', 'p95 ms', 'target ms', 'met'], results)}

RSS: ${rssBefore} before, ${rssOpen} opened, ${Math.round(peakRss / 2 ** 20)} MB at most while writing, ${rssEnd} after the questions. Deleting a capture of a million flows: ${thousands(deleteMs)} ms.`);
} finally {
  await store.close();
  folder.remove();
}
