import type { Engine } from '../engine.ts';
import { ofRows, TelemetryError } from '../errors.ts';
import { COLUMNS, type Target } from './rows.ts';

/** What is written at once, and acknowledged at once: rows of one capture for one table. */
export interface Batch {
  readonly org: string;
  readonly capture: string;
  readonly target: Target;
  /** The caller's, stable for the same capture and target: it makes sending again harmless. */
  readonly number: number;
  readonly rows: number;
  /** TabSeparated. */
  readonly body: Uint8Array;
}

/** One block of one insert is written whole or not at all; the engine's own limit is 1,048,449. */
export const MAX_BATCH_ROWS = 100_000;

const LEDGER = ['org_id', 'capture_id', 'target', 'batch', 'rows'];

/** Of one capture, with its values as parameters. */
export const KEY = 'org_id = {org:String} AND capture_id = {capture:String}';
const STATE = `SELECT
  (SELECT count() FROM vigie.batches WHERE ${KEY} AND target = {target:String} AND batch = {batch:UInt32}) AS written,
  (SELECT count() FROM vigie.deletions WHERE ${KEY}) AS deletions`;

/**
 * Writes a batch once, however often it is sent. In this order:
 * 1. the ledger: written before, nothing to do;
 * 2. the rows, with a token. An insert that was cut off by a crash between the table, its roll-ups and the ledger is
 *    completed by the same token: each of them drops what it has;
 * 3. the ledger.
 * Only what the engine says of the rows themselves is `refused`; a ledger that cannot be read now is tried again.
 * A deleted capture may come again with the same id and numbers: the count of deletions is part of the token.
 */
export async function insertBatch(engine: Engine, batch: Batch): Promise<'written' | 'known'> {
  const { org, capture, target, number } = batch;
  const parameters = { org, capture, target, batch: number };
  const [state] = await engine.query<{ written: number; deletions: number }>(STATE, parameters);
  if (state === undefined) throw new TelemetryError('engine', 'the batch ledger did not answer');
  if (state.written > 0) return 'known';
  const token = [org, capture, state.deletions, target, number].join('/');
  const into = { table: target, columns: COLUMNS[target], settings: once(token) };
  await engine.insert(into, batch.body).catch((error) => {
    throw ofRows(error);
  });
  const line = `${[org, capture, target, number, batch.rows].join('\t')}\n`;
  await engine.insert({ table: 'batches', columns: LEDGER, settings: once(`${token}/batch`) }, line);
  return 'written';
}

/**
 * No splitting into blocks below the largest batch; roll-ups are made and synced beside each other; ids have no quote in
 * them (checkId).
 */
export const once = (token: string) => ({
  async_insert: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  insert_deduplication_token: token,
  parallel_view_processing: 1,
  min_insert_block_size_rows: 1048449,
  min_insert_block_size_bytes: 1073741824,
});
