import { createHmac, timingSafeEqual } from 'node:crypto';
import { COOKIE_PREFIX } from './auth.ts';

const NAME = `${COOKIE_PREFIX}.session_token`;
/** Longer is no cookie of ours. */
const LONGEST_COOKIES = 16_384;

/**
 * The session's token, from a cookie that our key signed; `null` when there is none. The format is the sign-in library's:
 * token, dot, HMAC-SHA-256 of the token in base64, all percent-encoded.
 */
export function sessionToken(cookies: string | undefined, secret: string): string | null {
  if (cookies === undefined || cookies.length > LONGEST_COOKIES) return null;
  for (const cookie of cookies.split(';')) {
    const [name, value = ''] = cookie.trim().split(/=(.*)/s);
    if (name === NAME || name === `__Secure-${NAME}`) return verified(value, secret);
  }
  return null;
}

function verified(value: string, secret: string): string | null {
  const text = decoded(value);
  const dot = text.lastIndexOf('.');
  if (dot < 1) return null;
  const token = text.slice(0, dot);
  // As text: base64 has several spellings of the same bytes.
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
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
