/** A capture goes out of every table, and with it its share of the sums. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engine.ts';
import { TelemetryError } from '../errors.ts';
import { KEY, once } from './batch.ts';

/** Every table that holds rows of a capture, but for the ledger of its batches. */
const ROW_TABLES = [
  'conversations',
  'flow_sides',
  'traffic',
  ...['device', 'pair', 'protocol', 'vlan'].flatMap((name) => [
    `${name}_minute`,
    `${name}_hour`,
    `${name}_day`,
  ]),
  'device_names',
];
const LEDGER = 'batches';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

/**
 * Takes a capture out of tables and roll-ups, at once in all of them: each waits for its turn in the engine's background
 * far longer than it works (4.7 s one after the other where 0.7 s of processor time were needed). The deletion is recorded
 * first and the batch ledger goes last: cut off in the middle, doing it again finishes it. Throws `closed` when the store
 * is closing, `engine` when it does not get on; what was begun goes on in the background all the same.
 */
export async function deleteCaptureRows(
  engine: Engine,
  org: string,
  capture: string,
  isClosing: () => boolean = () => false,
): Promise<void> {
  const at = new Date().toISOString().slice(0, 23).replace('T', ' ');
  const key = { org, capture };
  const columns = ['org_id', 'capture_id', 'deleted_at'];
  const settings = once(`${org}/${capture}/${at}/deletion`);
  await engine.insert({ table: 'deletions', columns, settings }, `${org}\t${capture}\t${at}\n`);
  const stopIfClosing = () => {
    if (isClosing()) throw new TelemetryError('closed', `the telemetry store is closing: capture ${capture}`);
  };
  for (const table of ROW_TABLES) {
    stopIfClosing();
    await deleteFrom(engine, table, key);
  }
  for (
    let ms = FIRST_PAUSE_MS;
    (await tablesLeft(engine, key)) > 0;
    ms = Math.min(LONGEST_PAUSE_MS, ms * 2)
  ) {
    stopIfClosing();
    await pause(ms);
  }
  await deleteFrom(engine, LEDGER, key);
}

interface Key {
  readonly org: string;
  readonly capture: string;
}

/** Begins it; the ledger, which is small, is waited for. */
const deleteFrom = (engine: Engine, table: string, { org, capture }: Key): Promise<void> =>
  engine.command(
    `DELETE FROM vigie.${table} WHERE ${KEY} SETTINGS lightweight_deletes_sync = ${table === LEDGER ? 2 : 0}`,
    { org, capture },
  );

/** Tables in which a deletion of the capture is under way. Throws what one of them stumbled over. */
async function tablesLeft(engine: Engine, { org, capture }: Key): Promise<number> {
  const names = (id: string) => `position(command, concat('\\'', {${id}:String}, '\\'')) > 0`;
  const left = await engine.query<{ table: string; reason: string }>(
    `SELECT table, latest_fail_reason AS reason FROM system.mutations
     WHERE database = 'vigie' AND NOT is_done AND ${names('org')} AND ${names('capture')}`,
    { org, capture },
  );
  const failed = left.find(({ reason }) => reason !== '');
  if (failed !== undefined) {
    throw new TelemetryError('engine', `capture ${capture}: ${failed.table} keeps it: ${failed.reason}`);
  }
  return left.length;
}
