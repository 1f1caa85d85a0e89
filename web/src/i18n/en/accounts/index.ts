import { entrance } from './entrance.ts';
import { own } from './own.ts';
import { people } from './people.ts';
import { providers } from './providers.ts';
import { roleHints } from './roles.ts';

/** Of pages that are not in the first load: signing in, the set-up, people, tokens. */
export const accounts = { entrance, own, people, providers, roleHints } as const;
