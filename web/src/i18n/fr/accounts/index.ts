import type { accounts as english } from '../../en/accounts/index.ts';
import type { SameKeys } from '../../en/index.ts';
import { entrance } from './entrance.ts';
import { roleHints } from './roles.ts';

export const accounts: SameKeys<typeof english> = { entrance, roleHints };
