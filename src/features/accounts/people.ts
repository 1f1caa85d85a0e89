/** What administrators, the set-up and the command line do to people. */

import { EMAIL, LONGEST_EMAIL, LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../model/account-limits.ts';
import { say } from '../../model/messages/message.ts';
import { Refusal, wrongField } from '../../model/messages/refusal.ts';
import type { Role } from '../../model/permissions.ts';
import { emailTaken, type More } from '../../store/state/accounts/logins.ts';
import type { Person, Powers } from '../../store/state/accounts/people.ts';
import type { StateStore } from '../../store/state/open.ts';
import { hashPassword } from './passwords.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly isPlatformAdmin: boolean;
}

const LONGEST_NAME = 200;

/** Throws InputError that names the field. */
export function checkPassword(password: string, field = 'password'): string {
  const { length } = password;
  if (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD) return password;
  const expected = say('expected.characters-range', { least: SHORTEST_PASSWORD, most: LONGEST_PASSWORD });
  throw new Refusal(say('refused.field-found', { path: field, expected, found: length }), {
    ...{ path: field, value: null, expected },
  });
}

/** As it is kept: lower case. Throws InputError. */
export function checkEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= LONGEST_EMAIL && EMAIL.test(email)) return email;
  throw wrongField('email', text, say('expected.email'));
}

/** Without spaces around it; the email when there is nothing else. Throws InputError. */
export function checkName(name: string, email: string): string {
  const called = name.trim() || email;
  if (called.length <= LONGEST_NAME) return called;
  throw wrongField('name', called, say('expected.characters-most', { most: LONGEST_NAME }));
}

/** Everything that is done here is written down in the platform's audit log. */
export interface PeopleAdministration {
  /** Throws Refusal when the email is taken or a field is wrong. Makes nothing then. */
  add(person: NewPerson, more?: More): Promise<Person>;
  /** Also ends every session of that person. */
  setPassword(id: string, password: string): Promise<void>;
  /** As the person is afterwards; `null` when there is none with this id. */
  setPowers(id: string, powers: Powers): Promise<Person | null>;
  join(orgId: string, userId: string, role: Role): Promise<void>;
}

export function createPeopleAdministration(state: StateStore): PeopleAdministration {
  const { people, logins } = state.accounts;
  return {
    async add({ email: text, name, password, isPlatformAdmin }, more) {
      const email = checkEmail(text);
      checkPassword(password);
      const called = checkName(name, email);
      // Before the work of a hash.
      if ((await people.byEmail(email)) !== null) throw emailTaken(email);
      const digest = await hashPassword(password);
      const id = await logins.create({ email, name: called, password: digest, isPlatformAdmin }, more);
      const made = await people.byId(id);
      if (made === null) throw new Error(`user ${id}: gone right after it was made`);
      return made;
    },
    async setPassword(id, password) {
      checkPassword(password);
      await logins.setPassword(id, await hashPassword(password), null);
    },
    setPowers: (id, powers) => people.setPowers(id, powers),
    async join(orgId, userId, role) {
      await state.forOrg(orgId).members.add(userId, role);
    },
  };
}
