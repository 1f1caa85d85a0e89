/** Above the organisations: which there are, and all people. */
import { say } from '../../model/messages/message.ts';
import { organisationIdOf } from '../../model/organisation-id.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import type { Api, ApiContext } from '../deps.ts';
import { found, idTaken, Problem } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import {
  newOrganisation,
  newPassword,
  newPerson,
  organisation,
  organisationList,
  organisationPatch,
  person,
  personList,
  personPatch,
} from './schemas.ts';

const micros = (at: Date): number => at.getTime() * 1000;
const shown = ({ createdAt, lockedUntil, ...rest }: Person) => ({
  ...rest,
  createdAt: micros(createdAt),
  lockedUntil: lockedUntil === null ? null : micros(lockedUntil),
});

export function platformRoutes(app: Api, { backend }: ApiContext): void {
  app.get('/platform/organisations', { schema: { response: { 200: organisationList } } }, async () => ({
    items: await backend().state.organisations.list(),
  }));

  app.post(
    '/platform/organisations',
    { schema: { body: newOrganisation, response: { 201: organisation } } },
    async (request, reply) => {
      const { organisations } = backend().state;
      const { name, id = organisationIdOf(name) } = request.body;
      const made = await organisations.create(id, name);
      if (made === null) throw idTaken('organisation', id, request.body.id === undefined ? 'name' : 'id');
      return reply.code(201).send(made);
    },
  );

  app.patch(
    '/platform/organisations/:id',
    { schema: { params: byId, body: organisationPatch, response: { 200: organisation } } },
    async (request) => {
      const { id } = request.params;
      const { organisations } = backend().state;
      await organisations.rename(id, request.body.name);
      return found('organisation', id, await organisations.get(id));
    },
  );

  app.get('/platform/users', { schema: { response: { 200: personList } } }, async () => ({
    items: (await backend().state.accounts.people.list()).map(shown),
  }));

  app.post(
    '/platform/users',
    { schema: { body: newPerson, response: { 201: person } } },
    async (request, reply) => {
      const made = await backend().accounts.administration.add(request.body);
      return reply.code(201).send(shown(made));
    },
  );

  app.patch(
    '/platform/users/:id',
    { schema: { params: byId, body: personPatch, response: { 200: person } } },
    async (request) => {
      const { id } = request.params;
      const { isDisabled, isPlatformAdmin } = request.body;
      const isSelf = request.principal?.user?.id === id;
      // Somebody must be left who can take it back.
      if (isSelf && (isDisabled === true || isPlatformAdmin === false))
        throw new Problem('last-administrator', say('account.last-platform'));
      const changed = await backend().accounts.administration.setPowers(id, request.body);
      return shown(found('user', id, changed));
    },
  );

  app.post(
    '/platform/users/:id/password',
    { schema: { params: byId, body: newPassword } },
    async (request, reply) => {
      const { id } = request.params;
      const { accounts, state } = backend();
      found('user', id, await state.accounts.people.byId(id));
      await accounts.administration.setPassword(id, request.body.password);
      return reply.code(204).send();
    },
  );
}
