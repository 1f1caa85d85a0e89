/** What every answer tells the browser about itself. */
import type { FastifyReply } from 'fastify';

/** The console: its own scripts, styles, fonts, workers and requests, and nothing from elsewhere. */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Data and downloads: nothing runs, whatever a capture put into them. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

const DATA = /^\/(api|healthz|readyz|metrics)(\/|\?|$)/;
/** Vite puts the hash of what is in them into their names. */
const HASHED = /^\/assets\//;
export const FOR_EVER = 'public, max-age=31536000, immutable';

/** Before the route is known: a refusal has them too. */
export function secure(url: string, reply: FastifyReply): void {
  const isData = DATA.test(url);
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'no-referrer');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('cross-origin-resource-policy', 'same-origin');
  reply.header('content-security-policy', isData ? DATA_POLICY : CONSOLE_POLICY);
  if (isData) reply.header('cache-control', 'no-store');
  else reply.header('cache-control', HASHED.test(url) ? FOR_EVER : 'no-cache');
}
