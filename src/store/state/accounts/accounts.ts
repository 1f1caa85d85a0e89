import type { Connection } from '../connection.ts';
import { type AuthRows, createAuthRows } from './auth-rows.ts';
import { createPeople, type People } from './people.ts';
import { createTokenLookup, type TokenLookup } from './token-lookup.ts';

/** What stands above the organisations. */
export interface Accounts {
  readonly people: People;
  readonly tokens: TokenLookup;
  /** For the sign-in library alone. */
  readonly rows: AuthRows;
  /** Grows with every write to people, sessions, memberships and tokens: what was remembered before is void. */
  readonly epoch: () => number;
}

export interface AccountChanges {
  readonly epoch: () => number;
  readonly changed: () => void;
}

export function createAccountChanges(): AccountChanges {
  let epoch = 0;
  return {
    epoch: () => epoch,
    changed() {
      epoch++;
    },
  };
}

export function createAccounts(connection: Connection, { epoch, changed }: AccountChanges): Accounts {
  return {
    people: createPeople(connection, changed),
    tokens: createTokenLookup(connection),
    rows: createAuthRows(connection, changed),
    epoch,
  };
}
