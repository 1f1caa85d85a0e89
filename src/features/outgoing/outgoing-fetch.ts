/** `fetch`, as libraries ask for it (single sign-on…), over the one way out. */
import type { Outgoing } from './outgoing.ts';
import { OutgoingError } from './outgoing-error.ts';

export interface FetchLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Answers without a body, which `Response` refuses one for (Fetch §2.2.3). */
const WITHOUT_BODY = [101, 204, 205, 304];

/**
 * Rejects with an OutgoingError. Bodies are text or bytes; anything else is refused as `invalid`. `redirect: 'manual'` and
 * `'error'` are honoured.
 */
export function outgoingFetch(outgoing: Outgoing, limits: FetchLimits): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
    if (body !== null && body.byteLength > limits.maxBytes) {
      throw new OutgoingError(
        'invalid',
        `body: ${body.byteLength} bytes, expected at most ${limits.maxBytes}`,
      );
    }
    const answer = await outgoing.request({
      ...{
        url: request.url,
        method: request.method,
        headers: Object.fromEntries(request.headers),
        ...limits,
      },
      ...(body === null ? {} : { body }),
      ...(request.redirect === 'follow' ? {} : { redirects: 0 }),
      signal: request.signal,
    });
    const { status, headers } = answer;
    if (request.redirect === 'error' && status >= 300 && status < 400) {
      throw new OutgoingError('redirect', `${new URL(request.url).origin}: redirects; expected an answer`);
    }
    const response = new Response(WITHOUT_BODY.includes(status) ? null : answer.body, { status, headers });
    Object.defineProperty(response, 'url', { value: answer.url });
    return response;
  };
}

/** What `outgoingFetch` makes. */
export type OutgoingFetch = ReturnType<typeof outgoingFetch>;
