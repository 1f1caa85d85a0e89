import { entrance } from './entrance.ts';
import { people } from './people.ts';
import { roleHints } from './roles.ts';

/** Of pages that are not in the first load: signing in, the set-up, people, tokens. */
export const accounts = { entrance, people, roleHints } as const;
