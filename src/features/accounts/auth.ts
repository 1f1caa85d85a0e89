/**
 * The sign-in library (better-auth), for sessions: it makes, prolongs and ends them. Its HTTP handler is not mounted and no
 * way of its own to sign in is on, so nothing of it is reachable that no route of ours asks for. Sessions are rows; nothing of
 * them is kept in cookies but their signed token.
 */
import { betterAuth } from 'better-auth/minimal';
import type { AuthRows } from '../../store/state/accounts/auth-rows.ts';
import { authAdapter } from './auth-adapter.ts';

export interface AuthOptions {
  readonly rows: AuthRows;
  /** Signs cookies. */
  readonly secret: string;
  /** Where people reach the console: `http://127.0.0.1:8480`. */
  readonly publicUrl: string;
}

const DAY_S = 86_400;
export const SESSION_DAYS = 14;
/** Of our cookies: `vigie.session_token`, with `__Secure-` before it over TLS. */
export const COOKIE_PREFIX = 'vigie';

export type Auth = ReturnType<typeof createAuth>;

export function createAuth({ rows, secret, publicUrl }: AuthOptions) {
  return betterAuth({
    appName: 'Vigie',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: authAdapter(rows),
    telemetry: { enabled: false },
    logger: { disabled: true },
    session: {
      expiresIn: SESSION_DAYS * DAY_S,
      updateAge: DAY_S,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
    },
    // Ours, and stricter: src/api/guard/rates.ts.
    rateLimit: { enabled: false },
  });
}
