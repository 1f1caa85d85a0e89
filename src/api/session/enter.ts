/** What comes of a try to sign in: cookies and the person, or a problem that does not say what was wrong. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../../features/accounts/sessions.ts';
import type { Entry } from '../../features/accounts/sign-in.ts';
import { type Message, say } from '../../model/messages/message.ts';
import type { Backend } from '../deps.ts';
import { Problem, wrongFields } from '../problems/problems.ts';
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
): Promise<Session> {
  if (entry.outcome === 'locked') throw tooMany(entry.waitMs);
  if (entry.outcome === 'refused') {
    await recordRefusal(request, backend, entry);
    throw new Problem('wrong-credentials', say('who.wrong'));
  }
  sendCookies(reply, entry.cookies);
  return entry.outcome === 'second-factor'
    ? describeNobody(request, backend, true)
    : describePerson(request, backend, entry.person, null);
}

/**
 * That somebody came in is written down with the session itself. Tries that were held back are not written down: whoever
 * sends them would fill the log. An email that nobody has costs as much as another; it is not named: people type passwords in
 * its place.
 */
async function recordRefusal(
  request: FastifyRequest,
  { state }: Backend,
  { userId, lockedUntil }: Entry & { readonly outcome: 'refused' },
): Promise<void> {
  const person = await state.accounts.people.byId(userId ?? '');
  const target = { kind: 'user', id: person?.id ?? '', label: person?.email ?? null };
  const actor = { kind: 'session', id: '', label: person?.email ?? '', from: request.peer.address } as const;
  await state.audit.record({ action: 'session.refused', target }, actor);
  if (lockedUntil === null) return;
  await state.audit.record(
    { action: 'user.locked', target, after: { until: lockedUntil.toISOString() } },
    actor,
  );
}

export function tooMany(waitMs: number): Problem {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem('too-many-attempts', say('who.locked', { seconds: retryAfterS }), { retryAfterS });
}

/** Somebody who is signed in said a wrong password or code. */
export const wrongAgain = (path: string, expected: Message): Problem =>
  wrongFields([{ in: 'body', path, value: null, expected }], 'wrong-credentials');
