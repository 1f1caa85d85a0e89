import { InputError } from '../../base/errors.ts';
import type { Micros } from '../../base/time.ts';
import { limited } from './devices/patch.ts';
import { cleanText } from './json.ts';
import type { OrgConnection, OrgQueries } from './org-queries.ts';
import { isOfSite } from './sites/of-site.ts';

export interface Vlan {
  readonly vlan: number;
  readonly outerVlan: number | null;
  readonly name: string | null;
  readonly description: string;
  /** Over all captures. */
  readonly packets: number;
  readonly bytes: number;
  /** Devices that were seen in it, each once, whatever the outer tag. */
  readonly devices: number;
  /** How many captures saw it: 0 for one that has only a name. */
  readonly captures: number;
  /** Of what people say: 0 until somebody does. */
  readonly version: number;
}

export interface VlanPatch {
  readonly name?: string | null;
  readonly description?: string;
}

export type VlanResult = { readonly outcome: 'changed' | 'stale'; readonly vlan: Vlan };

/** The VLANs of one organisation: seen in captures, or named by people. */
export interface Vlans {
  /** By outer, then inner id. With a site: those that its captures saw, with the volume and devices there. */
  list(siteId?: string): Promise<Vlan[]>;
  /** Names a VLAN, seen or not yet. With `ifVersion` only if nobody changed it since. */
  patch(vlan: number, outerVlan: number | null, patch: VlanPatch, ifVersion?: number): Promise<VlanResult>;
}

const WORD_LIMITS = { name: 200, description: 2000 } as const;
const NO_OUTER = -1;

export function createVlans(org: OrgConnection, now: () => Micros): Vlans {
  return {
    list: (siteId) => list(org, siteId === undefined ? null : cleanText(siteId)),
    patch: (vlan, outerVlan, patch, ifVersion) =>
      org.change(async (queries) => {
        checkId('vlan', vlan);
        if (outerVlan !== null) checkId('outerVlan', outerVlan);
        const before = await find(queries, vlan, outerVlan);
        if (ifVersion !== undefined && ifVersion !== before.version)
          return { outcome: 'stale', vlan: before };
        const { name = before.name, description = before.description } = patch;
        await queries.query(
          `INSERT INTO vlan_words AS known (org_id, vlan, outer_vlan, name, description, version, changed_at)
           VALUES ($1, $2, $3, $4, $5, 1, $6)
           ON CONFLICT (org_id, vlan, outer_vlan) DO UPDATE SET name = $4, description = $5,
             version = known.version + 1, changed_at = $6`,
          [
            vlan,
            outerVlan ?? NO_OUTER,
            name === null ? null : limited('name', name, WORD_LIMITS.name) || null,
            limited('description', description, WORD_LIMITS.description),
            now(),
          ],
        );
        const after = await find(queries, vlan, outerVlan);
        const target = {
          kind: 'vlan',
          id: outerVlan === null ? `${vlan}` : `${outerVlan}.${vlan}`,
          label: after.name,
        };
        await queries.record({
          action: 'vlan.changed',
          target,
          before: wordsOf(before),
          after: wordsOf(after),
        });
        return { outcome: 'changed', vlan: after };
      }),
  };
}

const wordsOf = ({ name, description }: Vlan) => ({ name, description });

function checkId(what: string, id: number): void {
  // IEEE 802.1Q: 12 bits; 0 is priority-tagged, 4095 reserved, and both are seen.
  if (Number.isInteger(id) && id >= 0 && id <= 4095) return;
  throw new InputError(`${what}: expected a VLAN id from 0 to 4095, found ${id}`);
}

function list(queries: OrgQueries, siteId: string | null = null): Promise<Vlan[]> {
  const ofSite =
    siteId === null
      ? ''
      : ' AND capture_id IN (SELECT p.capture_id FROM captures p WHERE p.org_id = $1 AND p.site_id = $2)';
  return queries.query<Vlan>(
    `WITH seen AS (
       SELECT vlan, outer_vlan, sum(packets)::bigint AS packets, sum(bytes)::bigint AS bytes, count(*) AS captures
       FROM capture_vlans WHERE org_id = $1${ofSite} GROUP BY vlan, outer_vlan
     ), residents AS (
       SELECT member AS vlan, count(*) AS devices
       FROM devices d CROSS JOIN unnest(d.vlans) AS member WHERE d.org_id = $1${siteId === null ? '' : ` AND ${isOfSite('$2')}`} GROUP BY member
     ), said AS (
       SELECT vlan, outer_vlan, name, description, version FROM vlan_words WHERE org_id = $1
     )
     SELECT vlan, nullif(outer_vlan, -1) AS "outerVlan", name, coalesce(description, '') AS description,
       coalesce(packets, 0) AS packets, coalesce(bytes, 0) AS bytes, coalesce(devices, 0) AS devices,
       coalesce(captures, 0) AS captures, coalesce(version, 0) AS version
     FROM seen ${siteId === null ? 'FULL' : 'LEFT'} JOIN said USING (vlan, outer_vlan) LEFT JOIN residents USING (vlan)
     ORDER BY outer_vlan, vlan`,
    siteId === null ? [] : [siteId],
  );
}

async function find(queries: OrgQueries, vlan: number, outerVlan: number | null): Promise<Vlan> {
  const known = (await list(queries)).find((row) => row.vlan === vlan && row.outerVlan === outerVlan);
  const nothing = { name: null, description: '', packets: 0, bytes: 0, devices: 0, captures: 0, version: 0 };
  return known ?? { vlan, outerVlan, ...nothing };
}
