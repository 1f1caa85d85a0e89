import type { Micros } from '../../base/time.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { OutgoingFetch } from '../outgoing/outgoing-fetch.ts';
import { type Auth, createAuth } from './auth.ts';
import { type Authentication, type Credentials, createAuthenticate } from './authenticate.ts';
import { createInvitationsFeature, type InvitationsFeature } from './invitations.ts';
import { createOwnAccount, type OwnAccount } from './own-account.ts';
import { createPasskeysFeature, type PasskeysFeature } from './passkeys.ts';
import { createPeopleAdministration, type PeopleAdministration } from './people.ts';
import { createCookies } from './session-cookie.ts';
import { createIssueSession } from './sessions.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import type { ProviderSecrets } from './single-sign-on/provider-secrets.ts';
import { secretNameOf } from './single-sign-on/provider-secrets.ts';
import { createSingleSignOn, type SingleSignOn } from './single-sign-on/single-sign-on.ts';
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
  /** For single sign-on: where client secrets are kept, and the one way out. Without it no provider can be used. */
  readonly providers?: {
    readonly secrets: ProviderSecrets;
    readonly fetch: OutgoingFetch;
  };
}

const NO_PROVIDERS: NonNullable<AccountsOptions['providers']> = {
  secrets: {
    get: async () => null,
    set: () => Promise.reject(new Error('no secrets are kept here')),
    remove: async () => false,
  },
  fetch: () => Promise.reject(new Error('there is no way out from here')),
};

/** Everything about who may come in. */
export interface AccountsFeature {
  readonly auth: Auth;
  readonly administration: PeopleAdministration;
  readonly setUp: SetUp;
  readonly signIn: SignIn;
  readonly own: OwnAccount;
  readonly passkeys: PasskeysFeature;
  readonly invitations: InvitationsFeature;
  readonly singleSignOn: SingleSignOn;
  readonly providerSecrets: ProviderSecrets;
  readonly guard: TryGuard;
  readonly authenticate: (credentials: Credentials) => Promise<Authentication>;
}

export function createAccountsFeature(options: AccountsOptions): AccountsFeature {
  const { state, secret, publicUrl, firstOrgId, clock, providers = NO_PROVIDERS } = options;
  const { accounts } = state;
  const auth = createAuth({ rows: accounts.rows, secret, publicUrl });
  const administration = createPeopleAdministration(state);
  const cookies = createCookies(secret, publicUrl.startsWith('https:'));
  const guard = createTryGuard(accounts.tries, clock);
  const twoFactor = createTwoFactor(accounts, secret, clock);
  const issue = createIssueSession(accounts, auth, cookies, clock);
  const signIn = createSignIn({ accounts, cookies, issue, guard, twoFactor, clock });
  return {
    auth,
    administration,
    setUp: createSetUp(state, administration, firstOrgId, clock),
    signIn,
    passkeys: createPasskeysFeature({ accounts, cookies, guard, signIn, clock }),
    invitations: createInvitationsFeature(state),
    providerSecrets: providers.secrets,
    singleSignOn: createSingleSignOn({
      ...{ accounts, cookies, signIn, secret, clock, fetch: providers.fetch },
      secretOf: (providerId) => providers.secrets.get(secretNameOf(providerId)),
    }),
    own: createOwnAccount(accounts, guard, twoFactor),
    guard,
    authenticate: createAuthenticate({
      ...{ accounts, secret, clock },
      isOrganisation: async (id) => (await state.organisations.get(id)) !== null,
    }),
  };
}
