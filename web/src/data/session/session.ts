/** Who is signed in, in which organisation, and what may be done there. Asked for once; again when a refusal says so. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { session } from '../../../../src/api/session/schemas.ts';
import { get, post, put, remove } from '../api.ts';
import { queryClient } from '../query-client.ts';
import { setShownOrganisation, shownOrganisation } from './organisation.ts';
import { onRefusal } from './refusals.ts';

export type Session = z.input<typeof session>;
export type Membership = Session['organisations'][number];
export type Role = Membership['role'];
export type Permission = Session['permissions'][number];
export type Person = NonNullable<Session['user']>;
export type SignedIn = Session & { readonly user: Person };

export const isSignedIn = (found: Session | undefined): found is SignedIn => found?.user != null;

const KEY = 'vigie.organisation';

/** Remembered by the tab, so that a reload shows the same. */
function showOrganisation(id: string | null): void {
  setShownOrganisation(id);
  try {
    if (id === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
  } catch {
    // Storage that is switched off: until the page is reloaded.
  }
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const ask = (): Promise<Session> => get<Session>('/session');

/** A tab may name an organisation that one no longer belongs to: the server then chooses another. */
async function find(): Promise<Session> {
  let found = await ask();
  if (found.user === null && shownOrganisation() !== null) {
    showOrganisation(null);
    found = await ask();
  }
  if (found.organisation !== null) showOrganisation(found.organisation.id);
  return found;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: find,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

const refresh = () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
/** The session ended, somebody took a role away, or the set-up is still to be done. */
const TELLING = ['not-signed-in', 'not-a-member', 'not-allowed', 'set-up-needed'];

/** Once, when the page is there: the answer comes while the rest is being loaded. */
export function startSession(): void {
  setShownOrganisation(remembered());
  onRefusal(({ code }) => {
    // It is being asked for already, or it was this very question that was refused.
    if (TELLING.includes(code) && queryClient.isFetching(sessionQuery) === 0) void refresh();
  });
  void queryClient.prefetchQuery(sessionQuery);
}

/** After a way in: shows what the session is now. Somebody else than before finds nothing of who was here. */
export async function entered(): Promise<void> {
  const before = lastPerson;
  const found = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  if (found.user === null) return;
  lastPerson = found.user.id;
  if (before !== null && before !== found.user.id) return location.assign('/');
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

/** Whose data this page holds. */
let lastPerson: string | null = null;
export function keepPerson({ user }: SignedIn): void {
  lastPerson = user.id;
}

export const signIn = (email: string, password: string): Promise<Session> =>
  post<Session>('/session', { email, password });

/** Nothing of the session stays in the memory of the page. */
export async function signOut(): Promise<void> {
  await remove('/session');
  showOrganisation(null);
  location.assign('/sign-in');
}

/** This tab shows another organisation, and so does the next one that is opened. Nothing of the one before is kept. */
export async function changeOrganisation(id: string): Promise<void> {
  const found = await put<Session>('/session/organisation', { id });
  showOrganisation(id);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  queryClient.setQueryData(sessionQuery.queryKey, found);
}
