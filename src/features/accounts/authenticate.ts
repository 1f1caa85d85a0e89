/** Credentials of a request → who asks. */
import type { Micros } from '../../base/time.ts';
import { allowedBy } from '../../model/allowed-by.ts';
import { ALLOWED, type Role } from '../../model/permissions.ts';
import type { Principal } from '../../model/principal.ts';
import type { Accounts } from '../../store/state/accounts/accounts.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import { TOKEN_PREFIX } from '../../store/state/accounts/tokens.ts';
import { sessionToken } from './session-cookie.ts';

export interface Credentials {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  /** The organisation that the request names; `null`: whichever the session shows. */
  readonly orgId: string | null;
  /** Client address. */
  readonly from: string;
}

/** Why nobody is recognised. `not-a-member` says nothing of whether there is such an organisation. */
export type Refusal = 'nothing' | 'unknown' | 'expired' | 'not-a-member';
export type Authentication = { readonly principal: Principal } | { readonly refusal: Refusal };

export interface AuthenticateOptions {
  readonly accounts: Accounts;
  /** Asked only of whoever stands above the organisations and names one that they are no member of. */
  readonly isOrganisation: (orgId: string) => Promise<boolean>;
  readonly secret: string;
  readonly clock: () => Micros;
}

/** Answers that are remembered until anything about accounts changes. */
const MOST_REMEMBERED = 10_000;
/** The last use of a token or a session is written this often at most. */
const NOTE_USE_EVERY_US = 60e6;

interface Remembered {
  readonly principal: Principal;
  readonly endsAt: Micros;
}

/**
 * A request costs no question to the store when nothing about accounts has changed since its credentials were last seen:
 * every write to people, sessions, memberships and tokens makes all of it void.
 */
export function createAuthenticate({ accounts, isOrganisation, secret, clock }: AuthenticateOptions) {
  const known = new Map<string, Remembered>();
  const notedAt = new Map<string, Micros>();
  let epoch = -1;

  function recall(key: string): Principal | null {
    if (epoch !== accounts.epoch()) {
      known.clear();
      epoch = accounts.epoch();
    }
    const found = known.get(key);
    return found !== undefined && found.endsAt > clock() ? found.principal : null;
  }

  /** Nothing is remembered of a time before a change. */
  function remember(key: string, asOf: number, remembered: Remembered): void {
    if (asOf !== accounts.epoch()) return;
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, remembered);
  }

  /** For people to look at: a request does not wait for it, nor fail with it. */
  function note(id: string, write: (now: Micros) => Promise<void>): void {
    const now = clock();
    if (now - (notedAt.get(id) ?? 0) < NOTE_USE_EVERY_US) return;
    if (notedAt.size >= MOST_REMEMBERED) notedAt.clear();
    notedAt.set(id, now);
    write(now).catch(() => notedAt.delete(id));
  }
  const noteToken = (orgId: string, id: string, from: string): void =>
    note(id, (now) => accounts.tokens.used(orgId, id, now, from));
  const noteSession = (id: string, from: string): void =>
    note(id, (now) => accounts.sessions.seen(id, new Date(now / 1000), from));

  async function byToken(secretText: string, { orgId, from }: Credentials): Promise<Authentication> {
    const remembered = recall(secretText);
    if (remembered !== null) {
      if (orgId !== null && orgId !== remembered.orgId) return { refusal: 'not-a-member' };
      noteToken(remembered.orgId ?? '', remembered.id, from);
      return { principal: remembered };
    }
    const asOf = accounts.epoch();
    const token = await accounts.tokens.find(secretText);
    if (token === null || token.revokedAt !== null) return { refusal: 'unknown' };
    if (token.expiresAt !== null && token.expiresAt <= clock()) return { refusal: 'expired' };
    const principal: Principal = {
      ...{ kind: 'token', id: token.id, user: null, label: token.name, isPlatformAdmin: false },
      ...{ orgId: token.orgId, role: token.role, permissions: allowedBy(token.role, token.scopes) },
    };
    remember(secretText, asOf, { principal, endsAt: token.expiresAt ?? Number.POSITIVE_INFINITY });
    if (orgId !== null && orgId !== token.orgId) return { refusal: 'not-a-member' };
    noteToken(token.orgId, token.id, from);
    return { principal };
  }

  async function bySession(token: string, { orgId, from }: Credentials): Promise<Authentication> {
    const key = `${token} ${orgId ?? ''}`;
    const remembered = recall(key);
    if (remembered !== null) {
      noteSession(remembered.id, from);
      return { principal: remembered };
    }
    const asOf = accounts.epoch();
    const owner = await accounts.people.ofSession(token);
    if (owner === null || owner.person.isDisabled) return { refusal: 'unknown' };
    const endsAt = owner.expiresAt.getTime() * 1000;
    if (endsAt <= clock()) return { refusal: 'expired' };
    const place = placeOf(owner.person, orgId, owner.orgId);
    if (place === null) return { refusal: 'not-a-member' };
    const { isMember, ...where } = place;
    if (where.orgId !== null && !isMember && !(await isOrganisation(where.orgId)))
      return { refusal: 'not-a-member' };
    const { id, email, name, language, isPlatformAdmin } = owner.person;
    const principal: Principal = {
      ...{
        kind: 'session',
        id: owner.sessionId,
        user: { id, email, name, language },
        label: email,
        isPlatformAdmin,
      },
      ...where,
      permissions: where.role === null ? [] : ALLOWED[where.role],
    };
    remember(key, asOf, { principal, endsAt });
    noteSession(owner.sessionId, from);
    return { principal };
  }

  return async (credentials: Credentials): Promise<Authentication> => {
    const { authorization, cookie } = credentials;
    if (authorization !== undefined) {
      const [scheme, secretText = ''] = authorization.split(' ');
      if (scheme.toLowerCase() !== 'bearer' || !secretText.startsWith(TOKEN_PREFIX))
        return { refusal: 'unknown' };
      return byToken(secretText, credentials);
    }
    const token = sessionToken(cookie, secret);
    return token === null ? { refusal: 'nothing' } : bySession(token, credentials);
  };
}

interface Place {
  readonly orgId: string | null;
  readonly role: Role | null;
  /** False: by standing above the organisations, of which this may be none. */
  readonly isMember: boolean;
}

/**
 * Where the request takes place: the organisation that it names, else the one that the session shows, else the first.
 * Whoever is above the organisations acts in each as its administrator. `null`: named, and none of theirs.
 */
function placeOf(
  { memberships, isPlatformAdmin }: Person,
  named: string | null,
  shown: string | null,
): Place | null {
  const placeIn = (orgId: string): Place | null => {
    const role = memberships.find((membership) => membership.orgId === orgId)?.role;
    if (role !== undefined) return { orgId, role, isMember: true };
    return isPlatformAdmin ? { orgId, role: 'admin', isMember: false } : null;
  };
  if (named !== null) return placeIn(named);
  for (const orgId of [shown, memberships[0]?.orgId]) {
    const place = orgId == null ? null : placeIn(orgId);
    if (place !== null) return place;
  }
  return { orgId: null, role: null, isMember: false };
}
