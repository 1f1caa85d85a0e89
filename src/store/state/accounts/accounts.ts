import type { Micros } from '../../../base/time.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Connection } from '../database/connection.ts';
import { changePlatform } from '../org-queries.ts';
import type { ChangeAccounts } from './account-change.ts';
import { type AuthRows, createAuthRows } from './auth-rows.ts';
import { createIdentityProviders, type IdentityProviders } from './identity-providers.ts';
import { createInvitationLookup, type InvitationLookup } from './invitation-lookup.ts';
import { createLogins, type Logins } from './logins.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';
import { createPeople, type People } from './people.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSignInHistory, type SignInHistory } from './sign-in-history.ts';
import { createSignInTries, type SignInTries } from './sign-in-tries.ts';
import { createTokenLookup, type TokenLookup } from './token-lookup.ts';
import { createTwoFactors, type TwoFactors } from './two-factors.ts';
import { createUsedOnce, type UsedOnce } from './used-once.ts';

/** What stands above the organisations. */
export interface Accounts {
  readonly people: People;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly tries: SignInTries;
  readonly signIns: SignInHistory;
  readonly twoFactors: TwoFactors;
  readonly passkeys: Passkeys;
  readonly providers: IdentityProviders;
  readonly invitations: InvitationLookup;
  readonly usedOnce: UsedOnce;
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

export function createAccounts(
  connection: Connection,
  { epoch, changed }: AccountChanges,
  ledger: Ledger,
  now: () => Micros,
): Accounts {
  const change: ChangeAccounts = (work) => changePlatform(connection, ledger, work).finally(changed);
  return {
    people: createPeople(connection, change, changed),
    logins: createLogins(connection, change, now),
    sessions: createSessions(connection, change, changed),
    tries: createSignInTries(connection),
    signIns: createSignInHistory(connection),
    twoFactors: createTwoFactors(connection, change),
    passkeys: createPasskeys(connection, change),
    providers: createIdentityProviders(connection, change),
    invitations: createInvitationLookup(connection, change, now),
    usedOnce: createUsedOnce(connection),
    tokens: createTokenLookup(connection),
    rows: createAuthRows(connection, change, changed),
    epoch,
  };
}
