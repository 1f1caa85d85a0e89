/** What may be done, and what each role allows. The only list: routes name a permission, the console hides by it. */

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

const isRead = (permission: Permission): boolean => permission.endsWith(':read');

/** An auditor reads everything and changes nothing; a viewer sees the network, not the people. */
export const ALLOWED: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  operator: ['inventory:read', 'inventory:write', 'capture:write', 'export:read', 'settings:read'],
  viewer: ['inventory:read', 'export:read'],
  auditor: PERMISSIONS.filter(isRead),
};

export const isRole = (text: string): text is Role => ROLES.some((role) => role === text);
export const isPermission = (text: string): text is Permission => PERMISSIONS.some((each) => each === text);

/** What a role and the scopes of a token allow together; `null` scopes: all of the role. */
export function allowedBy(role: Role, scopes: readonly Permission[] | null): readonly Permission[] {
  const all = ALLOWED[role];
  return scopes === null ? all : all.filter((permission) => scopes.includes(permission));
}
