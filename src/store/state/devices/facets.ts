import type { DeviceType } from '../../../model/device-types.ts';
import type { OrgQueries } from '../org-queries.ts';
import { isOfSite } from '../sites/of-site.ts';

export interface Facet<Value> {
  readonly value: Value;
  /** How many devices have it. */
  readonly devices: number;
}

/** What a list of devices can be narrowed to, the most frequent first; at most 500 of each. */
export interface DeviceFacets {
  readonly types: readonly Facet<DeviceType>[];
  readonly vendors: readonly Facet<string>[];
  readonly vlans: readonly Facet<number>[];
  readonly tags: readonly Facet<string>[];
}

/** `siteId`: only of its devices. */
export async function deviceFacets(queries: OrgQueries, siteId: string | null): Promise<DeviceFacets> {
  const where = siteId === null ? 'd.org_id = $1' : `d.org_id = $1 AND ${isOfSite('$2')}`;
  const params = siteId === null ? [] : [siteId];
  const [types, vendors, vlans, tags] = [
    await queries.query<Facet<DeviceType>>(
      `SELECT d.type AS value, count(*) AS devices FROM devices d WHERE ${where}
       GROUP BY d.type ORDER BY devices DESC, d.type COLLATE "C" LIMIT 500`,
      params,
    ),
    await queries.query<Facet<string>>(
      `SELECT d.vendor AS value, count(*) AS devices FROM devices d WHERE ${where} AND d.vendor IS NOT NULL
       GROUP BY d.vendor ORDER BY devices DESC, d.vendor COLLATE "C" LIMIT 500`,
      params,
    ),
    await queries.query<Facet<number>>(
      `SELECT member AS value, count(*) AS devices FROM devices d CROSS JOIN unnest(d.vlans) AS member
       WHERE ${where} GROUP BY member ORDER BY devices DESC, member LIMIT 500`,
      params,
    ),
    await queries.query<Facet<string>>(
      `SELECT said AS value, count(*) AS devices FROM devices d CROSS JOIN unnest(d.tags) AS said
       WHERE ${where} GROUP BY said ORDER BY devices DESC, said COLLATE "C" LIMIT 500`,
      params,
    ),
  ];
  return { types, vendors, vlans, tags };
}
