import { EXIT, InputError } from '../../base/errors.ts';
import {
  type KeyPlace,
  keyPlaces,
  type MasterKeys,
  readMasterKeys,
  readOrMakeMasterKeys,
} from './master-key.ts';

/**
 * The master keys of a store that was written under the keys `inUse`; of a new one a key is made. Throws one sentence
 * when one of them is not here: a wrong key would only show when a secret is needed.
 */
export function unlock(place: KeyPlace, inUse: readonly string[]): MasterKeys {
  if (inUse.length === 0) return readOrMakeMasterKeys(place);
  const keys = readMasterKeys(place);
  if (keys === null) {
    throw new InputError(
      `the master key is missing: this store was written under key ${inUse.join(' and ')}, expected in ` +
        `${keyPlaces(place.dataFolder)}; put it back there`,
      EXIT.failure,
    );
  }
  const ids = [keys.current, ...keys.older].map(({ id }) => id);
  const missing = inUse.filter((id) => !ids.includes(id));
  if (missing.length === 0) return keys;
  throw new InputError(
    `${keys.source}: expected the master key ${missing.join(' and ')}, under which this store was written, ` +
      `found ${ids.join(' and ')}; put the right one there`,
    EXIT.failure,
  );
}
