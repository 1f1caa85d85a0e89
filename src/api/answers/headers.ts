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

/**
 * What a page could ask of the device that it is shown on, and this one never does. Passkeys and copying it does. Not
 * bluetooth: Chromium on Linux does not know the word, and complains about it on every page.
 */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture'],
  ...['encrypted-media', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer'],
  ...['microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'usb', 'window-management'],
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** A year, for this name alone: what else is under the domain is not ours to decide. */
const HSTS = 'max-age=31536000';
/** Browsers forget the port: on localhost it would be for every other server of the machine. Addresses they ignore. */
const NO_NAME = /^(localhost|[\d.]+|\[.*\])(:\d+)?$/;

/** RFC 6797, for a name that was reached over TLS. */
export function stayOnTls(
  reply: FastifyReply,
  { isSecure, host }: { isSecure: boolean; host: string },
): void {
  if (isSecure && !NO_NAME.test(host)) reply.header('strict-transport-security', HSTS);
}

export const isData = (url: string): boolean => DATA.test(url);

/** Before the route is known: a refusal has them too. */
export function secure(url: string, reply: FastifyReply): void {
  const isDataUrl = isData(url);
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'no-referrer');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('cross-origin-resource-policy', 'same-origin');
  reply.header('permissions-policy', PERMISSIONS);
  reply.header('content-security-policy', isDataUrl ? DATA_POLICY : CONSOLE_POLICY);
  if (isDataUrl) reply.header('cache-control', 'no-store');
  else reply.header('cache-control', HASHED.test(url) ? FOR_EVER : 'no-cache');
}
