import { say } from '../../model/messages/message.ts';
import type { MemberChange } from '../../store/state/accounts/members.ts';
import type { Api, ApiContext } from '../deps.ts';
import { found, Problem, unknownId } from '../problems/problems.ts';
import { byId, etagOf, ifMatch, versionOf } from '../schemas.ts';
import { member, memberList, memberPatch, organisation, organisationPatch } from './schemas.ts';

/** Throws what a change came to, unless it was made. */
function expectChanged(id: string, change: MemberChange): void {
  if (change === 'missing') throw unknownId('member', id);
  if (change === 'stale')
    throw new Problem('changed-meanwhile', say('changed.somebody', { thing: say('thing.member'), id }));
  if (change === 'last-admin') throw new Problem('last-administrator', say('account.last-administrator'));
}

/** Who belongs to the organisation, and its name. */
export function memberRoutes(app: Api, { backend, org }: ApiContext): void {
  app.get('/members', { schema: { response: { 200: memberList } } }, async (request) => ({
    items: await org(request).state.members.list(),
  }));

  app.patch(
    '/members/:id',
    { schema: { params: byId, headers: ifMatch, body: memberPatch, response: { 200: member } } },
    async (request, reply) => {
      const { id } = request.params;
      const { members } = org(request).state;
      const version = versionOf(request.headers['if-match']);
      expectChanged(id, await members.setRole(id, request.body.role, version));
      const changed = found('member', id, await members.get(id));
      reply.header('etag', etagOf(changed));
      return changed;
    },
  );

  app.delete('/members/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    expectChanged(id, await org(request).state.members.remove(id));
    return reply.code(204).send();
  });

  app.patch(
    '/organisation',
    { schema: { body: organisationPatch, response: { 200: organisation } } },
    async (request) => {
      const { id } = org(request);
      const { organisations } = backend().state;
      await organisations.rename(id, request.body.name);
      return found('organisation', id, await organisations.get(id));
    },
  );
}
