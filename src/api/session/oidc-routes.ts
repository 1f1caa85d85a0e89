/** Single sign-on: to the identity provider and back. Both are followed by the browser itself, so they answer with redirects. */
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../../features/accounts/single-sign-on/refusal.ts';
import type { Api, ApiContext } from '../deps.ts';
import { unknownId } from '../problems/problems.ts';
import { redirectUri } from '../providers/routes.ts';
import { byProvider, callbackQuery, departureQuery } from '../providers/schemas.ts';
import { clientOf } from './enter.ts';
import { sendCookies } from './via-auth.ts';

export function oidcRoutes(app: Api, { backend, log }: ApiContext): void {
  /** The console says there what happened, and goes on to `to` when another way in works; why is for the log. */
  function refuse(reply: FastifyReply, provider: string, { reason, why }: Refusal, to: string) {
    log.warn({ provider, reason, why }, 'signing in with an identity provider failed');
    return reply
      .header('cache-control', 'no-store')
      .redirect(`/sign-in?${new URLSearchParams({ provider, reason, ...(to === '/' ? {} : { to }) })}`, 303);
  }

  app.get(
    '/session/oidc/:provider',
    { schema: { params: byProvider, querystring: departureQuery } },
    async (request, reply) => {
      const { provider } = request.params;
      const { to } = request.query;
      const begun = await backend().accounts.singleSignOn.begin(provider, redirectUri(request, provider), to);
      if (begun === null) throw unknownId('provider', provider);
      if (begun.outcome === 'refused') return refuse(reply, provider, begun, to);
      sendCookies(reply, [begun.cookie]);
      return reply.header('cache-control', 'no-store').redirect(begun.url, 303);
    },
  );

  app.get(
    '/session/oidc/:provider/callback',
    { schema: { params: byProvider, querystring: callbackQuery } },
    async (request, reply) => {
      const { provider } = request.params;
      const { singleSignOn } = backend().accounts;
      const back = new URL(redirectUri(request, provider));
      back.search = new URL(request.raw.url ?? '', request.peer.origin).search;
      const { arrival, to } = await singleSignOn.finish(clientOf(request), provider, back);
      if (arrival.outcome === 'refused') return refuse(reply, provider, arrival, to);
      sendCookies(reply, arrival.entry.cookies);
      return reply.header('cache-control', 'no-store').redirect(to, 303);
    },
  );
}
