import { formatMicros } from '../../base/time.ts';
import { allowedBy } from '../../model/allowed-by.ts';
import { say } from '../../model/messages/message.ts';
import type { Api, ApiContext } from '../deps.ts';
import { found, Problem, wrongFields } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { madeToken, newToken, tokenList } from './schemas.ts';

/** The API tokens of the organisation. */
export function tokenRoutes(app: Api, { org, clock }: ApiContext): void {
  app.get('/tokens', { schema: { response: { 200: tokenList } } }, async (request) => ({
    items: await org(request).state.apiTokens.list(),
  }));

  app.post(
    '/tokens',
    { schema: { body: newToken, response: { 201: madeToken } } },
    async (request, reply) => {
      const { name, role, scopes, expiresAt } = request.body;
      const { permissions = [], label = '' } = request.principal ?? {};
      const beyond = allowedBy(role, scopes).filter((permission) => !permissions.includes(permission));
      if (beyond.length > 0)
        throw new Problem('not-allowed', say('who.token-beyond', { permissions: beyond }));
      if (expiresAt !== null && expiresAt <= clock())
        throw wrongFields([
          {
            ...{ in: 'body', path: 'expiresAt', value: formatMicros(expiresAt) },
            expected: say('expected.instant-to-come'),
          },
        ]);
      const made = await org(request).state.apiTokens.create({
        ...{ name, role, scopes, expiresAt, createdBy: label },
      });
      return reply.code(201).send(made);
    },
  );

  app.delete('/tokens/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    found('token', id, (await org(request).state.apiTokens.revoke(id)) ? id : null);
    return reply.code(204).send();
  });
}
