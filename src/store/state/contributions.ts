import type { CaptureContents } from './capture.ts';
import { recompute } from './devices/rows.ts';
import { toJson } from './json.ts';
import type { OrgQueries } from './org-queries.ts';

/** Rows that travel in one statement: JSON of less than a megabyte. */
const BATCH = 500;

/**
 * Puts what a capture says in place of what it said before, and computes again the devices that either touched, and no
 * others. Within `change`.
 */
export async function contribute(
  queries: OrgQueries,
  captureId: string,
  { devices, findings, vlans }: CaptureContents,
): Promise<void> {
  const affected = new Set(await clear(queries, captureId));
  for (const { id } of devices) affected.add(id);
  for (let at = 0; at < devices.length; at += BATCH) {
    await queries.query(
      `INSERT INTO capture_devices (org_id, capture_id, device_id, device, packets_sent, packets_received, bytes_sent,
         bytes_received)
       SELECT $1, $2, device->>'id', device, (device->>'packetsSent')::bigint, (device->>'packetsReceived')::bigint,
         (device->>'bytesSent')::bigint, (device->>'bytesReceived')::bigint
       FROM jsonb_array_elements($3::jsonb) AS device`,
      [captureId, toJson(devices.slice(at, at + BATCH))],
    );
  }
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
  await recompute(queries, [...affected].sort());
}

/** Takes away what a capture said, exactly. Within `change`. */
export async function withdraw(queries: OrgQueries, captureId: string): Promise<void> {
  await recompute(queries, await clear(queries, captureId));
}

/** Gives the devices that it had spoken of. */
async function clear(queries: OrgQueries, captureId: string): Promise<string[]> {
  await queries.query('DELETE FROM findings WHERE org_id = $1 AND capture_id = $2', [captureId]);
  await queries.query('DELETE FROM capture_vlans WHERE org_id = $1 AND capture_id = $2', [captureId]);
  const rows = await queries.query<{ id: string }>(
    'DELETE FROM capture_devices WHERE org_id = $1 AND capture_id = $2 RETURNING device_id AS id',
    [captureId],
  );
  return rows.map(({ id }) => id).sort();
}
