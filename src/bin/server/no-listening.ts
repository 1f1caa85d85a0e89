import { InputError } from '../../base/errors.ts';
import type { Listening } from '../../features/live/listening.ts';

/** Where nothing can be listened on: every wish is refused with the reason. */
export function noListening(reason: string): Listening {
  return {
    forOrg: () => ({
      list: () => [],
      start: async ({ interface: name }) => {
        throw new InputError(`interface ${name}: ${reason}`);
      },
      stop: async () => false,
    }),
    on: () => () => {},
    stop: async () => {},
  };
}
