/**
 * Answers that hold as long as nothing of the organisation changes are given again as they were written: a wall of screens
 * asks for the same page all day. Who may ask is checked before, each time.
 */
import type { Api, ApiContext } from '../deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the answer is to be kept; `null` when it is not. */
    keepAs: { readonly key: string; readonly version: number } | null;
  }
}

interface Kept {
  /** Of the organisation's state when it was asked for. */
  readonly version: number;
  readonly body: Buffer;
}

/** Routes whose answers come from the state store alone. */
const ROUTES = ['/api/v1/devices', '/api/v1/devices/facets', '/api/v1/vlans'];
const MOST_BYTES = 16 * 2 ** 20;
const LARGEST_BYTES = 2 ** 20;

export interface AnswerCache {
  get(key: string, version: number): Buffer | null;
  set(key: string, version: number, body: Buffer): void;
  bytes(): number;
}

/** Bounded: what was kept first goes first. */
export function createAnswerCache(mostBytes: number): AnswerCache {
  const kept = new Map<string, Kept>();
  let total = 0;
  function drop(key: string): void {
    total -= kept.get(key)?.body.length ?? 0;
    kept.delete(key);
  }
  return {
    get(key, version) {
      const found = kept.get(key);
      if (found === undefined) return null;
      if (found.version === version) return found.body;
      drop(key);
      return null;
    },
    set(key, version, body) {
      drop(key);
      if (body.length > LARGEST_BYTES) return;
      kept.set(key, { version, body });
      total += body.length;
      for (const oldest of kept.keys()) {
        if (total <= mostBytes) return;
        drop(oldest);
      }
    },
    bytes: () => total,
  };
}

export function keepAnswers(app: Api, { org }: Pick<ApiContext, 'org'>): void {
  const cache = createAnswerCache(MOST_BYTES);
  app.decorateRequest('keepAs', null);

  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'GET' || !ROUTES.includes(request.routeOptions.url ?? '')) return;
    const { id, state } = org(request);
    // Before the question: what changes while it is answered is not in the answer.
    const version = state.version();
    const key = `${id} ${request.url}`;
    const body = cache.get(key, version);
    if (body === null) {
      request.keepAs = { key, version };
      return;
    }
    return reply.type('application/json; charset=utf-8').send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { keepAs } = request;
    const isWhole = reply.statusCode === 200 && typeof payload === 'string' && !reply.hasHeader('etag');
    if (keepAs !== null && isWhole) cache.set(keepAs.key, keepAs.version, Buffer.from(payload));
    return payload;
  });
}
