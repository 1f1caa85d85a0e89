import { type Own, recompute } from '../devices/rows.ts';
import { toJson } from '../json.ts';
import type { OrgConnection, OrgQueries } from '../org-queries.ts';
import type { CaptureContents } from './capture.ts';

/**
 * What captures say, put in place in small steps, so that others' questions are answered in between, and yet whole or not
 * at all:
 * 1. devices are written under a revision that does not count yet;
 * 2. one short change lets it count, together with findings and VLANs. Devices that this makes stale are noted, unless the
 *    capture is marked as being merged: then they are all of its own;
 * 3. stale devices are computed again, some at a time. What is cut off here goes on at the next start; a file that is not
 *    ready by then is taken back in the same way: it counts nothing, and its devices are stale.
 */

/** How long others may wait for one step: about. */
const STEP_MS = 25;
const FIRST_STEP = 50;
const LEAST_STEP = 25;
const MOST_STEP = 250;

/** Runs over `items` in slices, a step each, that take about STEP_MS once it is their turn. */
async function inSteps<Item>(
  org: OrgConnection,
  items: readonly Item[],
  work: (queries: OrgQueries, slice: readonly Item[]) => Promise<unknown>,
): Promise<void> {
  let size = FIRST_STEP;
  for (let at = 0; at < items.length; ) {
    const slice = items.slice(at, at + size);
    const elapsed = await org.step(async (queries) => {
      const start = performance.now();
      await work(queries, slice);
      return Math.max(1, performance.now() - start);
    });
    at += slice.length;
    size = Math.min(MOST_STEP, Math.max(LEAST_STEP, Math.round((slice.length * STEP_MS) / elapsed)));
  }
}

export interface Contribute {
  /** Done together with what makes it count; what it throws leaves everything as it was. */
  readonly with: (queries: OrgQueries) => Promise<void>;
  /** `with` marks the capture as being merged: what is cut off is found again by that. */
  readonly isMarked: boolean;
  /** Ends it between two steps, with its reason: what counts by then is the caller's to take back. */
  readonly signal?: AbortSignal;
}

/** Puts what a capture says in place of what it said before. One at a time for each capture. */
export async function contribute(
  org: OrgConnection,
  captureId: string,
  contents: CaptureContents,
  { with: together, isMarked, signal }: Contribute,
): Promise<void> {
  const { devices } = contents;
  const [{ revision }] = await org.query<{ revision: number }>(
    'SELECT revision + 1 AS revision FROM captures WHERE org_id = $1 AND capture_id = $2',
    [captureId],
  );
  await dropUncounted(org, captureId);
  await inSteps(org, devices, (queries, slice) => {
    signal?.throwIfAborted();
    return queries.query(
      `INSERT INTO capture_devices (org_id, capture_id, revision, device_id, device)
       SELECT $1, $2, $3, row.id, row.device
       FROM ROWS FROM (string_to_table($4, chr(10)), string_to_table($5, chr(10))) AS row (id, device)`,
      [captureId, revision, lines(slice.map(({ id }) => id)), lines(slice.map(toJson))],
    );
  });
  await org.change(async (queries) => {
    signal?.throwIfAborted();
    await together(queries);
    await count(queries, captureId, revision, contents);
    if (!isMarked) await noteStale(queries, captureId);
  });
  await recomputeOwn(org, { captureId, devices }, signal);
  await recomputeStale(org);
  await dropUncounted(org, captureId);
}

/** No id and no JSON has the end of a line in it. PostgreSQL takes these apart several times as fast as an array or JSON. */
const lines = (texts: readonly string[]): string => texts.join('\n');

async function count(
  queries: OrgQueries,
  captureId: string,
  revision: number,
  { findings, vlans }: CaptureContents,
): Promise<void> {
  await countNothing(queries, captureId);
  await queries.query('UPDATE captures SET revision = $3 WHERE org_id = $1 AND capture_id = $2', [
    captureId,
    revision,
  ]);
  await queries.query(
    `INSERT INTO findings (org_id, capture_id, position, kind, severity, message, evidence, params)
     SELECT $1, $2, position, finding->>'kind', finding->>'severity', finding->>'message', finding->'evidence',
       finding->'params'
     FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS list (finding, position)`,
    [captureId, toJson(findings)],
  );
  await queries.query(
    `INSERT INTO capture_vlans (org_id, capture_id, vlan, outer_vlan, packets, bytes)
     SELECT $1, $2, vlan, coalesce("outerVlan", -1), packets, bytes
     FROM jsonb_to_recordset($3::jsonb) AS list (vlan integer, "outerVlan" integer, packets bigint, bytes bigint)`,
    [captureId, toJson(vlans)],
  );
}

/** From now on the capture says nothing; `recomputeStale` then takes it out of the devices. Within `change`. */
export async function countNothing(queries: OrgQueries, captureId: string): Promise<void> {
  await noteStale(queries, captureId);
  await queries.query('UPDATE captures SET revision = 0 WHERE org_id = $1 AND capture_id = $2', [captureId]);
  await queries.query('DELETE FROM findings WHERE org_id = $1 AND capture_id = $2', [captureId]);
  await queries.query('DELETE FROM capture_vlans WHERE org_id = $1 AND capture_id = $2', [captureId]);
}

/** Notes devices of which the capture says something that counts, for `recomputeStale`. Within `change`. */
export async function noteStale(queries: OrgQueries, captureId: string): Promise<void> {
  await queries.query(
    `INSERT INTO stale_devices (org_id, device_id)
     SELECT $1, device_id FROM capture_devices WHERE org_id = $1 AND capture_id = $2 AND revision =
       (SELECT p.revision FROM captures p WHERE p.org_id = $1 AND p.capture_id = $2)
     ON CONFLICT DO NOTHING`,
    [captureId],
  );
}

/** Computes the devices that the capture speaks of; what it says of them is here, and need not be read again. */
async function recomputeOwn(org: OrgConnection, own: Own, signal?: AbortSignal): Promise<void> {
  const stale = await staleDevices(org);
  await inSteps(org, own.devices, async (queries, slice) => {
    signal?.throwIfAborted();
    const ids = slice.map(({ id }) => id);
    await recompute(queries, ids, { ...own, devices: slice });
    await isFresh(
      queries,
      ids.filter((id) => stale.has(id)),
    );
  });
}

/** Computes again what was noted as stale, by whomever, until nothing is. */
export async function recomputeStale(org: OrgConnection): Promise<void> {
  for (;;) {
    const stale = await staleDevices(org);
    if (stale.size === 0) return;
    await inSteps(org, [...stale], async (queries, ids) => {
      await recompute(queries, ids);
      await isFresh(queries, ids);
    });
  }
}

async function staleDevices(org: OrgConnection): Promise<Set<string>> {
  const stale = await org.query<{ id: string }>(
    'SELECT device_id AS id FROM stale_devices WHERE org_id = $1 ORDER BY device_id',
  );
  return new Set(stale.map(({ id }) => id));
}

async function isFresh(queries: OrgQueries, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await queries.query('DELETE FROM stale_devices WHERE org_id = $1 AND device_id = ANY($2::text[])', [ids]);
}

/** Lets go of what was replaced, or never came to count. */
export async function dropUncounted(org: OrgConnection, captureId: string): Promise<void> {
  const rows = await org.query<{ id: string; revision: number }>(
    `SELECT c.device_id AS id, c.revision
     FROM capture_devices c JOIN captures p ON p.org_id = $1 AND p.capture_id = c.capture_id
     WHERE c.org_id = $1 AND c.capture_id = $2 AND c.revision <> p.revision`,
    [captureId],
  );
  await inSteps(org, rows, (queries, slice) =>
    queries.query(
      `DELETE FROM capture_devices WHERE org_id = $1 AND capture_id = $2 AND device_id = ANY($3::text[])
         AND revision = ANY($4::integer[])`,
      [captureId, slice.map(({ id }) => id), [...new Set(slice.map(({ revision }) => revision))]],
    ),
  );
}
