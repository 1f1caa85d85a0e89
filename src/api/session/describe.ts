/** What the console is told of whoever asks. */

import type { FastifyRequest } from 'fastify';
import { parseAddress } from '../../base/cidr.ts';
import { say } from '../../model/messages/message.ts';
import { ALLOWED } from '../../model/permissions.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import type { Backend } from '../deps.ts';
import { Problem } from '../problems/problems.ts';
import type { Session } from './schemas.ts';

type Place = Pick<Session, 'user' | 'organisation' | 'permissions' | 'organisations'>;
const NOWHERE: Place = { user: null, organisation: null, permissions: [], organisations: [] };

/** Of whoever is signed in; or what is needed to be. */
export async function describeRequest(request: FastifyRequest, backend: Backend): Promise<Session> {
  const { principal } = request;
  if (principal === null) return describeNobody(request, backend);
  if (principal.user !== null) {
    const person = await known(backend.state, principal.user.id);
    return describePerson(request, backend, person, principal.orgId);
  }
  const { orgId, role, permissions } = principal;
  const organisation = orgId === null ? null : await backend.state.organisations.get(orgId);
  const place = organisation === null || role === null ? null : { ...organisation, role };
  return {
    ...outside(request),
    ...{ user: null, organisation: place, permissions },
    organisations: place === null ? [] : [place],
  };
}

/** `owesCode`: the right password has been sent just now. */
export async function describeNobody(
  request: FastifyRequest,
  { accounts }: Backend,
  owesCode?: boolean,
): Promise<Session> {
  return {
    ...outside(request),
    ...NOWHERE,
    providers: await accounts.singleSignOn.offered(),
    setUpNeeded: await accounts.setUp.isNeeded(),
    secondFactorNeeded: owesCode ?? (await accounts.signIn.owesCode(request.headers.cookie)),
  };
}

/** Somebody who has a session, also one of just now. */
export async function describePerson(
  request: FastifyRequest,
  { state }: Backend,
  person: Person,
  orgId: string | null,
): Promise<Session> {
  return { ...outside(request), ...(await placeOf(state, person, orgId)) };
}

export async function known({ accounts }: Backend['state'], id: string): Promise<Person> {
  const person = await accounts.people.byId(id);
  if (person === null) throw new Problem('not-signed-in', say('who.gone'));
  return person;
}

function outside(request: FastifyRequest) {
  return {
    setUpNeeded: false,
    secondFactorNeeded: false,
    passkeys: canUsePasskeys(request.peer.origin),
    providers: [] as Session['providers'],
  };
}

/** WebAuthn needs a secure context and a name: no address of a server, whatever its certificate. */
export function canUsePasskeys(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  if (parseAddress(hostname.replace(/^\[|\]$/g, '')) !== null) return false;
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** Whoever is above the organisations sees all of them. */
async function placeOf(state: Backend['state'], person: Person, orgId: string | null): Promise<Place> {
  if (!person.isPlatformAdmin) return ofPerson(person, orgId);
  const all = await state.organisations.list();
  const memberships = all.map(({ id, name }) => ({
    ...{ orgId: id, orgName: name },
    role: person.memberships.find((membership) => membership.orgId === id)?.role ?? ('admin' as const),
  }));
  return ofPerson({ ...person, memberships }, orgId);
}

function ofPerson(person: Person, orgId: string | null): Place {
  const { id, email, name, isPlatformAdmin, hasTwoFactor, language, memberships } = person;
  const organisations = memberships.map((each) => ({
    ...{ id: each.orgId, name: each.orgName, role: each.role },
  }));
  const organisation = organisations.find((each) => each.id === orgId) ?? organisations[0] ?? null;
  return {
    user: { id, email, name, isPlatformAdmin, hasTwoFactor, language },
    organisation,
    permissions: organisation === null ? [] : ALLOWED[organisation.role],
    organisations,
  };
}
