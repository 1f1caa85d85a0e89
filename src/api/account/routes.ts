/** One's own account: name, password, second factor, sessions. */

import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { say } from '../../model/messages/message.ts';
import type { Api, ApiContext, Backend } from '../deps.ts';
import { Problem, unknownId } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { known } from '../session/describe.ts';
import { outcomeOf, ownerOf } from './owner.ts';
import { passkeyDocument } from './passkey-routes.ts';
import {
  account,
  accountPatch,
  passwordChange,
  recoveryCodes,
  twoFactorProposal,
  withCode,
  withPassword,
} from './schemas.ts';

const PASSWORD = { path: 'password', expected: say('expected.password') };
const missing = () => new Problem('two-factor-missing', say('account.factor-missing'));

export function accountRoutes(app: Api, { backend, clock }: ApiContext): void {
  const shown = (request: FastifyRequest) => show(request, backend(), new Date(clock() / 1000));

  app.get('/account', { schema: { response: { 200: account } } }, shown);

  app.patch('/account', { schema: { body: accountPatch, response: { 200: account } } }, async (request) => {
    await backend().state.accounts.logins.setProfile(ownerOf(request).userId, request.body);
    return shown(request);
  });

  app.post('/account/password', { schema: { body: passwordChange } }, async (request, reply) => {
    const { current, next } = request.body;
    const changed = await backend().accounts.own.changePassword(ownerOf(request), current, next);
    outcomeOf(changed, { path: 'current', expected: say('expected.present-password') }, missing());
    return reply.code(204).send();
  });

  app.post(
    '/account/two-factor',
    { schema: { body: withPassword, response: { 200: twoFactorProposal } } },
    async (request) => {
      const { own } = backend().accounts;
      const proposed = await own.proposeTwoFactor(ownerOf(request), request.body.password);
      return outcomeOf(
        proposed,
        PASSWORD,
        new Problem('two-factor-in-force', say('account.factor-in-force')),
      );
    },
  );

  app.post('/account/two-factor/verify', { schema: { body: withCode } }, async (request, reply) => {
    const { own } = backend().accounts;
    const confirmed = await own.confirmTwoFactor(ownerOf(request), request.body.code);
    const expected = say('expected.code');
    outcomeOf(
      confirmed,
      { path: 'code', expected },
      new Problem('two-factor-missing', say('account.factor-waits-not')),
    );
    return reply.code(204).send();
  });

  app.post('/account/two-factor/remove', { schema: { body: withPassword } }, async (request, reply) => {
    const { own } = backend().accounts;
    outcomeOf(await own.removeTwoFactor(ownerOf(request), request.body.password), PASSWORD, missing());
    return reply.code(204).send();
  });

  app.post(
    '/account/recovery-codes',
    { schema: { body: withPassword, response: { 200: recoveryCodes } } },
    async (request) => {
      const { own } = backend().accounts;
      const made = await own.newRecoveryCodes(ownerOf(request), request.body.password);
      const codes = outcomeOf(made, PASSWORD, missing());
      return { recoveryCodes: codes };
    },
  );

  app.delete('/account/sessions/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    const { userId } = ownerOf(request);
    if (!(await backend().state.accounts.sessions.end(userId, id))) throw unknownId('session', id);
    return reply.code(204).send();
  });

  app.delete('/account/sessions', async (request, reply) => {
    const { userId, sessionId } = ownerOf(request);
    await backend().state.accounts.sessions.endOthers(userId, sessionId);
    return reply.code(204).send();
  });
}

const micros = (at: Date): number => at.getTime() * 1000;

async function show(
  request: FastifyRequest,
  { state }: Backend,
  now: Date,
): Promise<z.output<typeof account>> {
  const { userId, sessionId } = ownerOf(request);
  const { logins, sessions, twoFactors } = state.accounts;
  const [person, credential, list, links, recoveryCodesLeft, passkeys] = await Promise.all([
    known(state, userId),
    logins.ofPerson(userId),
    sessions.ofPerson(userId, now),
    logins.links(userId),
    twoFactors.recoveryCodesLeft(userId),
    state.accounts.passkeys.ofPerson(userId),
  ]);
  return {
    email: person.email,
    name: person.name,
    language: person.language,
    hasPassword: credential?.password != null,
    hasTwoFactor: person.hasTwoFactor,
    recoveryCodesLeft,
    passkeys: passkeys.map(passkeyDocument),
    sessions: list.map(({ id, createdAt, lastSeenAt, expiresAt, address, agent }) => ({
      ...{ id, address, agent, isThis: id === sessionId },
      ...{ createdAt: micros(createdAt), lastSeenAt: micros(lastSeenAt), expiresAt: micros(expiresAt) },
    })),
    links: links.map(({ providerId }) => ({ provider: providerId })),
  };
}
