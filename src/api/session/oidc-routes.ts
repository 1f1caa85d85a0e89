/** Single sign-on: to the identity provider and back. Both are followed by the browser itself, so they answer with redirects. */
import type { Api, ApiContext } from '../deps.ts';
import { Problem } from '../problems/problems.ts';
import { redirectUri } from '../providers/routes.ts';
import { byProvider, callbackQuery } from '../providers/schemas.ts';
import { clientOf, recordEntry } from './enter.ts';
import { sendCookies } from './via-auth.ts';

export function oidcRoutes(app: Api, { backend, log }: ApiContext): void {
  /** Where the console says what happened; `reason` is `denied`, `unknown` or `failed`. */
  const signInPage = (provider: string, reason: string): string =>
    `/sign-in?${new URLSearchParams({ provider, reason })}`;

  app.get('/session/oidc/:provider', { schema: { params: byProvider } }, async (request, reply) => {
    const { provider } = request.params;
    const { singleSignOn } = backend().accounts;
    try {
      const begun = await singleSignOn.begin(provider, redirectUri(request, provider));
      if (begun === null)
        throw new Problem('unknown-id', `provider ${JSON.stringify(provider)}: there is none with this id`);
      sendCookies(reply, [begun.cookie]);
      return reply.header('cache-control', 'no-store').redirect(begun.url, 303);
    } catch (error) {
      if (error instanceof Problem) throw error;
      log.warn({ provider, why: singleSignOn.reasonOf(error) }, 'an identity provider cannot be used');
      return reply.redirect(signInPage(provider, 'failed'), 303);
    }
  });

  app.get(
    '/session/oidc/:provider/callback',
    { schema: { params: byProvider, querystring: callbackQuery } },
    async (request, reply) => {
      const { provider } = request.params;
      const { singleSignOn } = backend().accounts;
      const back = new URL(redirectUri(request, provider));
      back.search = new URL(request.raw.url ?? '', request.peer.origin).search;
      const arrival = await singleSignOn.finish(clientOf(request), provider, back);
      reply.header('cache-control', 'no-store');
      if (arrival.outcome === 'entered') {
        await recordEntry(request, backend(), arrival.entry);
        sendCookies(reply, arrival.entry.cookies);
        return reply.redirect('/', 303);
      }
      if (arrival.outcome === 'failed')
        log.warn({ provider, why: arrival.why }, 'signing in with an identity provider failed');
      return reply.redirect(signInPage(provider, arrival.outcome), 303);
    },
  );
}
