import type { Micros } from '../../base/time.ts';
import type { Accounts } from '../../store/state/accounts/accounts.ts';
import { type Auth, SESSION_DAYS } from './auth.ts';
import type { Cookies } from './session-cookie.ts';

/** Where a request comes from, as far as signing in goes. */
export interface Client {
  readonly cookie: string | undefined;
  /** Client address, after trusted proxies. */
  readonly from: string;
  readonly agent: string | undefined;
}

/** More of one person are somebody's script: the oldest go. */
const MOST_SESSIONS = 100;
const LONGEST_AGENT = 400;
const DAY_S = 86_400;

export interface IssuedSession {
  readonly id: string;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** A session for somebody who has proved who they are. It is always a new one: what the browser had before has ended. */
export type IssueSession = (client: Client, userId: string) => Promise<IssuedSession>;

export function createIssueSession(
  accounts: Accounts,
  auth: Auth,
  cookies: Cookies,
  clock: () => Micros,
): IssueSession {
  return async ({ cookie, from, agent }, userId) => {
    const { internalAdapter } = await auth.$context;
    const before = cookies.read(cookie, 'session_token');
    const session = await internalAdapter.createSession(userId, false, {
      ipAddress: from,
      userAgent: agent?.slice(0, LONGEST_AGENT) ?? '',
    });
    if (before !== null) await accounts.sessions.endByToken(before);
    await accounts.sessions.trim(userId, new Date(clock() / 1000), MOST_SESSIONS);
    return {
      id: session.id,
      cookies: [cookies.set('session_token', session.token, SESSION_DAYS * DAY_S)],
    };
  };
}
