/** The console's files, and its page under every path that is one of its own. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import type { Api, ApiContext } from '../deps.ts';
import { sendProblem } from '../problems/error-handler.ts';
import { acceptedLanguage } from '../problems/language.ts';
import { Problem } from '../problems/problems.ts';
import { missingPage } from './missing-page.ts';
import type { RouteMethods } from './route-methods.ts';

const PAGE = 'index.html';

export function consoleRoutes(
  app: Api,
  { consoleFolder, log, refusals }: Pick<ApiContext, 'consoleFolder' | 'log' | 'refusals'>,
  methods: RouteMethods,
): void {
  const folder = consoleFolder !== null && existsSync(join(consoleFolder, PAGE)) ? consoleFolder : null;
  if (folder !== null) {
    app.register(files, {
      root: folder,
      preCompressed: true,
      // By the handler below, as under every other path.
      index: false,
      dotfiles: 'ignore',
      cacheControl: false,
      // What is there for ever is said in headers.ts, with everything else that goes with an answer.
      setHeaders: (response) => response.setHeader('vary', 'accept-encoding'),
    });
    // The files' own route takes it for their folder when nothing packed is asked for.
    app.get('/', { schema: { hide: true } }, (_request, reply) => reply.sendFile(PAGE));
  }
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?');
    const allowed = methods.of(path);
    if (allowed.length > 0) return sendWrongMethod(request.method, path, allowed, reply, { log, refusals });
    if (isPage(request)) return folder === null ? sendMissing(request, reply) : reply.sendFile(PAGE);
    return sendProblem(
      reply,
      new Problem('unknown-path', say('there.no-route', { method: request.method, path })),
      { log, refusals },
    );
  });
}

/** RFC 9110 §15.5.6: a path that is there, asked for in a way that it does not have. */
function sendWrongMethod(
  method: string,
  path: string,
  allowed: readonly string[],
  reply: FastifyReply,
  told: Pick<ApiContext, 'log' | 'refusals'>,
): FastifyReply {
  const allow = allowed.join(', ');
  const problem = new Problem('wrong-method', say('there.no-method', { method, path, allowed: allow }));
  return sendProblem(reply.header('allow', allow), problem, told);
}

/** A path that a person may have typed: no API, no file. */
function isPage({ method, url }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const [path] = url.split('?');
  return path !== '/api' && !path.startsWith('/api/') && !/\.\w{1,8}$/.test(path);
}

function sendMissing({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const french = acceptedLanguage(headers['accept-language']) === 'fr';
  return reply
    .code(503)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .type('text/html; charset=utf-8')
    .send(missingPage(french));
}
