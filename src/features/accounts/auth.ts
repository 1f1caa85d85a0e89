/**
 * The sign-in library (better-auth), behind our own routes: its HTTP handler is not mounted, so nothing of it is reachable
 * that no route of ours asks for. Sessions are rows; nothing of them is kept in cookies but their signed token.
 */
import { betterAuth } from 'better-auth/minimal';
import type { AuthRows } from '../../store/state/accounts/auth-rows.ts';
import { authAdapter } from './auth-adapter.ts';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD, verifyPassword } from './passwords.ts';

export interface AuthOptions {
  readonly rows: AuthRows;
  /** Signs cookies, encrypts TOTP secrets. */
  readonly secret: string;
  /** Where people reach the console: `http://127.0.0.1:8480`. */
  readonly publicUrl: string;
}

const DAY_S = 86_400;
export const SESSION_DAYS = 14;
/** Of our cookies: `vigie.session_token`, with `__Secure-` before it over TLS. */
export const COOKIE_PREFIX = 'vigie';

/** The client's address, as we know it; a client cannot set it: only our own calls have this header. */
export const CLIENT_HEADER = 'x-vigie-client';

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
    emailAndPassword: {
      enabled: true,
      // People are let in by an administrator, an invitation, the set-up or the command line.
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    session: {
      expiresIn: SESSION_DAYS * DAY_S,
      updateAge: DAY_S,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
    },
    // Ours, and stricter: src/api/rates.ts.
    rateLimit: { enabled: false },
  });
}
