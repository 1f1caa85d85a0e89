/** What comes of a try to sign in: cookies and the person, or a problem that does not say what was wrong. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../../features/accounts/sessions.ts';
import type { Entry } from '../../features/accounts/sign-in.ts';
import type { Backend } from '../deps.ts';
import { Problem, type WrongField } from '../problems.ts';
import { describeNobody, describePerson } from './describe.ts';
import type { Session } from './schemas.ts';
import { sendCookies } from './via-auth.ts';

export const clientOf = ({ headers, peer }: FastifyRequest): Client => ({
  cookie: headers.cookie,
  from: peer.address,
  agent: headers['user-agent'],
});

/** Throws `wrong-credentials` or `too-many-attempts`. */
export async function afterEntry(
  request: FastifyRequest,
  reply: FastifyReply,
  backend: Backend,
  entry: Entry,
  /** What was said to be the email; `null` where none is. */
  email: string | null = null,
): Promise<Session> {
  if (entry.outcome === 'locked') throw tooMany(entry.waitMs);
  await recorded(request, backend, entry, email);
  if (entry.outcome === 'refused')
    throw new Problem('wrong-credentials', 'The email, the password or the code is wrong.');
  sendCookies(reply, entry.cookies);
  return entry.outcome === 'second-factor'
    ? describeNobody(request, backend, true)
    : describePerson(request, backend, entry.person, null);
}

/** Tries that were held back are not written down: whoever sends them would fill the log. */
async function recorded(request: FastifyRequest, { state }: Backend, entry: Entry, email: string | null) {
  const from = request.peer.address;
  if (entry.outcome === 'entered') {
    const { id, email: label } = entry.person;
    const target = { kind: 'user', id, label };
    await state.audit.record({ action: 'session.started', target }, { kind: 'session', id, label, from });
  }
  if (entry.outcome === 'refused') {
    // Whoever types the password in place of the email must not find it here.
    const person = email === null ? null : await state.accounts.people.byEmail(email);
    const target = { kind: 'user', id: person?.id ?? '', label: person?.email ?? null };
    const actor = { kind: 'session', id: '', label: person?.email ?? '', from } as const;
    await state.audit.record({ action: 'session.refused', target }, actor);
  }
}

export function tooMany(waitMs: number): Problem {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem('too-many-attempts', `Nothing is tried for ${retryAfterS} s.`, { retryAfterS });
}

/** Somebody who is signed in said a wrong password or code. */
export const wrongAgain = (path: string, expected: string): Problem =>
  new Problem('wrong-credentials', `body ${path}: expected ${expected}`, {
    fields: [{ in: 'body', path, value: null, expected } satisfies WrongField],
  });
