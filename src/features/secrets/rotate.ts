/**
 * Another master key, and everything under it. May be cut off anywhere: until the last step both keys are in the key
 * file, new first, and each secret says under which it is; the next rotation goes on where this one ended.
 */
import { InputError } from '../../base/errors.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { KeyRing } from './key-ring.ts';
import { newMasterKey } from './key-text.ts';
import { replaceKeyFile } from './master-key.ts';
import { seal, unseal } from './seal.ts';
import type { Vault } from './vault.ts';

export interface Rotation {
  /** Everything is under this key now. */
  readonly keyId: string;
  readonly secrets: number;
  /** Ends of audit logs that were signed again. */
  readonly heads: number;
  /** An earlier rotation was gone on with: the key had been made then. */
  readonly wasResumed: boolean;
  /** Keys that are still in a variable or credential, where people remove them. */
  readonly unneeded: readonly string[];
  readonly source: string;
}

const AT_ONCE = 100;

/**
 * With a key file a new key is made; with a variable or credential the new one stands first there already, the one of
 * before behind it. Throws, having lost nothing, when a secret does not open.
 */
export async function rotate(state: StateStore, ring: KeyRing, vault: Vault): Promise<Rotation> {
  if (under.has(ring)) throw new InputError('secrets rotate: a rotation is under way already');
  under.add(ring);
  try {
    return await turn(state, ring, vault);
  } finally {
    under.delete(ring);
  }
}

/** Two at once would each forget the other's key. */
const under = new WeakSet<KeyRing>();

async function turn(state: StateStore, ring: KeyRing, vault: Vault): Promise<Rotation> {
  const { file, source, ...before } = ring.keys();
  const wasResumed = file !== null && before.older.length > 0;
  if (file !== null && !wasResumed) {
    ring.use(replaceKeyFile(file, [newMasterKey(), before.current]));
  }
  await vault.settled();
  const { current, older } = ring.keys();
  let secrets = 0;
  for (;;) {
    const rest = await state.allSecrets.notUnder(current.id, AT_ONCE);
    if (rest.length === 0) break;
    await state.allSecrets.reseal(
      rest.map((one) => {
        const master = ring.find(one.keyId);
        if (master === null)
          throw new Error(`secret ${JSON.stringify(one.name)}: it is under key ${one.keyId}, not here`);
        return { before: one, after: seal(current, one, unseal(master, one, one)) };
      }),
    );
    secrets += rest.length;
  }
  const heads = await state.audit.signAgain();
  await state.audit.record({
    action: 'secrets.rotated',
    target: { kind: 'master-key', id: current.id },
    after: { secrets, heads },
  });
  await state.audit.flush();
  if (file !== null) ring.use(replaceKeyFile(file, [current]));
  const unneeded = file === null ? older.map(({ id }) => id) : [];
  return { keyId: current.id, secrets, heads, wasResumed, unneeded, source };
}
