import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../model/account-limits.ts';
import { say } from '../../model/messages/message.ts';
import type { Api, ApiContext } from '../deps.ts';
import { Problem, wrongFields } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { describePerson, known } from '../session/describe.ts';
import { afterEntry, clientOf } from '../session/enter.ts';
import { session } from '../session/schemas.ts';
import { acceptance, byToken, invitationList, madeInvitation, newInvitation, offer } from './schemas.ts';

const ended = () => new Problem('invitation-ended', say('account.invitation'));

export function invitationRoutes(app: Api, { backend, org }: ApiContext): void {
  app.get('/invitations', { schema: { response: { 200: invitationList } } }, async (request) => ({
    items: await org(request).state.invitations.list(),
  }));

  app.post(
    '/invitations',
    { schema: { body: newInvitation, response: { 201: madeInvitation } } },
    async (request, reply) => {
      const { email, role } = request.body;
      const by = request.principal?.label ?? '';
      const { invitations } = backend().accounts;
      const { invitation, token } = await invitations.invite(org(request).id, email, role, by);
      // Behind the #: no server and no log sees it.
      return reply.code(201).send({ invitation, link: `${request.peer.origin}/invitation#${token}` });
    },
  );

  app.delete('/invitations/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    if (!(await org(request).state.invitations.revoke(id)))
      throw new Problem('unknown-id', say('there.no-open-invitation', { id }));
    return reply.code(204).send();
  });

  app.get(
    '/invitations/:token/offer',
    { schema: { params: byToken, response: { 200: offer } } },
    async (request) => {
      const found = await backend().accounts.invitations.offer(request.params.token);
      if (found === null) throw ended();
      return found;
    },
  );

  app.post(
    '/invitations/:token/accept',
    { schema: { params: byToken, body: acceptance, response: { 200: session } } },
    async (request, reply) => {
      const { token } = request.params;
      const { invitations, signIn } = backend().accounts;
      const found = await invitations.offer(token);
      if (found === null) throw ended();
      const user = request.principal?.user ?? null;
      if (found.hasAccount) {
        if (user === null) throw new Problem('not-signed-in', say('who.sign-in-as', { email: found.email }));
        if (user.email.toLowerCase() !== found.email)
          throw new Problem(
            'not-allowed',
            say('who.invited-other', { email: found.email, user: user.email }),
          );
        if ((await invitations.acceptAs(token, user.id)) === null) throw ended();
        return describePerson(request, backend(), await known(backend().state, user.id), found.orgId);
      }
      const { name = '', password } = request.body;
      if (password === undefined) {
        const expected = say('expected.characters-range', {
          least: SHORTEST_PASSWORD,
          most: LONGEST_PASSWORD,
        });
        throw wrongFields([{ in: 'body', path: 'password', value: null, expected }]);
      }
      const made = await invitations.acceptNew(token, found, name, password);
      if (made === null) throw ended();
      return afterEntry(request, reply, backend(), await signIn.enter(clientOf(request), made));
    },
  );
}
