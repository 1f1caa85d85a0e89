import type { HeadKey, HeadKeys } from '../../store/state/audit/heads.ts';
import { deriveKey } from './derive-key.ts';
import type { MasterKey } from './key-text.ts';
import type { MasterKeys } from './master-key.ts';

/** The master keys of a process. A rotation puts others in their place while it runs. */
export interface KeyRing {
  readonly keys: () => MasterKeys;
  use(keys: MasterKeys): void;
  /** The one of this id; `null`: it is not here. */
  find(id: string): MasterKey | null;
  /** Signs the audit log, always with the keys of now. */
  readonly headKeys: HeadKeys;
}

export function createKeyRing(first: MasterKeys): KeyRing {
  let keys = first;
  let heads = headKeysOf(first);
  return {
    keys: () => keys,
    use(next) {
      keys = next;
      heads = headKeysOf(next);
    },
    find: (id) => [keys.current, ...keys.older].find((key) => key.id === id) ?? null,
    headKeys: {
      get current() {
        return heads.current;
      },
      get older() {
        return heads.older;
      },
    },
  };
}

function headKeysOf({ current, older }: MasterKeys): HeadKeys {
  const of = (key: MasterKey): HeadKey => ({ id: key.id, bytes: deriveKey(key, 'audit-head') });
  return { current: of(current), older: older.map(of) };
}
