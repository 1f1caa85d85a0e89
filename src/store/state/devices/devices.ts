import type { Micros } from '../../../base/time.ts';
import type { DeviceType } from '../../../model/device-types.ts';
import { cleanText } from '../json.ts';
import type { OrgChange, OrgConnection, OrgQueries } from '../org-queries.ts';
import { expectSite, siteLabels } from '../sites/of-site.ts';
import type { SiteLabel } from '../sites/site.ts';
import {
  type DeviceDetail,
  type DeviceLabel,
  type DeviceSummary,
  type DeviceWords,
  type FoundDevice,
  NO_WORDS,
} from './device.ts';
import { type DeviceFacets, deviceFacets } from './facets.ts';
import { mergeDevices } from './merge.ts';
import { applyPatch, type DevicePatch } from './patch.ts';
import { type DeviceListQuery, deviceSql } from './query.ts';
import { contributionsTo, recompute, type VersionedWords } from './rows.ts';

export interface DevicePage {
  readonly rows: readonly DeviceSummary[];
  /** Of all pages. */
  readonly total: number;
}

/** `stale`: somebody changed it since `ifVersion`; `device` is as it is now, and nothing was done. */
export type PatchResult =
  | { readonly outcome: 'changed' | 'stale'; readonly device: DeviceDetail }
  | { readonly outcome: 'missing' };

/** The devices of one organisation, over all its captures. */
export interface Devices {
  /** One page, with the total. Throws one sentence on a parameter that is not understood. */
  list(query?: DeviceListQuery): Promise<DevicePage>;
  get(id: string): Promise<DeviceDetail | null>;
  /** What the list can be narrowed to. */
  facets(siteId?: string): Promise<DeviceFacets>;
  /** What to call these beside their traffic, in one statement; those that are not known are left out. */
  labels(ids: readonly string[]): Promise<DeviceLabel[]>;
  /** Changes what people say. With `ifVersion` only if the device still has that version (If-Match). */
  patch(id: string, patch: DevicePatch, ifVersion?: number): Promise<PatchResult>;
}

const SUMMARY = `d.device_id AS id, d.name, d.type, d.vendor, d.model, d.os, host(d.main_ip) AS ip,
  cardinality(d.ips) AS "ipCount", d.macs, d.vlans, d.tags, d.flagged,
  d.is_gateway AS "isGateway", d.packets_sent AS "packetsSent", d.packets_received AS "packetsReceived",
  d.bytes_sent AS "bytesSent", d.bytes_received AS "bytesReceived", d.first_seen AS "firstSeen",
  d.last_seen AS "lastSeen", d.captures, d.version`;

interface DetailRow extends DeviceSummary {
  readonly notes: string;
  readonly addressesBehind: number;
  readonly wordsName: string | null;
  readonly wordsType: DeviceType | null;
  readonly wordsSite: string | null;
}

export function createDevices(org: OrgConnection, now: () => Micros): Devices {
  return {
    async list(query = {}) {
      const { where, orderBy, limit, offset, params } = deviceSql(query);
      const [{ total }] = await org.query<{ total: number }>(
        `SELECT count(*) AS total FROM devices d WHERE ${where}`,
        params,
      );
      if (total <= offset) return { rows: [], total };
      const rows = await org.query<DeviceSummary>(
        `SELECT ${SUMMARY} FROM devices d WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit} OFFSET ${offset}`,
        params,
      );
      return { rows, total };
    },
    get: (id) => get(org, cleanText(id)),
    facets: (siteId) => deviceFacets(org, siteId === undefined ? null : cleanText(siteId)),
    // As one text: a page of flows names a thousand devices, and taking rows apart took as long as finding them.
    async labels(ids) {
      const [found] = await org.query<{ labels: DeviceLabel[] | null }>(
        `SELECT json_agg(d) AS labels FROM (
           SELECT device_id AS id, name, type, vendor, host(main_ip) AS ip, vlans
           FROM devices WHERE org_id = $1 AND device_id = ANY($2::text[])) d`,
        [ids.map(cleanText)],
      );
      return found?.labels ?? [];
    },
    patch: (id, patch, ifVersion) =>
      org.change((queries) => change(queries, cleanText(id), patch, ifVersion, now())),
  };
}

async function get(queries: OrgQueries, id: string): Promise<DeviceDetail | null> {
  const [row] = await queries.query<DetailRow>(
    `SELECT ${SUMMARY}, d.notes, d.addresses_behind AS "addressesBehind", w.name AS "wordsName",
       w.type AS "wordsType", w.site_id AS "wordsSite"
     FROM devices d
     LEFT JOIN device_words w ON w.org_id = $1 AND w.device_id = d.device_id
     WHERE d.org_id = $1 AND d.device_id = $2`,
    [id],
  );
  const contributions = row === undefined ? [] : await contributionsTo(queries, [id]);
  if (row === undefined || contributions.length === 0) return null;
  const siteIds = new Set(contributions.flatMap(({ siteId }) => siteId ?? []));
  const sites = await siteLabels(queries, [...siteIds, ...(row.wordsSite === null ? [] : [row.wordsSite])]);
  return detailOf(row, mergeDevices(contributions), {
    placed: sites.filter((site) => site.id === row.wordsSite),
    seen: sites.filter((site) => siteIds.has(site.id)),
  });
}

function detailOf(
  { wordsName, wordsType, wordsSite, ...row }: DetailRow,
  found: FoundDevice,
  sites: Readonly<Record<'placed' | 'seen', readonly SiteLabel[]>>,
): DeviceDetail {
  return {
    ...row,
    captures: found.captures,
    addresses: found.addresses,
    names: found.names,
    attributes: found.attributes,
    found: { name: found.names[0]?.value ?? null, type: found.type, sites: sites.seen },
    sites: wordsSite === null ? sites.seen : sites.placed,
    words: {
      ...{ name: wordsName, type: wordsType, notes: row.notes, tags: row.tags, flagged: row.flagged },
      siteId: wordsSite,
    },
  };
}

async function change(
  queries: OrgChange,
  id: string,
  patch: DevicePatch,
  ifVersion: number | undefined,
  at: Micros,
): Promise<PatchResult> {
  const before = await get(queries, id);
  if (before === null) return { outcome: 'missing' };
  if (ifVersion !== undefined && ifVersion !== before.version) return { outcome: 'stale', device: before };
  const [known] = await queries.query<VersionedWords>(
    `SELECT name, type, notes, tags, flagged, site_id AS "siteId", version
     FROM device_words WHERE org_id = $1 AND device_id = $2`,
    [id],
  );
  if (patch.siteId != null) await expectSite(queries, cleanText(patch.siteId));
  await writeWords(queries, id, applyPatch(known ?? NO_WORDS, patch), at);
  await recompute(queries, [id]);
  const after = (await get(queries, id)) ?? before;
  const target = { kind: 'device', id, label: after.name };
  await queries.record({ action: 'device.changed', target, before: saidOf(before), after: saidOf(after) });
  return { outcome: 'changed', device: after };
}

/** As the audit log keeps it: a site by its name, which is what people knew it by then. */
function saidOf({ words: { siteId, ...words }, sites }: DeviceDetail) {
  return { ...words, site: siteId === null ? null : (sites[0]?.name ?? siteId) };
}

async function writeWords(queries: OrgQueries, id: string, words: DeviceWords, at: Micros): Promise<void> {
  await queries.query(
    `INSERT INTO device_words AS known
       (org_id, device_id, name, type, notes, tags, flagged, version, changed_at, site_id)
     VALUES ($1, $2, $3, $4, $5, $6::text[], $7, 1, $8, $9)
     ON CONFLICT (org_id, device_id) DO UPDATE SET name = $3, type = $4, notes = $5, tags = $6::text[], flagged = $7,
       version = known.version + 1, changed_at = $8, site_id = $9`,
    [id, words.name, words.type, words.notes, words.tags, words.flagged, at, words.siteId],
  );
}
