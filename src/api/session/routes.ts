import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ALLOWED } from '../../model/permissions.ts';
import type { Principal } from '../../model/principal.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import type { Api, ApiContext, Backend } from '../deps.ts';
import { Problem } from '../problems.ts';
import { type Session, session, setUp, showOrganisation, signIn } from './schemas.ts';
import { authHeaders, viaAuth } from './via-auth.ts';

const NOBODY: Omit<Session, 'setUpNeeded'> = {
  ...{ user: null, organisation: null, permissions: [], organisations: [] },
};

export function sessionRoutes(app: Api, { backend }: ApiContext): void {
  app.get('/session', { schema: { response: { 200: session } } }, async (request, reply) => {
    const { accounts, state } = backend();
    if (request.principal === null) return { ...NOBODY, setUpNeeded: await accounts.setUp.isNeeded() };
    // Also moves the end of a session that is in use.
    if (request.principal.kind === 'session')
      await viaAuth(
        reply,
        accounts.auth.api.getSession({ headers: authHeaders(request), returnHeaders: true }),
      );
    return describe(state, request.principal);
  });

  app.post('/session', { schema: { body: signIn, response: { 200: session } } }, async (request, reply) => {
    const person = await enter(request, reply, backend(), request.body);
    return ofPerson(person, null);
  });

  app.delete('/session', async (request, reply) => {
    const { auth } = backend().accounts;
    await viaAuth(reply, auth.api.signOut({ headers: authHeaders(request), returnHeaders: true }));
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
        throw new Problem('not-allowed', 'Only the session of a person changes its organisation.');
      const person = await known(state, principal.user.id);
      const exists = person.isPlatformAdmin && (await state.organisations.get(id)) !== null;
      if (!exists && !person.memberships.some(({ orgId }) => orgId === id))
        throw new Problem('not-a-member', `organisation ${JSON.stringify(id)}: none of yours has this id`);
      await state.accounts.people.showOrganisation(principal.id, id);
      return withOrganisations(state, person, id);
    },
  );

  app.post('/setup', { schema: { body: setUp, response: { 200: session } } }, async (request, reply) => {
    const { token, ...first } = request.body;
    const { accounts } = backend();
    const made = await accounts.setUp.complete(token, first);
    if (made === null)
      throw new Problem(
        'set-up-link-ended',
        'Restart the server for a new link, if there is no administrator.',
      );
    return ofPerson(await enter(request, reply, backend(), first), null);
  });
}

/** Signs in, or throws `wrong-credentials`. */
async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  { accounts, state }: Backend,
  { email, password }: z.infer<typeof signIn>,
): Promise<Person> {
  const headers = authHeaders(request);
  const body = { email, password };
  const person = await state.accounts.people.byEmail(email);
  if (person?.isDisabled) throw new Problem('wrong-credentials', 'The email or the password is wrong.');
  const { user } = await viaAuth(
    reply,
    accounts.auth.api.signInEmail({ body, headers, returnHeaders: true }),
  );
  return known(state, user.id);
}

async function known({ accounts }: Backend['state'], id: string): Promise<Person> {
  const person = await accounts.people.byId(id);
  if (person === null) throw new Problem('not-signed-in', 'This account is gone.');
  return person;
}

async function describe(state: Backend['state'], principal: Principal): Promise<Session> {
  if (principal.user !== null) {
    return withOrganisations(state, await known(state, principal.user.id), principal.orgId);
  }
  const { orgId, role, permissions } = principal;
  const organisation = orgId === null ? null : await state.organisations.get(orgId);
  const place = organisation === null || role === null ? null : { ...organisation, role };
  return {
    ...{ setUpNeeded: false, user: null, organisation: place, permissions },
    organisations: place === null ? [] : [place],
  };
}

/** Whoever is above the organisations sees all of them. */
async function withOrganisations(state: Backend['state'], person: Person, orgId: string | null) {
  if (!person.isPlatformAdmin) return ofPerson(person, orgId);
  const all = await state.organisations.list();
  const memberships = all.map(({ id, name }) => ({
    ...{ orgId: id, orgName: name },
    role: person.memberships.find((membership) => membership.orgId === id)?.role ?? ('admin' as const),
  }));
  return ofPerson({ ...person, memberships }, orgId);
}

function ofPerson(person: Person, orgId: string | null): Session {
  const { id, email, name, isPlatformAdmin, hasTwoFactor, memberships } = person;
  const organisations = memberships.map((each) => ({
    ...{ id: each.orgId, name: each.orgName, role: each.role },
  }));
  const organisation = organisations.find((each) => each.id === orgId) ?? organisations[0] ?? null;
  return {
    setUpNeeded: false,
    user: { id, email, name, isPlatformAdmin, hasTwoFactor },
    organisation,
    permissions: organisation === null ? [] : ALLOWED[organisation.role],
    organisations,
  };
}
