/** `Idempotency-Key` on POST: the same request sent again makes nothing twice, and is answered as the first one was. */

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Message, say } from '../../model/messages/message.ts';
import type { Idempotency } from '../../store/state/accounts/idempotency.ts';
import type { Api, ApiContext } from '../deps.ts';
import { Problem, wrongFields } from '../problems/problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request with a key that is being done for the first time. */
    once: Once | null;
  }
}

interface Once {
  readonly store: Idempotency;
  readonly asker: string;
  readonly key: string;
}

const HEADER = 'idempotency-key';
const VALID_KEY = /^[\x21-\x7e]{1,200}$/;
/** Their answers hold secrets, which are kept nowhere. */
const SAID_ONCE = ['/api/v1/tokens', '/api/v1/invitations'];
const LONGEST_BODY = 256 * 1024;

/** For every POST of `app` that an organisation's principal sends. */
export function answerOnce(app: Api, { org }: Pick<ApiContext, 'org'>): void {
  app.decorateRequest('once', null);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers[HEADER];
    if (request.method !== 'POST' || key === undefined) return;
    if (typeof key !== 'string' || !VALID_KEY.test(key)) throw wrongKey(key, say('expected.visible-ascii'));
    const { principal } = request;
    if (principal === null || principal.orgId === null) throw wrongKey(key, say('expected.no-key'));
    const store = org(request).state.idempotency;
    const asker = principal.user?.id ?? principal.id;
    const begun = await store.begin(asker, key, hashOf(request));
    switch (begun.outcome) {
      case 'new':
        request.once = { store, asker, key };
        return;
      case 'different':
        throw new Problem('key-reused', say('key.reused', { key }));
      case 'running':
        throw new Problem('still-running', say('key.running', { key }));
      case 'done':
        if (begun.body === null) throw new Problem('already-made', say('key.made', { key }));
        return reply
          .code(begun.status)
          .header('idempotency-replayed', 'true')
          .type('application/json; charset=utf-8')
          .send(Buffer.from(begun.body));
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { once } = request;
    if (once === null) return payload;
    request.once = null;
    const { store, asker, key } = once;
    const isDone = reply.statusCode < 300;
    if (isDone) await store.finish(asker, key, reply.statusCode, kept(request, payload));
    else await store.forget(asker, key);
    return payload;
  });
}

const wrongKey = (key: string | string[], expected: Message): Problem =>
  wrongFields([{ in: 'headers', path: HEADER, value: String(key), expected }]);

function kept({ routeOptions }: FastifyRequest, payload: unknown): string | null {
  if (SAID_ONCE.includes(routeOptions.url ?? '')) return null;
  const text = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';
  return text.length <= LONGEST_BODY ? text : '';
}

/** An upload is told apart by its name and length: its bytes have not been read yet. */
function hashOf({ method, url, headers, body }: FastifyRequest): string {
  const what = headers['content-type']?.startsWith('application/json')
    ? JSON.stringify(body)
    : headers['content-length'];
  return createHash('sha256')
    .update(JSON.stringify([method, url, what ?? null]))
    .digest('hex');
}
