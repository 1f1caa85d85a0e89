import type { Micros } from '../../base/time.ts';
import type { StateStore } from '../../store/state/open.ts';
import { type Auth, createAuth } from './auth.ts';
import { type Authentication, type Credentials, createAuthenticate } from './authenticate.ts';
import { createOwnAccount, type OwnAccount } from './own-account.ts';
import { createPeopleAdministration, type PeopleAdministration } from './people.ts';
import { createCookies } from './session-cookie.ts';
import { createIssueSession } from './sessions.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createTryGuard, type TryGuard } from './try-guard.ts';
import { createTwoFactor } from './two-factor.ts';

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
  readonly signIn: SignIn;
  readonly own: OwnAccount;
  readonly guard: TryGuard;
  readonly authenticate: (credentials: Credentials) => Promise<Authentication>;
}

export function createAccountsFeature(options: AccountsOptions): AccountsFeature {
  const { state, secret, publicUrl, firstOrgId, clock } = options;
  const { accounts } = state;
  const auth = createAuth({ rows: accounts.rows, secret, publicUrl });
  const administration = createPeopleAdministration(state);
  const cookies = createCookies(secret, publicUrl.startsWith('https:'));
  const guard = createTryGuard(accounts.tries, clock);
  const twoFactor = createTwoFactor(accounts, secret, clock);
  const issue = createIssueSession(accounts, auth, cookies, clock);
  return {
    auth,
    administration,
    setUp: createSetUp(state, administration, firstOrgId, clock),
    signIn: createSignIn({ accounts, cookies, issue, guard, twoFactor, clock }),
    own: createOwnAccount(accounts, guard, twoFactor),
    guard,
    authenticate: createAuthenticate({ accounts, secret, clock }),
  };
}
