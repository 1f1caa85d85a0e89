import type { accounts as english } from '../../en/accounts/index.ts';
import type { SameKeys } from '../../en/index.ts';
import { entrance } from './entrance.ts';
import { own } from './own.ts';
import { people } from './people.ts';
import { providers } from './providers.ts';
import { roleHints } from './roles.ts';

export const accounts: SameKeys<typeof english> = { entrance, own, people, providers, roleHints };
