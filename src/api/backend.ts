import { type Message, say } from '../model/messages/message.ts';
import type { Backend } from './deps.ts';
import { Problem } from './problems/problems.ts';

/** Where the backend is put when the stores are open: the API answers before that, and while they close. */
export interface BackendSlot {
  /** Throws `not-ready` while there is none. */
  readonly get: () => Backend;
  set(backend: Backend): void;
  clear(): void;
}

const STARTING = say('server.starting');
const STOPPING = say('server.stopping');

export function backendSlot(): BackendSlot {
  let present: Backend | null = null;
  let absence: Message = STARTING;
  return {
    get() {
      if (present === null) throw new Problem('not-ready', absence);
      return present;
    },
    set(backend) {
      present = backend;
    },
    clear() {
      present = null;
      absence = STOPPING;
    },
  };
}
