/** Who may come in: on the state store, under the master key. */
import { randomBytes } from 'node:crypto';
import { DEFAULT_ORGANISATION } from '../../api/organisation.ts';
import { Secret } from '../../base/secret.ts';
import { type AccountsFeature, createAccountsFeature } from '../../features/accounts/create-accounts.ts';
import type { Outgoing } from '../../features/outgoing/outgoing.ts';
import { outgoingFetch } from '../../features/outgoing/outgoing-fetch.ts';
import type { Vault } from '../../features/secrets/vault.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Opens } from './stores.ts';

/** What an identity provider may say at once, and how long it may take. */
const OF_PROVIDERS = { maxBytes: 512 * 1024, timeoutMs: 10_000 };

export interface AccountsNeeds {
  readonly state: () => StateStore;
  readonly vault: () => Vault;
  /** The one way out; without it nobody signs in with an identity provider. */
  readonly outgoing?: Outgoing;
  /** Where people reach the console, known once the server listens. */
  readonly publicUrl: () => string;
}

export function accountsComponent({
  state,
  vault,
  outgoing,
  publicUrl,
}: AccountsNeeds): Opens<AccountsFeature> {
  let accounts: AccountsFeature | null = null;
  return {
    name: 'accounts',
    async start() {
      // Kept, not derived: another master key must not end every session and void every TOTP secret.
      const make = () => new Secret(randomBytes(32).toString('base64'));
      const secret = await vault().platform.ensure('auth', make);
      accounts = createAccountsFeature({
        state: state(),
        secret: secret.reveal(),
        publicUrl: new URL(publicUrl()).origin,
        firstOrgId: DEFAULT_ORGANISATION,
        clock: () => Date.now() * 1000,
        ...(outgoing === undefined
          ? {}
          : { providers: { secrets: vault().platform, fetch: outgoingFetch(outgoing, OF_PROVIDERS) } }),
      });
    },
    async stop() {},
    get: () => {
      if (accounts === null) throw new Error('accounts were asked for before they were started');
      return accounts;
    },
  };
}
