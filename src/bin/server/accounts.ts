/** Who may come in: on the state store, under the master key. */
import { DEFAULT_ORGANISATION } from '../../api/organisation.ts';
import { type AccountsFeature, createAccountsFeature } from '../../features/accounts/create-accounts.ts';
import { deriveKey } from '../../features/secrets/derive-key.ts';
import { readOrMakeMasterKeys } from '../../features/secrets/master-key.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Opens } from './stores.ts';

export interface AccountsNeeds {
  readonly folder: string;
  readonly state: () => StateStore;
  /** Where people reach the console, known once the server listens. */
  readonly publicUrl: () => string;
}

export function accountsComponent({ folder, state, publicUrl }: AccountsNeeds): Opens<AccountsFeature> {
  let accounts: AccountsFeature | null = null;
  return {
    name: 'accounts',
    async start() {
      const { current } = readOrMakeMasterKeys({ dataFolder: folder, env: process.env });
      accounts = createAccountsFeature({
        state: state(),
        secret: deriveKey(current, 'auth').toString('base64'),
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
