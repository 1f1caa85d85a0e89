/** The first administrator: no default password, but a link that is printed where the server was started. */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Micros } from '../../base/time.ts';
import { say } from '../../model/messages/message.ts';
import { wrongField } from '../../model/messages/refusal.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import { currentActor } from '../../store/state/audit/context.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { PeopleAdministration } from './people.ts';

export interface FirstAdministrator {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organisation: string;
}

export interface SetUp {
  /** Nobody stands above the organisations yet. */
  isNeeded(): Promise<boolean>;
  /** A token that is good once, for an hour; an older one is void. `null` when no set-up is needed. */
  newToken(): Promise<string | null>;
  isValid(token: string): boolean;
  /**
   * Makes the administrator, names the organisation. The token is used up when that worked. Throws InputError for a wrong
   * field; gives `null` for a wrong or ended token, or when somebody was faster.
   */
  complete(token: string, first: FirstAdministrator): Promise<Person | null>;
}

const TOKEN_BYTES = 24;
const TOKEN_LIVES_US = 3600e6;

export function createSetUp(
  state: StateStore,
  administration: PeopleAdministration,
  orgId: string,
  clock: () => Micros,
): SetUp {
  let token: { readonly text: string; readonly endsAt: Micros } | null = null;
  let isBusy = false;
  let isDone = false;

  async function isNeeded(): Promise<boolean> {
    // There is no way back: once somebody stands there, nobody asks the store again.
    isDone ||= await state.accounts.people.hasAdministrator();
    return !isDone;
  }

  function isValid(text: string): boolean {
    if (token === null || token.endsAt <= clock()) return false;
    const [given, expected] = [Buffer.from(text), Buffer.from(token.text)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  return {
    isNeeded,
    async newToken() {
      if (!(await isNeeded())) return null;
      token = { text: randomBytes(TOKEN_BYTES).toString('base64url'), endsAt: clock() + TOKEN_LIVES_US };
      return token.text;
    },
    isValid,
    async complete(text, { organisation, ...person }) {
      if (isBusy || !isValid(text)) return null;
      isBusy = true;
      try {
        if (!(await isNeeded())) return null;
        if (organisation.trim() === '')
          throw wrongField('organisation', organisation, say('expected.characters-least', { least: 1 }));
        const { email: label } = person;
        const made = await administration.add(
          { ...person, isPlatformAdmin: true },
          {
            member: { orgId, role: 'admin' },
            actorOf: (id) => ({ kind: 'set-up', id, label, from: currentActor().from }),
          },
        );
        // Last: who is cut off here can sign in, and give it its name.
        await state.organisations.rename(orgId, organisation);
        token = null;
        return made;
      } finally {
        isBusy = false;
      }
    },
  };
}
