import type { Api, ApiContext } from '../deps.ts';
import { DEFAULT_ORGANISATION } from '../organisation.ts';
import { Problem } from '../problems.ts';
import { METRICS_TYPE, metricsText } from './metrics.ts';
import { health, openApiDocument, ready } from './schemas.ts';

export function systemRoutes(app: Api, { org, state, telemetry, clock, version }: ApiContext): void {
  const startedAt = clock();
  const uptimeSeconds = () => Math.max(0, (clock() - startedAt) / 1e6);

  /** The process answers. */
  app.get('/healthz', { schema: { response: { 200: health } } }, () => ({
    status: 'ok' as const,
    version,
    uptimeSeconds: uptimeSeconds(),
  }));

  /** Both stores take questions and rows. */
  app.get('/readyz', { schema: { response: { 200: ready } } }, async () => {
    const organisation = await state.organisations.get(DEFAULT_ORGANISATION).catch((error: unknown) => {
      throw new Problem('store-unavailable', 'The state store does not answer.', error);
    });
    if (organisation === null) throw new Problem('store-unavailable', 'The state store is not set up yet.');
    const { lastError } = telemetry.counters();
    if (lastError !== null) {
      throw new Problem('store-unavailable', `The telemetry store does not take rows: ${lastError}`);
    }
    return { status: 'ready' as const };
  });

  app.get('/metrics', { schema: { produces: ['text/plain'] } }, (request, reply) => {
    const imports = org(request).imports.list().length;
    const sources = { counters: telemetry.counters(), imports, version, uptimeSeconds: uptimeSeconds() };
    return reply.type(METRICS_TYPE).send(metricsText(sources));
  });

  app.get('/api/v1/openapi.json', { schema: { response: { 200: openApiDocument } } }, () => ({
    ...app.swagger(),
    openapi: '3.1.0',
  }));
}
