import type { Micros } from '../../base/time.ts';
import type { StateStore } from '../../store/state/open.ts';
import { type Auth, createAuth } from './auth.ts';
import { type Authentication, type Credentials, createAuthenticate } from './authenticate.ts';
import { createPeopleAdministration, type PeopleAdministration } from './people.ts';
import { createSetUp, type SetUp } from './set-up.ts';

export interface AccountsOptions {
  readonly state: StateStore;
  /** Signs cookies, encrypts TOTP secrets: the same as long as the data lives. */
  readonly secret: string;
  /** Where people reach the console. */
  readonly publicUrl: string;
  /** The organisation that is there from the start. */
  readonly firstOrgId: string;
  readonly clock: () => Micros;
}

/** Everything about who may come in. */
export interface AccountsFeature {
  readonly auth: Auth;
  readonly administration: PeopleAdministration;
  readonly setUp: SetUp;
  readonly authenticate: (credentials: Credentials) => Promise<Authentication>;
}

export function createAccountsFeature(options: AccountsOptions): AccountsFeature {
  const { state, secret, publicUrl, firstOrgId, clock } = options;
  const auth = createAuth({ rows: state.accounts.rows, secret, publicUrl });
  const administration = createPeopleAdministration(state, auth);
  return {
    auth,
    administration,
    setUp: createSetUp(state, administration, firstOrgId, clock),
    authenticate: createAuthenticate({ accounts: state.accounts, secret, clock }),
  };
}
