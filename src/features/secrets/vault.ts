import { InputError } from '../../base/errors.ts';
import type { Secret } from '../../base/secret.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Sealed, SecretInfo } from '../../store/state/secrets/sealed.ts';
import { PLATFORM_SECRETS } from '../../store/state/secrets/sealed.ts';
import type { SealedSecrets } from '../../store/state/secrets/secrets.ts';
import type { KeyRing } from './key-ring.ts';
import { seal, unseal } from './seal.ts';

/** The secrets of one organisation. What was set is used, never shown again. */
export interface Secrets {
  /** Throws one sentence about the name, or when it is longer than 64 KiB. */
  set(name: string, secret: Secret): Promise<void>;
  /** For whoever uses it. `null`: there is none of this name. Throws when it does not open. */
  get(name: string): Promise<Secret | null>;
  /** The one that is there, or else what `make` gives, kept. */
  ensure(name: string, make: () => Secret): Promise<Secret>;
  /** Names and dates alone. */
  list(): Promise<SecretInfo[]>;
  remove(name: string): Promise<boolean>;
}

export interface Vault {
  forOrg(orgId: string): Secrets;
  /** Of no organisation. */
  readonly platform: Secrets;
  /** Resolves when no secret is being sealed any more with a key of before. */
  settled(): Promise<void>;
}

const NAME = /^[a-z0-9][a-z0-9._:/-]{0,199}$/;
const MOST_CHARACTERS = 64 * 1024;

export function createVault(state: StateStore, ring: KeyRing): Vault {
  const sealing = new Set<Promise<unknown>>();

  function of(orgId: string, kept: SealedSecrets): Secrets {
    const open = ({ ...sealed }: Sealed, name: string): Secret => {
      const master = ring.find(sealed.keyId);
      if (master !== null) return unseal(master, { orgId, name }, sealed);
      throw new Error(
        `secret ${JSON.stringify(name)} of ${orgId}: it is under master key ${sealed.keyId}, not here`,
      );
    };
    async function put<Result>(name: string, secret: Secret, write: (sealed: Sealed) => Promise<Result>) {
      check(name, secret);
      const written = write(seal(ring.keys().current, { orgId, name }, secret));
      sealing.add(written);
      return written.finally(() => sealing.delete(written));
    }
    const get = async (name: string): Promise<Secret | null> => {
      const sealed = await kept.get(name);
      return sealed === null ? null : open(sealed, name);
    };
    return {
      set: (name, secret) => put(name, secret, (sealed) => kept.put(name, sealed)),
      get,
      async ensure(name, make) {
        const known = await get(name);
        if (known !== null) return known;
        await put(name, make(), (sealed) => kept.add(name, sealed));
        const made = await get(name);
        if (made === null)
          throw new Error(`secret ${JSON.stringify(name)} of ${orgId}: gone right after it was made`);
        return made;
      },
      list: () => kept.list(),
      remove: (name) => kept.remove(name),
    };
  }

  return {
    forOrg: (orgId) => of(orgId, state.forOrg(orgId).secrets),
    platform: of(PLATFORM_SECRETS, state.secrets),
    async settled() {
      await Promise.allSettled(sealing);
    },
  };
}

function check(name: string, secret: Secret): void {
  if (!NAME.test(name)) {
    throw new InputError(
      `name of a secret ${JSON.stringify(name)}: expected a-z, 0-9 and . _ : / -, 200 characters at most`,
    );
  }
  const { length } = secret.reveal();
  if (length > MOST_CHARACTERS) {
    throw new InputError(
      `secret ${JSON.stringify(name)}: expected at most ${MOST_CHARACTERS} characters, found ${length}`,
    );
  }
}
