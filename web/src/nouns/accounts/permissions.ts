import type { Permission, Role } from '../../data/session/session.ts';
import type { accounts } from '../../i18n/en/accounts/index.ts';

type Word = keyof typeof accounts.people.permissions;

/** Every permission and its word, in the order in which they are offered. */
const WORDS: Readonly<Record<Permission, Word>> = {
  'inventory:read': 'inventoryRead',
  'inventory:write': 'inventoryWrite',
  'capture:write': 'captureWrite',
  'export:read': 'exportRead',
  'members:read': 'membersRead',
  'members:write': 'membersWrite',
  'tokens:read': 'tokensRead',
  'tokens:write': 'tokensWrite',
  'audit:read': 'auditRead',
  'settings:read': 'settingsRead',
  'settings:write': 'settingsWrite',
};
const ALL = Object.keys(WORDS) as Permission[];

export const wordOf = (permission: Permission) => `accounts.people.permissions.${WORDS[permission]}` as const;

/** As the server has it (src/model/permissions.ts); a test compares. */
export function allowedTo(role: Role): readonly Permission[] {
  const of: Readonly<Record<Role, (permission: Permission) => boolean>> = {
    admin: () => true,
    operator: (each) => /^(inventory|capture|export):/.test(each) || each === 'settings:read',
    viewer: (each) => each === 'inventory:read' || each === 'export:read',
    auditor: (each) => each.endsWith(':read'),
  };
  return ALL.filter(of[role]);
}
