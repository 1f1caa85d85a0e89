/** What belongs to a site, as pieces of SQL. `site` is a placeholder such as `$2`. */
import { say } from '../../../model/messages/message.ts';
import { Refusal, wrongField } from '../../../model/messages/refusal.ts';
import { SITE_LIMITS } from '../../../model/site-limits.ts';
import type { OrgQueries } from '../org-queries.ts';
import type { SiteLabel } from './site.ts';

/**
 * A condition on `devices d`: people said that it is here; or nobody said where it is, and a capture of the site saw it.
 */
export const isOfSite = (site: string): string => `d.device_id IN (
  SELECT c.device_id FROM captures p
  JOIN capture_devices c ON c.org_id = p.org_id AND c.capture_id = p.capture_id AND c.revision = p.revision
  WHERE p.org_id = $1 AND p.site_id = ${site} AND NOT EXISTS (SELECT 1 FROM device_words w
    WHERE w.org_id = $1 AND w.device_id = c.device_id AND w.site_id <> ${site})
  UNION SELECT w.device_id FROM device_words w WHERE w.org_id = $1 AND w.site_id = ${site})`;

/** What it is called; `null` for none. */
export async function siteName(queries: OrgQueries, siteId: string | null): Promise<string | null> {
  if (siteId === null) return null;
  const rows = await queries.query<{ name: string }>(
    'SELECT name FROM sites WHERE org_id = $1 AND site_id = $2',
    [siteId],
  );
  return rows[0]?.name ?? null;
}

/** What these are called, by name; asks nothing when there are none. */
export async function siteLabels(queries: OrgQueries, ids: readonly string[]): Promise<SiteLabel[]> {
  if (ids.length === 0) return [];
  return queries.query<SiteLabel>(
    `SELECT site_id AS id, name FROM sites WHERE org_id = $1 AND site_id = ANY($2::text[])
     ORDER BY name_key COLLATE "C"`,
    [ids],
  );
}

/** Throws one sentence when the organisation has no such site. */
export async function expectSite(queries: OrgQueries, siteId: string): Promise<void> {
  if ((await siteName(queries, siteId)) !== null) return;
  throw wrongField('site', siteId, say('expected.site'));
}

/** Throws one sentence when there is no such site, or no capture more can belong to it. */
export async function expectRoom(queries: OrgQueries, siteId: string): Promise<void> {
  await expectSite(queries, siteId);
  const [{ count }] = await queries.query<{ count: number }>(
    'SELECT count(*) AS count FROM captures WHERE org_id = $1 AND site_id = $2',
    [siteId],
  );
  if (count < SITE_LIMITS.captures) return;
  throw new Refusal(say('site.captures', { most: SITE_LIMITS.captures, count }));
}
