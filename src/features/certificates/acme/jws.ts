/** Signed requests of ACME (RFC 8555 §6.2): flattened JWS (RFC 7515) with ES256 (RFC 7518 §3.4). */
import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';

export const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

export interface Jwk {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
  readonly y: string;
}

/** The public half, its members in the order that a thumbprint needs. */
export function jwkOf(privateKey: KeyObject): Jwk {
  const { crv = '', kty = '', x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { crv, kty, x, y };
}

/** RFC 7638. */
export const thumbprint = (privateKey: KeyObject): string =>
  createHash('sha256')
    .update(JSON.stringify(jwkOf(privateKey)))
    .digest('base64url');

/** The body of a request. `payload` is JSON, or empty to read a resource (POST-as-GET, §6.3). */
export function signedBody(
  privateKey: KeyObject,
  header: { readonly nonce: string; readonly url: string; readonly kid: string | null },
  payload: string,
): string {
  const { nonce, url, kid } = header;
  const who = kid === null ? { jwk: jwkOf(privateKey) } : { kid };
  const protectedPart = base64url(JSON.stringify({ alg: 'ES256', ...who, nonce, url }));
  const payloadPart = base64url(payload);
  const signature = sign('sha256', Buffer.from(`${protectedPart}.${payloadPart}`), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return JSON.stringify({ protected: protectedPart, payload: payloadPart, signature: base64url(signature) });
}
