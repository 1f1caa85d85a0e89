import { ALLOWED, PERMISSIONS, type Permission, type Role } from './permissions.ts';

export const isPermission = (text: string): text is Permission => PERMISSIONS.some((each) => each === text);

/** What a role and the scopes of a token allow together; `null` scopes: all of the role. */
export function allowedBy(role: Role, scopes: readonly Permission[] | null): readonly Permission[] {
  const all = ALLOWED[role];
  return scopes === null ? all : all.filter((permission) => scopes.includes(permission));
}
