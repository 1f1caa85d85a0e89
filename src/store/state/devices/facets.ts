import type { DeviceType } from '../../../model/device-types.ts';
import type { OrgQueries } from '../org-queries.ts';

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

export async function deviceFacets(queries: OrgQueries): Promise<DeviceFacets> {
  const [types, vendors, vlans, tags] = [
    await queries.query<Facet<DeviceType>>(
      `SELECT type AS value, count(*) AS devices FROM devices WHERE org_id = $1
       GROUP BY type ORDER BY devices DESC, type COLLATE "C" LIMIT 500`,
    ),
    await queries.query<Facet<string>>(
      `SELECT vendor AS value, count(*) AS devices FROM devices WHERE org_id = $1 AND vendor IS NOT NULL
       GROUP BY vendor ORDER BY devices DESC, vendor COLLATE "C" LIMIT 500`,
    ),
    await queries.query<Facet<number>>(
      `SELECT member AS value, count(*) AS devices FROM devices d CROSS JOIN unnest(d.vlans) AS member
       WHERE d.org_id = $1 GROUP BY member ORDER BY devices DESC, member LIMIT 500`,
    ),
    await queries.query<Facet<string>>(
      `SELECT said AS value, count(*) AS devices FROM devices d CROSS JOIN unnest(d.tags) AS said
       WHERE d.org_id = $1 GROUP BY said ORDER BY devices DESC, said COLLATE "C" LIMIT 500`,
    ),
  ];
  return { types, vendors, vlans, tags };
}
