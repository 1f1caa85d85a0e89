import type { FastifyRequest } from 'fastify';
import type { Outcome, Owner } from '../../features/accounts/own-account.ts';
import { type Message, say } from '../../model/messages/message.ts';
import { Problem } from '../problems/problems.ts';
import { tooMany, wrongAgain } from '../session/enter.ts';

/** Whose account it is. Throws `not-allowed` for a token: it is of an organisation, not of a person. */
export function ownerOf({ principal, peer }: FastifyRequest): Owner {
  if (principal?.kind !== 'session' || principal.user === null)
    throw new Problem('not-allowed', say('who.person-only'));
  const { id: userId, email } = principal.user;
  return { userId, email, sessionId: principal.id, from: peer.address };
}

/** What came of it; or throws, naming the field of the body that was wrong. `notNow` is thrown when it cannot be done. */
export function outcomeOf<Result>(
  outcome: Outcome<Result>,
  wrong: { readonly path: string; readonly expected: Message },
  notNow: Problem,
): Result {
  switch (outcome.outcome) {
    case 'done':
      return outcome.result;
    case 'locked':
      throw tooMany(outcome.waitMs);
    case 'wrong':
      throw wrongAgain(wrong.path, wrong.expected);
    case 'not-now':
      throw notNow;
  }
}
