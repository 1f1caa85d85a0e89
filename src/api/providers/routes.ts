/** Identity providers: kept by the administrators of the platform. */

import type { FastifyRequest } from 'fastify';
import { Secret } from '../../base/secret.ts';
import { secretNameOf } from '../../features/accounts/single-sign-on/provider-secrets.ts';
import { say } from '../../model/messages/message.ts';
import type { IdentityProvider } from '../../store/state/accounts/identity-providers.ts';
import type { Api, ApiContext } from '../deps.ts';
import { found, idTaken, unknownId, wrongFields } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { newProvider, provider, providerList, providerPatch } from './schemas.ts';

export const redirectUri = ({ peer }: FastifyRequest, id: string): string =>
  `${peer.origin}/api/v1/session/oidc/${encodeURIComponent(id)}/callback`;

export function providerRoutes(app: Api, { backend }: ApiContext): void {
  const providers = () => backend().state.accounts.providers;
  const secrets = () => backend().accounts.providerSecrets;

  async function shown(request: FastifyRequest, { createdAt, ...rest }: IdentityProvider) {
    const hasClientSecret = (await secrets().get(secretNameOf(rest.id))) !== null;
    return {
      ...{ ...rest, hasClientSecret, redirectUri: redirectUri(request, rest.id) },
      createdAt: createdAt.getTime() * 1000,
    };
  }

  async function expectOrganisation(orgId: string | null | undefined): Promise<void> {
    if (orgId == null || (await backend().state.organisations.get(orgId)) !== null) return;
    const expected = say('expected.organisation');
    throw wrongFields([{ in: 'body', path: 'orgId', value: orgId, expected }]);
  }

  app.get('/platform/providers', { schema: { response: { 200: providerList } } }, async (request) => ({
    items: await Promise.all((await providers().list()).map((each) => shown(request, each))),
  }));

  app.post(
    '/platform/providers',
    { schema: { body: newProvider, response: { 201: provider } } },
    async (request, reply) => {
      const { clientSecret, ...fields } = request.body;
      await expectOrganisation(fields.orgId);
      if (!(await providers().create(fields))) throw idTaken('provider', fields.id);
      if (clientSecret !== undefined) await secrets().set(secretNameOf(fields.id), new Secret(clientSecret));
      const made = found('provider', fields.id, await providers().get(fields.id));
      return reply.code(201).send(await shown(request, made));
    },
  );

  app.patch(
    '/platform/providers/:id',
    { schema: { params: byId, body: providerPatch, response: { 200: provider } } },
    async (request) => {
      const { id } = request.params;
      const { clientSecret, ...patch } = request.body;
      await expectOrganisation(patch.orgId);
      if (!(await providers().change(id, patch))) throw unknownId('provider', id);
      if (clientSecret === null) await secrets().remove(secretNameOf(id));
      else if (clientSecret !== undefined) await secrets().set(secretNameOf(id), new Secret(clientSecret));
      const after = found('provider', id, await providers().get(id));
      return shown(request, after);
    },
  );

  app.delete('/platform/providers/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    if (!(await providers().remove(id))) throw unknownId('provider', id);
    await secrets().remove(secretNameOf(id));
    return reply.code(204).send();
  });
}
