/** Calls of the sign-in library: our request in, its cookies out, its refusals as problems. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import { Problem } from '../problems/problems.ts';

/** What the library reads of a request. */
export function authHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  const { cookie, 'user-agent': agent } = request.headers;
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (agent !== undefined) headers.set('user-agent', agent);
  return headers;
}

/** An answer of the library, with `returnHeaders: true`. */
interface Answer<Result> {
  readonly headers: Headers;
  readonly response: Result;
}

/** Sends on the cookies that the answer sets. Throws `wrong-credentials` for what the library refuses (401, 403). */
export async function viaAuth<Result>(reply: FastifyReply, asked: Promise<Answer<Result>>): Promise<Result> {
  const { headers, response } = await asked.catch((error: unknown) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
    if (status === 400 || status === 401 || status === 403)
      throw new Problem('wrong-credentials', say('who.wrong'));
    throw error;
  });
  sendCookies(reply, headers.getSetCookie());
  return response;
}

/** `Secure` where the client's connection is. */
export function sendCookies(reply: FastifyReply, cookies: readonly string[]): void {
  const { isSecure } = reply.request.peer;
  for (const cookie of cookies) reply.header('set-cookie', isSecure ? secured(cookie) : cookie);
}

/** Behind a proxy that ends TLS the library cannot know. */
const secured = (cookie: string): string => (/;\s*secure\b/i.test(cookie) ? cookie : `${cookie}; Secure`);
