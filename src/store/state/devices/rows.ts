import type { Device } from '../../../model/analysis.ts';
import { toJson } from '../json.ts';
import type { OrgQueries } from '../org-queries.ts';
import { type DeviceWords, type FoundDevice, NO_WORDS } from './device.ts';
import { type Contribution, mergeDevices } from './merge.ts';
import { searchTerms } from './search-terms.ts';

const COLUMNS = [
  ['device_id', 'text'],
  ['name', 'text'],
  ['type', 'text'],
  ['vendor', 'text'],
  ['model', 'text'],
  ['os', 'text'],
  ['notes', 'text'],
  ['tags', 'text[]'],
  ['flagged', 'boolean'],
  ['version', 'bigint'],
  ['main_ip', 'inet'],
  ['ips', 'inet[]'],
  ['macs', 'text[]'],
  ['vlans', 'integer[]'],
  ['is_gateway', 'boolean'],
  ['addresses_behind', 'bigint'],
  ['packets_sent', 'bigint'],
  ['packets_received', 'bigint'],
  ['bytes_sent', 'bigint'],
  ['bytes_received', 'bigint'],
  ['first_seen', 'bigint'],
  ['last_seen', 'bigint'],
  ['captures', 'integer'],
] as const;
const NAMES = COLUMNS.map(([name]) => name).join(', ');
const TYPES = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');
const UPDATES = COLUMNS.slice(1)
  .map(([name]) => `${name} = excluded.${name}`)
  .join(', ');
/** One statement for a batch; PostgreSQL does the conversions from JSON. */
const UPSERT = `INSERT INTO devices (org_id, ${NAMES}, search)
  SELECT $1, ${NAMES}, array_to_tsvector(terms)
  FROM json_to_recordset($2::json) AS row (${TYPES}, terms text[])
  ON CONFLICT (org_id, device_id) DO UPDATE SET ${UPDATES}, search = excluded.search`;

/** Words with their version. */
export interface VersionedWords extends DeviceWords {
  readonly version: number;
}

/** What one capture says, when it is at hand. */
export interface Own {
  readonly captureId: string;
  readonly devices: readonly Device[];
}

const SILENCE: VersionedWords = { ...NO_WORDS, version: 0 };

/**
 * Computes the rows of these devices again from what captures say of them and what people say; a device that no capture
 * speaks of any more goes. Within `change` or `step`; all that is said of them is in memory meanwhile. `own` counts, and
 * is not read.
 */
export async function recompute(queries: OrgQueries, ids: readonly string[], own?: Own): Promise<void> {
  const byDevice = new Map<string, Contribution[]>();
  const add = (id: string, contribution: Contribution) => {
    const known = byDevice.get(id);
    if (known === undefined) byDevice.set(id, [contribution]);
    else known.push(contribution);
  };
  if (own !== undefined) {
    const { captureId } = own;
    for (const device of own.devices) add(device.id, { captureId, device });
  }
  for (const { id, siteId: _, ...contribution } of await contributionsTo(queries, ids, own?.captureId)) {
    add(id, contribution);
  }
  const words = await queries.query<VersionedWords & { id: string }>(
    `SELECT device_id AS id, name, type, notes, tags, flagged, site_id AS "siteId", version
     FROM device_words WHERE org_id = $1 AND device_id = ANY($2::text[])`,
    [ids],
  );
  const said = new Map(words.map((row) => [row.id, row]));
  const rows = [...byDevice].map(([id, list]) => rowOf(id, mergeDevices(list), said.get(id) ?? SILENCE));
  if (rows.length > 0) await queries.query(UPSERT, [toJson(rows)]);
  const gone = ids.filter((id) => !byDevice.has(id));
  if (gone.length === 0) return;
  await queries.query('DELETE FROM devices WHERE org_id = $1 AND device_id = ANY($2::text[])', [gone]);
}

/**
 * What captures say of these devices, but for one of them. Device by device: right after an import the database has not
 * counted its rows yet, and would read all of a capture for some of its devices.
 */
export async function contributionsTo(
  queries: OrgQueries,
  ids: readonly string[],
  but = '',
): Promise<(Contribution & { readonly id: string; readonly siteId: string | null })[]> {
  type Row = { id: string; captureId: string; device: string; siteId: string | null };
  const rows = await queries.query<Row>(
    `SELECT c.device_id AS id, c.capture_id AS "captureId", c.device, p.site_id AS "siteId"
     FROM unnest($2::text[]) AS wanted (id)
     CROSS JOIN LATERAL (
       SELECT s.device_id, s.capture_id, s.revision, s.device FROM capture_devices s
       WHERE s.org_id = $1 AND s.device_id = wanted.id AND s.capture_id <> $3 OFFSET 0
     ) c
     JOIN captures p ON p.org_id = $1 AND p.capture_id = c.capture_id AND p.revision = c.revision`,
    [ids, but],
  );
  return rows.map((row) => ({ ...row, device: JSON.parse(row.device) as Device }));
}

/** Names as in COLUMNS. */
function rowOf(id: string, found: FoundDevice, words: VersionedWords) {
  const ips = [...new Set(found.addresses.map(({ ip }) => ip))];
  return {
    device_id: id,
    name: words.name ?? found.names[0]?.value ?? null,
    type: words.type ?? found.type,
    vendor: found.vendor,
    model: found.attributes.model?.[0]?.value ?? null,
    os: found.attributes.os?.[0]?.value ?? null,
    notes: words.notes,
    tags: words.tags,
    flagged: words.flagged,
    version: words.version,
    main_ip: ips.find((ip) => !ip.includes(':')) ?? ips[0] ?? null,
    ips,
    macs: found.macs,
    vlans: found.vlans,
    is_gateway: found.isGateway,
    addresses_behind: found.addressesBehind,
    packets_sent: found.packetsSent,
    packets_received: found.packetsReceived,
    bytes_sent: found.bytesSent,
    bytes_received: found.bytesReceived,
    first_seen: found.firstSeen,
    last_seen: found.lastSeen,
    captures: found.captures.length,
    terms: searchTerms(found, words),
  };
}
