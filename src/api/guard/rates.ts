/** How often one may ask: a token, a session, an address without either, and who tries to sign in. */

import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import type { Principal } from '../../model/principal.ts';
import type { Api } from '../deps.ts';
import { Problem } from '../problems/problems.ts';
import type { RateLimits } from './rate-limits.ts';

/** Routes on which something can be guessed. */
const GUESSABLE = [
  'POST /api/v1/session',
  'POST /api/v1/session/second-factor',
  'POST /api/v1/session/passkey',
  'POST /api/v1/setup',
  'GET /api/v1/invitations/:token/offer',
  'POST /api/v1/invitations/:token/accept',
];
const WINDOW_MS = 60_000;
/** Keys that are counted; beyond, the one that asked longest ago is forgotten. */
const MOST_KEYS = 20_000;

export interface Rates {
  /** Throws `too-many-requests`, with Retry-After on the reply. `null`: nobody that we know. */
  check(request: FastifyRequest, reply: FastifyReply, principal: Principal | null): Promise<void>;
}

/** Call while `app` is being put together. */
export async function createRates(app: Api, limits: RateLimits): Promise<Rates> {
  await app.register(rateLimit, { global: false, cache: MOST_KEYS });
  // One store for all of them: the kind is part of the key.
  const limiter = (kind: keyof RateLimits, keyOf: (request: FastifyRequest) => string) =>
    app.createRateLimit({
      ...{ max: limits[kind], timeWindow: WINDOW_MS },
      keyGenerator: (request) => `${kind} ${keyOf(request)}`,
    });
  const address = (request: FastifyRequest): string => request.peer.address;
  const principal = (request: FastifyRequest): string => request.principal?.id ?? '';
  const limiters = {
    token: limiter('token', principal),
    session: limiter('session', principal),
    address: limiter('address', address),
    signIn: limiter('signIn', address),
  };

  async function count(kind: keyof RateLimits, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const counted = await limiters[kind](request);
    if (counted.isAllowed || !counted.isExceeded) return;
    reply.header('retry-after', String(counted.ttlInSeconds));
    throw new Problem(
      'too-many-requests',
      say('who.too-often', { most: limits[kind], seconds: counted.ttlInSeconds }),
    );
  }

  return {
    async check(request, reply, who) {
      const { method, url = '' } = request.routeOptions;
      if (GUESSABLE.includes(`${[method].flat()[0]} ${url}`)) await count('signIn', request, reply);
      if (who === null) await count('address', request, reply);
      else if (who.kind === 'token' || who.kind === 'session') await count(who.kind, request, reply);
    },
  };
}
