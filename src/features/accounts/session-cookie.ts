import { createHmac, timingSafeEqual } from 'node:crypto';
import { COOKIE_PREFIX } from './auth.ts';

/** The session; the right password, before the code; the browser that went to an identity provider; a passkey's challenge. */
export type CookieName = 'session_token' | 'second_factor' | 'single_sign_on' | 'passkey';

/** Cookies that our key signed. */
export interface Cookies {
  /** Of a `Cookie` header; `null` when there is none that we signed. */
  read(cookies: string | undefined, name: CookieName): string | null;
  /** A `Set-Cookie` header. */
  set(name: CookieName, value: string, maxAgeS: number): string;
  clear(name: CookieName): string;
}

/** Longer is no cookie of ours. */
const LONGEST_COOKIES = 16_384;

/** `isSecure`: they are sent over TLS alone, under a name that says so. */
export function createCookies(secret: string, isSecure: boolean): Cookies {
  const prefix = isSecure ? '__Secure-' : '';
  const write = (name: CookieName, value: string, maxAgeS: number): string =>
    `${prefix}${COOKIE_PREFIX}.${name}=${value}; Max-Age=${maxAgeS}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    read: (cookies, name) => signedCookie(cookies, name, secret),
    set: (name, value, maxAgeS) =>
      write(name, encodeURIComponent(`${value}.${sign(value, secret)}`), maxAgeS),
    clear: (name) => write(name, '', 0),
  };
}

/** The session's token, from a cookie that our key signed; `null` when there is none. */
export const sessionToken = (cookies: string | undefined, secret: string): string | null =>
  signedCookie(cookies, 'session_token', secret);

/**
 * The format is the sign-in library's: value, dot, HMAC-SHA-256 of the value in base64, all percent-encoded. The name is
 * signed by nothing, so values of two names must not be taken for each other: each is looked up among its own kind.
 */
function signedCookie(cookies: string | undefined, wanted: CookieName, secret: string): string | null {
  if (cookies === undefined || cookies.length > LONGEST_COOKIES) return null;
  const ours = `${COOKIE_PREFIX}.${wanted}`;
  for (const cookie of cookies.split(';')) {
    const [name, value = ''] = cookie.trim().split(/=(.*)/s);
    if (name === ours || name === `__Secure-${ours}`) return verified(value, secret);
  }
  return null;
}

const sign = (value: string, secret: string): string =>
  createHmac('sha256', secret).update(value).digest('base64');

function verified(value: string, secret: string): string | null {
  const text = decoded(value);
  const dot = text.lastIndexOf('.');
  if (dot < 1) return null;
  const token = text.slice(0, dot);
  // As text: base64 has several spellings of the same bytes.
  const expected = Buffer.from(sign(token, secret));
  const given = Buffer.from(text.slice(dot + 1));
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
