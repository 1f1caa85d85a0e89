import { say } from '../../model/messages/message.ts';
import { runAs } from '../../store/state/audit/context.ts';
import { actorOf } from '../audit/actor.ts';
import type { Api, ApiContext } from '../deps.ts';
import { Problem } from '../problems/problems.ts';
import { describePerson, describeRequest, known } from './describe.ts';
import { afterEntry, clientOf } from './enter.ts';
import { secondFactor, session, setUp, showOrganisation, signIn } from './schemas.ts';
import { authHeaders, sendCookies, viaAuth } from './via-auth.ts';

export function sessionRoutes(app: Api, { backend }: ApiContext): void {
  app.get('/session', { schema: { response: { 200: session } } }, async (request, reply) => {
    const { auth } = backend().accounts;
    // Also moves the end of a session that is in use.
    if (request.principal?.kind === 'session')
      await viaAuth(reply, auth.api.getSession({ headers: authHeaders(request), returnHeaders: true }));
    return describeRequest(request, backend());
  });

  app.post('/session', { schema: { body: signIn, response: { 200: session } } }, async (request, reply) => {
    const { email, password } = request.body;
    const { signIn } = backend().accounts;
    const entry = await signIn.byPassword(clientOf(request), email, password);
    return afterEntry(request, reply, backend(), entry);
  });

  app.post(
    '/session/second-factor',
    { schema: { body: secondFactor, response: { 200: session } } },
    async (request, reply) => {
      const { kind, code } = request.body;
      const { signIn } = backend().accounts;
      const entry = await signIn.bySecondFactor(clientOf(request), kind, code);
      return afterEntry(request, reply, backend(), entry);
    },
  );

  app.delete('/session', async (request, reply) => {
    const { auth, signIn } = backend().accounts;
    const { principal } = request;
    if (principal?.kind === 'session' && principal.user !== null)
      await backend().state.accounts.sessions.end(principal.user.id, principal.id);
    // Nothing is left for it to end but the browser's cookie.
    await viaAuth(reply, auth.api.signOut({ headers: authHeaders(request), returnHeaders: true }));
    sendCookies(reply, signIn.forgetChallenge(request.headers.cookie));
    return reply.code(204).send();
  });

  app.put(
    '/session/organisation',
    { schema: { body: showOrganisation, response: { 200: session } } },
    async (request) => {
      const { principal } = request;
      const { state } = backend();
      const { id } = request.body;
      if (principal?.kind !== 'session' || principal.user === null)
        throw new Problem('not-allowed', say('who.session-only'));
      const person = await known(state, principal.user.id);
      const exists = person.isPlatformAdmin && (await state.organisations.get(id)) !== null;
      if (!exists && !person.memberships.some(({ orgId }) => orgId === id))
        throw new Problem('not-a-member', say('who.not-yours', { id }));
      await state.accounts.people.showOrganisation(principal.id, id);
      return describePerson(request, backend(), person, id);
    },
  );

  app.post('/setup', { schema: { body: setUp, response: { 200: session } } }, async (request, reply) => {
    const { token, ...first } = request.body;
    const { accounts } = backend();
    // Whoever has the link is the one who sets Vigie up.
    const actor = { ...actorOf(request), kind: 'set-up', label: first.email } as const;
    const made = await runAs(actor, () => accounts.setUp.complete(token, first));
    if (made === null) throw new Problem('set-up-link-ended', say('account.set-up-link'));
    return afterEntry(request, reply, backend(), await accounts.signIn.enter(clientOf(request), made.id));
  });
}
