import type { accounts as english } from '../../en/accounts/index.ts';
import type { SameKeys } from '../../en/index.ts';
import { entrance } from './entrance.ts';
import { people } from './people.ts';
import { roleHints } from './roles.ts';

export const accounts: SameKeys<typeof english> = { entrance, people, roleHints };
