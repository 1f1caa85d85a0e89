/**
 * The console's questions over both embedded stores, as its pages ask them: HTTP requests to the API, answers checked and
 * written as JSON. Then the same while a capture is imported, and what both stores hold in memory.
 *
 * Options: --devices 10000  --flows 10000000  --captures 20  --days 7  --rounds 30  --only part-of-a-title
 * VIGIE_BENCH_DATA: a folder to fill once and use again; without it, a temporary one that is removed.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createApi } from '../../src/api/create-api.ts';
import { formatMicros } from '../../src/base/time.ts';
import { createAccountsFeature } from '../../src/features/accounts/create-accounts.ts';
import { createImports } from '../../src/features/ingest/create-imports.ts';
import { open as openState } from '../../src/store/state/open.ts';
import { open as openTelemetry } from '../../src/store/telemetry/store.ts';
import { fakeListening } from '../fixtures/listening.ts';
import { recordedLog } from '../fixtures/log.ts';
import { START, temporaryFolder } from '../fixtures/telemetry.ts';
import { endOf, type Filling, fill, writeFlows } from './fill-console.ts';
import { contentsOf, deviceId, deviceIp, HOUR_US, halfOf, PLACES } from './made-up-network.ts';
import { machine, median, option, table } from './report.ts';

const filling: Filling = {
  org: 'default',
  devices: Number(option('devices', '10000')),
  flows: Number(option('flows', '10000000')),
  captures: Number(option('captures', '20')),
  days: Number(option('days', '7')),
};
const rounds = Number(option('rounds', '30'));
const only = option('only', '');

const kept = process.env.VIGIE_BENCH_DATA;
const temporary = kept === undefined ? temporaryFolder() : null;
const dataFolder = temporary?.path ?? kept ?? '';
const rssMb = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
const openBoth = async () => {
  const start = performance.now();
  const state = await openState({ dataFolder });
  const stateMs = performance.now() - start;
  const telemetry = await openTelemetry({ dataFolder });
  return { state, telemetry, stateMs, telemetryMs: performance.now() - start - stateMs };
};

const filled = join(dataFolder, 'filled.json');
const once: [string, string][] = [];
if (!existsSync(filled)) {
  mkdirSync(dataFolder, { recursive: true });
  const start = performance.now();
  await fill(dataFolder, filling);
  once.push(['filled', `${Math.round((performance.now() - start) / 1000)} s`]);
  writeFileSync(filled, JSON.stringify(filling));
}

const rssBefore = rssMb();
const { state, telemetry, stateMs, telemetryMs } = await openBoth();
const imports = createImports({
  ...{ state, telemetry, clock: () => endOf(filling) },
  ...{ journalFolder: join(dataFolder, 'imports'), uploadsFolder: join(dataFolder, 'uploads') },
  startReader: () => {
    throw new Error('no file is read in this bench');
  },
});
const log = recordedLog();
const server = createApi({
  uploads: { folder: dataFolder, maxBytes: 1 },
  interfaces: () => [],
  writeDemo: async () => {},
  engines: { state: 'embedded', telemetry: 'embedded' },
  consoleFolder: null,
  clock: () => endOf(filling),
  version: 'bench',
  rates: { token: 1e9, session: 1e9, address: 1e9, signIn: 1e9 },
  log,
});
const api = server.app;
await api.ready();
const accounts = createAccountsFeature({
  ...{ state, secret: 'of this bench, and long enough', publicUrl: 'http://localhost' },
  ...{ firstOrgId: 'default', clock: () => Date.now() * 1000 },
});
server.connect({ state, telemetry, imports, listening: fakeListening(), accounts });
const { secret: token } = await state.forOrg('default').apiTokens.create({
  ...{ name: 'bench', role: 'admin', scopes: null, createdBy: 'bench', expiresAt: null },
});
const rssOpen = rssMb();

interface Question {
  readonly title: string;
  readonly targetMs: number;
  readonly url: (round: number) => string;
}

const end = endOf(filling);
const range = (us: number) => `from=${formatMicros(end - us)}&to=${formatMicros(end)}`;
const RANGES: readonly [string, string][] = [
  ['all', ''],
  ['day', range(24 * HOUR_US)],
  ['hour', range(HOUR_US)],
];
const overRanges = (title: string, targetMs: number, path: string): Question[] =>
  RANGES.map(([name, query]) => ({
    title: `${title}, ${name}`,
    targetMs,
    url: () => path + (query === '' ? '' : `${path.includes('?') ? '&' : '?'}${query}`),
  }));
const at = (title: string, url: (round: number) => string): Question => ({ title, targetMs: 100, url });
const some = (round: number) => (round * 251) % filling.devices;
const QUESTIONS: readonly Question[] = [
  ...overRanges('Overview: numbers', 100, '/stats/dashboard'),
  ...overRanges('Overview: bandwidth', 100, '/stats/bandwidth'),
  ...overRanges('Overview: protocols', 100, '/stats/protocols'),
  ...overRanges('Overview: top talkers', 100, '/stats/top-talkers'),
  at('Devices: first page', () => '/devices'),
  at('Devices: by name', () => '/devices?sort=name&order=asc'),
  at('Devices: by address', () => '/devices?sort=ip&order=asc'),
  at('Devices: by volume', () => '/devices?sort=bytesSent&order=desc'),
  at('Devices: deep page', (i) => `/devices?sort=vendor&offset=${9000 + i * 10}`),
  at('Devices: search, name', (i) => `/devices?q=${PLACES[i % 8]}-1&sort=name`),
  at('Devices: search, address', (i) => `/devices?q=${deviceIp(some(i))}`),
  at('Devices: search, finds half', () => '/devices?q=example'),
  at('Devices: filter, type and VLAN', (i) => `/devices?type=plc,hmi&vlan=${1 + (i % 40)}`),
  at('Devices: filter, subnet', (i) => `/devices?subnet=198.18.${i % 39}.0/24`),
  at('Devices: 1,000 a page', (i) => `/devices?limit=1000&offset=${(i % 10) * 1000}`),
  at('Device: itself', (i) => `/devices/${deviceId(some(i))}`),
  at('Device: flows', (i) => `/devices/${deviceId(some(i))}/flows`),
  at('Device: flows by bytes', (i) => `/devices/${deviceId(some(i))}/flows?sort=bytes`),
  at('Device: bandwidth', (i) => `/devices/${deviceId(some(i))}/bandwidth`),
  ...overRanges('Flows: first page', 100, '/flows'),
  ...overRanges('Flows: by bytes', 100, '/flows?sort=bytes'),
  ...overRanges('Flows: by server name', 100, '/flows?sort=serverName&order=asc'),
  at('Flows: by duration', () => '/flows?sort=duration'),
  at('Flows: by address', () => '/flows?sort=srcIp&order=asc'),
  at('Flows: deep page', (i) => `/flows?offset=${100_000 + i * 50}`),
  at('Flows: deepest page', () => '/flows?offset=999950'),
  at('Flows: deep page by bytes', (i) => `/flows?sort=bytes&offset=${100_000 + i * 50}`),
  at('Flows: of a device', (i) => `/flows?device=${deviceId(some(i))}`),
  at('Flows: of an address', (i) => `/flows?address=${deviceIp(some(i))}`),
  at('Flows: of a rare port', (i) => `/flows?port=${1024 + i}`),
  at('Flows: of a busy port', () => '/flows?port=14'),
  at('Flows: protocol', () => '/flows?protocol=udp'),
  at('Flows: application', () => '/flows?app=modbus'),
  at('Flows: application by bytes', () => '/flows?app=modbus&sort=bytes'),
  at('Flows: VLAN', () => '/flows?vlan=20'),
  at('Flows: part of the server name', (i) => `/flows?serverName=host-${i}.`),
  at('Flows: no such server name', (i) => `/flows?serverName=nowhere-${i}`),
  at('Flows: 1,000 a page', (i) => `/flows?limit=1000&offset=${i * 1000}`),
  ...overRanges('Matrix', 100, '/topology/matrix'),
  at('Matrix: a VLAN', () => '/topology/matrix?vlan=20'),
  ...overRanges('Topology: 500 nodes', 500, '/topology'),
  ...overRanges('Topology: 10,000 nodes, 30,000 edges', 500, '/topology?maxNodes=10000&maxEdges=30000'),
  { title: 'Topology: a VLAN', targetMs: 500, url: () => '/topology?vlan=20' },
  at('VLANs', () => '/vlans'),
];

/** Processor time of the whole process, the engines' threads included: on a busy machine it says more than the clock. */
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function ask(url: string): Promise<number> {
  const start = performance.now();
  const { statusCode, body } = await api.inject({
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer ${token}` },
  });
  const elapsed = performance.now() - start;
  if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body}`);
  return elapsed;
}
const centile = (times: readonly number[], part: number) =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * part) - 1];
const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));

const rows: string[][] = [];
for (const { title, targetMs, url } of QUESTIONS) {
  if (!title.includes(only)) continue;
  const first = await ask(url(0));
  const times: number[] = [];
  const cpu: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const before = cpuMs();
    times.push(await ask(url(round)));
    cpu.push(cpuMs() - before);
  }
  const p95 = centile(times, 0.95);
  rows.push([
    title,
    ms(first),
    ms(median(times)),
    ms(p95),
    ms(median(cpu)),
    `${targetMs}`,
    p95 <= targetMs ? 'yes' : 'NO',
  ]);
}
const rssAsked = rssMb();

const whileImporting = only === '' ? await duringAnImport() : [];
await new Promise((resolve) => setTimeout(resolve, 5000));
const rssEnd = rssMb();
server.disconnect();
await api.close();
await imports.stop();
const closing = performance.now();
await telemetry.close();
await state.close();
const closeMs = performance.now() - closing;
temporary?.remove();

/** Pages asked for one after the other while half of the devices and half a million flows are imported. */
async function duringAnImport(): Promise<string[][]> {
  const { captures } = state.forOrg(filling.org);
  const { capture } = await captures.begin({ name: 'more.pcap', kind: 'file', sha256: null, sizeBytes: 1 });
  const asked: Record<string, number[]> = {};
  let done = false;
  const reader = async (title: string, url: string) => {
    const times: number[] = [];
    while (!done) {
      times.push(await ask(url));
      // A request over a socket would be a turn of the event loop.
      await nextTurn();
    }
    asked[title] = times;
  };
  const work = async (title: string, run: () => Promise<unknown>) => {
    done = false;
    const start = performance.now();
    const readers = [
      reader(`${title}: devices`, '/devices'),
      reader(`${title}: numbers`, '/stats/dashboard'),
    ];
    await run();
    once.push([title, `${ms(performance.now() - start)} ms`]);
    done = true;
    await Promise.all(readers);
  };
  await work('flows of a capture (200,000)', () => writeFlows(telemetry, filling, capture.id, 200_000));
  const begin = START + HOUR_US;
  await work('devices of a capture merged', () =>
    captures.finish(capture.id, contentsOf(halfOf(filling.devices, 3), 'more.pcap', begin, begin + HOUR_US)),
  );
  await work('capture deleted (flows)', () => telemetry.forOrg(filling.org).deleteCapture(capture.id));
  await work('capture deleted (devices)', () => captures.remove(capture.id));
  return Object.entries(asked).map(([title, times]) => [
    title,
    `${times.length}`,
    ms(median(times)),
    ms(centile(times, 0.95)),
    ms(Math.max(...times)),
  ]);
}

console.log(`
## The console over ${filling.devices.toLocaleString('en')} devices and ${filling.flows.toLocaleString('en')} flows in ${filling.captures} captures and ${filling.days} days

${machine()}; PGlite and chDB in this process.

${table(['request', 'first ms', 'p50 ms', 'p95 ms', 'CPU ms', 'target ms', 'met'], rows)}

${whileImporting.length === 0 ? '' : table(['while an import runs', 'requests', 'p50 ms', 'p95 ms', 'slowest ms'], whileImporting)}

${table(
  ['once', ''],
  [
    ...once,
    ['state store opened', `${ms(stateMs)} ms`],
    ['telemetry store opened', `${ms(telemetryMs)} ms`],
    ['both closed', `${ms(closeMs)} ms`],
    [
      'RSS before, both open, after the questions, 5 s after the import',
      [rssBefore, rssOpen, rssAsked, rssEnd].map((it) => `${it} MB`).join(', '),
    ],
  ],
)}
`);
