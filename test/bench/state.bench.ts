/**
 * The state store with many devices: import, lists, filters, searches, details, reopening, memory.
 *
 * Options: --devices 10000  --captures 20  --rounds 40 (each kind of query)  --postgres URL (instead of PGlite)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVICE_TYPES } from '../../src/model/device-types.ts';
import type { DeviceListQuery } from '../../src/store/state/devices/query.ts';
import { type OpenOptions, open } from '../../src/store/state/open.ts';
import { START } from '../fixtures/telemetry.ts';
import { contentsOf, deviceId, deviceIp, HOUR_US, halfOf, PLACES } from './made-up-network.ts';
import { machine, median, option, table } from './report.ts';

const DEVICES = Number(option('devices', '10000'));
const CAPTURES = Number(option('captures', '20'));
const ROUNDS = Number(option('rounds', '40'));
const POSTGRES = option('postgres', '');

const folder = mkdtempSync(join(tmpdir(), 'vigie-state-bench-'));
const place: OpenOptions = POSTGRES === '' ? { dataFolder: folder } : { postgresUrl: POSTGRES };
const rssMb = () => Math.round(process.memoryUsage.rss() / 1e6);

const opening = performance.now();
let store = await open(place);
const firstOpenMs = performance.now() - opening;
// A server is not emptied: every run is an organisation of its own.
const orgId = `bench-${Date.now()}`;
await store.organisations.ensure(orgId, 'Bench');
let org = store.forOrg(orgId);

// Each capture sees half of the devices: ten sightings of each over twenty captures.
const importMs: number[] = [];
for (let index = 0; index < CAPTURES; index++) {
  const begin = START + index * HOUR_US;
  const contents = contentsOf(halfOf(DEVICES, index), `capture-${index}.pcap`, begin, begin + HOUR_US);
  const start = performance.now();
  const sha256 = index.toString(16).padStart(64, '0');
  const { capture } = await org.captures.begin({
    name: `capture-${index}.pcap`,
    kind: 'file',
    sha256,
    sizeBytes: 1e6,
  });
  await org.captures.finish(capture.id, contents);
  importMs.push(performance.now() - start);
}
const rssAfterImport = rssMb();

const closing = performance.now();
await store.close();
const closeMs = performance.now() - closing;
const reopening = performance.now();
store = await open(place);
const reopenMs = performance.now() - reopening;
org = store.forOrg(orgId);
const { total } = await org.devices.list({ limit: 1 });

const [capture] = await org.captures.list();
const QUERIES: Readonly<Record<string, (round: number) => DeviceListQuery>> = {
  'list, last seen first': () => ({}),
  'list, by name': () => ({ sort: 'name' }),
  'list, by address': () => ({ sort: 'ip' }),
  'list, a page in the middle': (round) => ({
    sort: 'bytesSent',
    descending: true,
    offset: 4000 + round * 50,
  }),
  'filter: type and VLAN': (round) => ({
    filter: { types: [DEVICE_TYPES[round % 19]], vlan: 1 + (round % 40) },
  }),
  'filter: subnet': (round) => ({ filter: { subnet: `198.18.${round % 40}.0/24` } }),
  'filter: capture, gateway': () => ({ filter: { captureId: capture.id, gateway: true } }),
  'search: one address': (round) => ({ filter: { text: deviceIp((round % 40) * 256 + 7) } }),
  'search: part of a MAC': (round) => ({ filter: { text: `00:00:5e:00:${hex(0x53 + (round % 39))}` } }),
  'search: part of a name': (round) => ({
    filter: { text: `${PLACES[round % 8]}-1` },
    sort: 'name',
  }),
  'search: finds half of all': () => ({ filter: { text: 'example' }, sort: 'name' }),
};
const rows: string[][] = [];
for (const [name, query] of Object.entries(QUERIES)) {
  rows.push(await timed(name, async (round) => (await org.devices.list(query(round))).total));
}
rows.push(
  await timed(
    'detail',
    async (round) => (await org.devices.get(deviceId((round * 251) % DEVICES)))?.captures.length ?? 0,
  ),
  await timed('note on a device', async (round) => {
    const result = await org.devices.patch(deviceId(round), { notes: `round ${round}` });
    return result.outcome === 'changed' ? 1 : 0;
  }),
  await timed('VLANs', async () => (await org.vlans.list()).length),
);
const removing = performance.now();
await org.captures.remove(capture.id);
const removeMs = performance.now() - removing;
const rss = rssMb();
await store.close();
rmSync(folder, { recursive: true, force: true });

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
console.log(
  `\n## State store on ${POSTGRES === '' ? 'PGlite' : 'PostgreSQL'}: ${total} devices, ${CAPTURES} captures of ${DEVICES / 2}\n`,
);
console.log(`${machine()}\n`);
console.log(table(['query (50 rows and the total)', 'rows found', 'p50', 'p95'], rows));
console.log(
  `\n${table(
    ['once', 'time'],
    [
      ['first opening, empty', ms(firstOpenMs)],
      [`import of ${DEVICES / 2} devices: first`, ms(importMs[0])],
      [`import of ${DEVICES / 2} devices: middle`, ms(median(importMs))],
      [`import of ${DEVICES / 2} devices: last`, ms(importMs[importMs.length - 1])],
      ['removal of a capture', ms(removeMs)],
      ['close', ms(closeMs)],
      ['open again', ms(reopenMs)],
    ],
  )}\n\nRSS ${rssAfterImport} MB after the imports, ${rss} MB at the end\n`,
);

async function timed(name: string, run: (round: number) => Promise<number>): Promise<string[]> {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    found = await run(round);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return [name, String(found), ms(median(times)), ms(times[Math.ceil(times.length * 0.95) - 1])];
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
