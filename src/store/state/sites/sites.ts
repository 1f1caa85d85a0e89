import { randomUUID } from 'node:crypto';
import type { Micros } from '../../../base/time.ts';
import { say } from '../../../model/messages/message.ts';
import { Refusal } from '../../../model/messages/refusal.ts';
import { SITE_LIMITS } from '../../../model/site-limits.ts';
import { cleanText } from '../json.ts';
import type { OrgChange, OrgConnection, OrgQueries } from '../org-queries.ts';
import { applySite, NO_FIELDS, nameKey } from './check-site.ts';
import { siteName } from './of-site.ts';
import type { MadeSite, NewSite, Site, SitePatch, SiteRemoval, SiteResult } from './site.ts';

/** The sites of one organisation: 1,000 at most. Fields that cannot be are refused with a sentence that names them. */
export interface Sites {
  /** By name. */
  list(): Promise<Site[]>;
  get(id: string): Promise<Site | null>;
  create(site: NewSite): Promise<MadeSite>;
  /** The one that is called so, whatever the case; it is made when there is none. */
  ensure(name: string): Promise<MadeSite>;
  /** With `ifVersion` only if nobody changed it since. */
  patch(id: string, patch: SitePatch, ifVersion?: number): Promise<SiteResult>;
  /** Only while nothing belongs to it. */
  remove(id: string): Promise<SiteRemoval>;
  /** Ids of its captures, 2,000 at most; `null` when there is no such site. */
  captures(id: string): Promise<string[] | null>;
}

const SELECT = `SELECT s.site_id AS id, s.name, s.note, s.time_zone AS "timeZone", s.latitude, s.longitude,
    s.created_at AS "createdAt", s.version,
    (SELECT count(*) FROM captures p WHERE p.org_id = $1 AND p.site_id = s.site_id) AS captures,
    (SELECT count(*) FROM device_words w WHERE w.org_id = $1 AND w.site_id = s.site_id) AS "placedDevices"
  FROM sites s WHERE s.org_id = $1`;

export function createSites(org: OrgConnection, now: () => Micros): Sites {
  return {
    list: () => org.query(`${SELECT} ORDER BY s.name_key COLLATE "C", s.site_id`),
    get: (id) => get(org, cleanText(id)),
    create: (site) => org.change((queries) => create(queries, site, now())),
    ensure: (name) => org.change((queries) => create(queries, { name }, now())),
    patch: (id, patch, ifVersion) =>
      org.change((queries) => change(queries, cleanText(id), patch, ifVersion)),
    remove: (id) => org.change((queries) => remove(queries, cleanText(id))),
    async captures(id) {
      const rows = await org.query<{ id: string }>(
        'SELECT capture_id AS id FROM captures WHERE org_id = $1 AND site_id = $2 ORDER BY capture_id',
        [cleanText(id)],
      );
      if (rows.length === 0 && (await siteName(org, cleanText(id))) === null) return null;
      return rows.map((row) => row.id);
    },
  };
}

async function get(queries: OrgQueries, id: string): Promise<Site | null> {
  const rows = await queries.query<Site>(`${SELECT} AND s.site_id = $2`, [id]);
  return rows[0] ?? null;
}

async function named(queries: OrgQueries, name: string): Promise<Site | null> {
  const rows = await queries.query<Site>(`${SELECT} AND s.name_key = $2`, [nameKey(name)]);
  return rows[0] ?? null;
}

async function create(queries: OrgChange, wanted: NewSite, at: Micros): Promise<MadeSite> {
  const fields = applySite(NO_FIELDS, wanted);
  const twin = await named(queries, fields.name);
  if (twin !== null) return { outcome: 'taken', site: twin };
  const [{ count }] = await queries.query<{ count: number }>(
    'SELECT count(*) AS count FROM sites WHERE org_id = $1',
  );
  if (count >= SITE_LIMITS.sites) {
    throw new Refusal(say('site.most', { most: SITE_LIMITS.sites, count }));
  }
  const id = randomUUID();
  await queries.query(
    `INSERT INTO sites (org_id, site_id, name, name_key, note, time_zone, latitude, longitude, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, ...columns(fields), at],
  );
  await queries.record({ action: 'site.created', target: targetOf(id, fields.name), after: fields });
  return { outcome: 'made', site: await existing(queries, id) };
}

async function change(
  queries: OrgChange,
  id: string,
  patch: SitePatch,
  ifVersion: number | undefined,
): Promise<SiteResult> {
  const site = await get(queries, id);
  if (site === null) return { outcome: 'missing' };
  if (ifVersion !== undefined && ifVersion !== site.version) return { outcome: 'stale', site };
  const before = fieldsOf(site);
  const after = applySite(before, patch);
  const twin = await named(queries, after.name);
  if (twin !== null && twin.id !== id) return { outcome: 'taken', site: twin };
  await queries.query(
    `UPDATE sites SET name = $3, name_key = $4, note = $5, time_zone = $6, latitude = $7, longitude = $8,
       version = version + 1 WHERE org_id = $1 AND site_id = $2`,
    [id, ...columns(after)],
  );
  await queries.record({ action: 'site.changed', target: targetOf(id, after.name), before, after });
  return { outcome: 'changed', site: await existing(queries, id) };
}

async function remove(queries: OrgChange, id: string): Promise<SiteRemoval> {
  const site = await get(queries, id);
  if (site === null) return { outcome: 'missing' };
  if (site.captures > 0 || site.placedDevices > 0) return { outcome: 'in-use', site };
  await queries.query('DELETE FROM sites WHERE org_id = $1 AND site_id = $2', [id]);
  await queries.record({ action: 'site.deleted', target: targetOf(id, site.name), before: fieldsOf(site) });
  return { outcome: 'removed' };
}

async function existing(queries: OrgQueries, id: string): Promise<Site> {
  const site = await get(queries, id);
  if (site === null) throw new Error(`site ${id}: gone within the change that wrote it`);
  return site;
}

type Fields = ReturnType<typeof applySite>;
const fieldsOf = ({ name, note, timeZone, latitude, longitude }: Site): Fields => ({
  ...{ name, note, timeZone, latitude, longitude },
});
const columns = ({ name, note, timeZone, latitude, longitude }: Fields) => [
  ...[name, nameKey(name), note, timeZone, latitude, longitude],
];
const targetOf = (id: string, label: string) => ({ kind: 'site', id, label });
