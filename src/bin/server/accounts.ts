/** Who may come in: on the state store, under the master key. */
import { randomBytes } from 'node:crypto';
import { DEFAULT_ORGANISATION } from '../../api/organisation.ts';
import { Secret } from '../../base/secret.ts';
import { type AccountsFeature, createAccountsFeature } from '../../features/accounts/create-accounts.ts';
import type { Vault } from '../../features/secrets/vault.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Opens } from './stores.ts';

export interface AccountsNeeds {
  readonly state: () => StateStore;
  readonly vault: () => Vault;
  /** Where people reach the console, known once the server listens. */
  readonly publicUrl: () => string;
}

export function accountsComponent({ state, vault, publicUrl }: AccountsNeeds): Opens<AccountsFeature> {
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
      });
    },
    async stop() {},
    get: () => {
      if (accounts === null) throw new Error('accounts were asked for before they were started');
      return accounts;
    },
  };
}
