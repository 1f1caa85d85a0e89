/** What may be done, and what each role allows. The only list: routes name a permission, the console hides by it. Data alone. */

export const PERMISSIONS = [
  /** Devices, flows, topology, statistics, VLANs, captures, interfaces, live. */
  'inventory:read',
  /** Names, notes, tags, types of devices and VLANs. */
  'inventory:write',
  /** Upload, delete and re-analyse captures, listen on interfaces, load the demo. */
  'capture:write',
  /** Whole lists leave the console. */
  'export:read',
  'members:read',
  'members:write',
  'tokens:read',
  'tokens:write',
  'audit:read',
  'settings:read',
  'settings:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['admin', 'operator', 'viewer', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** An auditor reads everything and changes nothing; a viewer sees the network, not the people. */
export const ALLOWED: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  operator: ['inventory:read', 'inventory:write', 'capture:write', 'export:read', 'settings:read'],
  viewer: ['inventory:read', 'export:read'],
  auditor: ['inventory:read', 'export:read', 'members:read', 'tokens:read', 'audit:read', 'settings:read'],
};
