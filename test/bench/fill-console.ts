/** Fills both stores as imports do: captures of a made-up network, one after the other, over some days. */
import type { Micros } from '../../src/base/time.ts';
import type { StateStore } from '../../src/store/state/open.ts';
import type { Telemetry } from '../../src/store/telemetry/store.ts';
import { madeUp, START, trafficOf } from '../fixtures/telemetry.ts';
import { contentsOf, halfOf } from './made-up-network.ts';

export interface Filling {
  readonly org: string;
  readonly devices: number;
  readonly flows: number;
  readonly captures: number;
  readonly days: number;
}

const BATCH = 25_000;
const DAY_US = 86_400e6;

/** End of the last capture. */
export const endOf = ({ days }: Pick<Filling, 'days'>): Micros => START + days * DAY_US;

/** Rows are made outside the clock: what is measured is the stores' part. */
export async function fill(state: StateStore, telemetry: Telemetry, it: Filling) {
  await state.organisations.ensure(it.org, 'Bench');
  const { captures } = state.forOrg(it.org);
  const perCapture = it.flows / it.captures;
  const spanUs = it.days * DAY_US;
  const ms = { conversations: 0, traffic: 0, devices: 0 };
  for (let index = 0; index < it.captures; index++) {
    const name = `capture-${index}.pcap`;
    const sha256 = index.toString(16).padStart(64, '0');
    const { capture } = await captures.begin({ name, kind: 'file', sha256, sizeBytes: 1e9 });
    const wrote = await writeFlows(telemetry, it, {
      capture: capture.id,
      first: index * perCapture,
      perCapture,
    });
    ms.conversations += wrote.conversations;
    ms.traffic += wrote.traffic;
    const begin = START + (index * spanUs) / it.captures;
    const contents = contentsOf(halfOf(it.devices, index), name, begin, begin + spanUs / it.captures);
    const start = performance.now();
    await captures.finish(capture.id, contents);
    ms.devices += performance.now() - start;
    process.stderr.write(`\r${index + 1} of ${it.captures} captures`);
  }
  process.stderr.write('\r');
  return ms;
}

interface Part {
  readonly capture: string;
  readonly first: number;
  readonly perCapture: number;
}

/** Two batches are always under way, as in an import. */
export async function writeFlows(telemetry: Telemetry, it: Filling, { capture, first, perCapture }: Part) {
  const org = telemetry.forOrg(it.org);
  const of = { rows: it.flows, spanUs: it.days * DAY_US };
  const ms = { conversations: 0, traffic: 0 };
  for (let at = 0, number = 0; at < perCapture; at += 2 * BATCH, number += 2) {
    const count = Math.min(2 * BATCH, perCapture - at);
    const rows = Array.from({ length: count }, (_, i) => madeUp(first + at + i, it.devices, of));
    const traffic = rows.map((row) => trafficOf(row));
    const started = performance.now();
    const flows = await Promise.all([
      org.writeConversations(capture, number, rows.slice(0, BATCH)),
      org.writeConversations(capture, number + 1, rows.slice(BATCH)),
    ]);
    const middle = performance.now();
    const volumes = await Promise.all([
      org.writeTraffic(capture, number, traffic.slice(0, BATCH)),
      org.writeTraffic(capture, number + 1, traffic.slice(BATCH)),
    ]);
    ms.conversations += middle - started;
    ms.traffic += performance.now() - middle;
    if ([...flows, ...volumes].some((how) => how === 'dropped' || how === 'spooled')) {
      throw new Error(`batch ${number}: ${telemetry.counters().lastError}`);
    }
  }
  return ms;
}
