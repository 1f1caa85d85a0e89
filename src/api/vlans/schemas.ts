import { z } from 'zod';
import { count, list, siteId, whole } from '../schemas.ts';

export const vlanId = z.strictObject({ vlan: whole(0, 4095) });
/** The outer tag of a double-tagged VLAN (802.1ad). */
export const vlanQuery = z.strictObject({ outer: whole(0, 4095).exactOptional() });

export const vlanListQuery = z.strictObject({ site: siteId.exactOptional() });

export const vlanPatch = z.strictObject({
  name: z.string().max(200).nullable().exactOptional(),
  description: z.string().max(2000).exactOptional(),
});

export const vlan = z.object({
  vlan: z.number().int(),
  outerVlan: z.number().int().nullable(),
  name: z.string().nullable(),
  description: z.string(),
  packets: count,
  bytes: count,
  devices: count,
  captures: count,
  version: count,
});
export const vlanList = z.object({ items: list(vlan) });
