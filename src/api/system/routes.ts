import { say } from '../../model/messages/message.ts';
import { spoken } from '../answers/spoken.ts';
import type { Api, ApiContext } from '../deps.ts';
import { DEFAULT_ORGANISATION } from '../organisation.ts';
import { languageOf } from '../problems/language.ts';
import { found, Problem } from '../problems/problems.ts';
import { MOST_PAGE_ROWS } from '../schemas.ts';
import { MOST_EDGES, MOST_NODES } from '../topology/schemas.ts';
import { METRICS_TYPE, metricsText } from './metrics.ts';
import { health, openApiDocument, ready, status } from './schemas.ts';

/** What watches the server asks outside /api, and while it starts. */
export function systemRoutes(app: Api, context: ApiContext): void {
  const { backend, clock, startedAt, version, refusals, outgoing } = context;
  const uptimeSeconds = () => Math.max(0, (clock() - startedAt) / 1e6);

  app.get('/healthz', { schema: { response: { 200: health } } }, () => ({
    status: 'ok' as const,
    version,
    uptimeSeconds: uptimeSeconds(),
  }));

  app.get(
    '/readyz',
    {
      schema: {
        response: { 200: ready },
      },
    },
    async () => {
      const { state, telemetry } = backend();
      const organisation = await state.organisations.get(DEFAULT_ORGANISATION).catch((error: unknown) => {
        throw new Problem('store-unavailable', say('server.state-silent'), { cause: error });
      });
      if (organisation === null) throw new Problem('store-unavailable', say('server.state-empty'));
      const { lastError } = telemetry.counters();
      if (lastError !== null) {
        throw new Problem('store-unavailable', say('server.telemetry-refuses', { reason: lastError }));
      }
      return { status: 'ready' as const };
    },
  );

  app.get('/metrics', { schema: { produces: ['text/plain'] } }, (_request, reply) => {
    const { telemetry, imports, listening, accounts } = backend();
    const sources = {
      counters: telemetry.counters(),
      imports: imports.forOrg(DEFAULT_ORGANISATION).list().length,
      listening: listening.forOrg(DEFAULT_ORGANISATION).list(),
      refused: refusals.all(),
      outgoing: outgoing?.() ?? null,
      tries: accounts.guard.counters,
      memoryBytes: process.memoryUsage.rss(),
      version,
      uptimeSeconds: uptimeSeconds(),
    };
    return reply.type(METRICS_TYPE).send(metricsText(sources));
  });

  app.get('/api/v1/openapi.json', { schema: { response: { 200: openApiDocument } } }, () => ({
    ...app.swagger(),
    openapi: '3.1.0',
  }));
}

export function statusRoutes(
  app: Api,
  { backend, org, clock, startedAt, version, engines, uploads }: ApiContext,
): void {
  app.get('/status', { schema: { response: { 200: status } } }, async (request) => ({
    version,
    organisation: found(
      'organisation',
      org(request).id,
      await backend().state.organisations.get(org(request).id),
    ),
    startedAt,
    uptimeSeconds: Math.max(0, (clock() - startedAt) / 1e6),
    memoryBytes: process.memoryUsage.rss(),
    stores: {
      state: { engine: engines.state, lastError: backend().state.lastError() },
      telemetry: { engine: engines.telemetry, ...backend().telemetry.counters() },
    },
    imports: org(request)
      .imports.list()
      .map((it) => spoken(it, languageOf(request).language)),
    listening: org(request)
      .listening.list()
      .map((it) => spoken(it, languageOf(request).language)),
    limits: {
      uploadBytes: uploads.maxBytes,
      pageRows: MOST_PAGE_ROWS,
      topologyNodes: MOST_NODES,
      topologyEdges: MOST_EDGES,
    },
  }));
}
