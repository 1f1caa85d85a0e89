import type { Permission } from '../../data/session/session.ts';
import type { accounts } from '../../i18n/en/accounts/index.ts';

type Word = keyof typeof accounts.people.permissions;

/** Every permission and its word. */
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
export const wordOf = (permission: Permission) => `accounts.people.permissions.${WORDS[permission]}` as const;
