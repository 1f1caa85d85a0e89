/** Passkeys: signing in with one, and those of one's own account. */

import type { FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import type { Passkey } from '../../store/state/accounts/passkeys.ts';
import type { Api, ApiContext } from '../deps.ts';
import { Problem, unknownId, wrongFields } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { canUsePasskeys } from '../session/describe.ts';
import { afterEntry, clientOf } from '../session/enter.ts';
import { session } from '../session/schemas.ts';
import { sendCookies } from '../session/via-auth.ts';
import { ownerOf } from './owner.ts';
import { authentication, ceremonyOptions, newPasskey, passkey, passkeyPatch } from './passkey-schemas.ts';

export const passkeyDocument = ({ id, name, createdAt, lastUsedAt }: Passkey) => ({
  ...{ id, name, createdAt: createdAt.getTime() * 1000 },
  lastUsedAt: lastUsedAt === null ? null : lastUsedAt.getTime() * 1000,
});

/** Of the console as this browser sees it: a passkey is bound to its host. Throws `passkeys-not-here`. */
function originOf({ peer }: FastifyRequest): string {
  if (canUsePasskeys(peer.origin)) return peer.origin;
  throw new Problem('passkeys-not-here', say('account.passkeys-not-here', { origin: peer.origin }));
}

export function passkeyRoutes(app: Api, { backend }: ApiContext): void {
  app.post(
    '/session/passkey/options',
    { schema: { response: { 200: ceremonyOptions } } },
    async (request, reply) => {
      const { options, cookie } = await backend().accounts.passkeys.requestOptions(originOf(request));
      sendCookies(reply, [cookie]);
      return { ...options };
    },
  );

  app.post(
    '/session/passkey',
    { schema: { body: authentication, response: { 200: session } } },
    async (request, reply) => {
      const { passkeys } = backend().accounts;
      const entry = await passkeys.signIn(clientOf(request), originOf(request), request.body.response);
      return afterEntry(request, reply, backend(), entry);
    },
  );

  app.post(
    '/account/passkeys/options',
    { schema: { response: { 200: ceremonyOptions } } },
    async (request, reply) => {
      const { userId, email } = ownerOf(request);
      const name = request.principal?.user?.name ?? email;
      const person = { userId, email, name };
      const made = await backend().accounts.passkeys.creationOptions(originOf(request), person);
      sendCookies(reply, [made.cookie]);
      return { ...made.options };
    },
  );

  app.post(
    '/account/passkeys',
    { schema: { body: newPasskey, response: { 201: passkey } } },
    async (request, reply) => {
      const { userId } = ownerOf(request);
      const { passkeys } = backend().accounts;
      const made = await passkeys.add(clientOf(request), originOf(request), userId, request.body);
      if (made === null) {
        const expected = say('expected.passkey-answer');
        throw wrongFields([{ in: 'body', path: 'response', value: null, expected }]);
      }
      return reply.code(201).send(passkeyDocument(made));
    },
  );

  app.patch(
    '/account/passkeys/:id',
    { schema: { params: byId, body: passkeyPatch, response: { 200: passkey } } },
    async (request) => {
      const { id } = request.params;
      const { name } = request.body;
      const renamed = await backend().state.accounts.passkeys.rename(ownerOf(request).userId, id, name);
      if (renamed === null) throw unknownId('passkey', id);
      return passkeyDocument(renamed);
    },
  );

  app.delete('/account/passkeys/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    if (!(await backend().state.accounts.passkeys.remove(ownerOf(request).userId, id)))
      throw unknownId('passkey', id);
    return reply.code(204).send();
  });
}
