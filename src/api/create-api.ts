import swagger from '@fastify/swagger';
import fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { captureRoutes } from './captures/routes.ts';
import type { Api, ApiContext, ApiDeps } from './deps.ts';
import { deviceRoutes } from './devices/routes.ts';
import { sendProblem } from './error-handler.ts';
import { exportRoutes } from './export/routes.ts';
import { flowRoutes } from './flows/routes.ts';
import { interfaceRoutes } from './interfaces/routes.ts';
import { openApiOptions } from './openapi.ts';
import { organisationOf } from './organisation.ts';
import { Problem } from './problems.ts';
import { nothing } from './schemas.ts';
import { statsRoutes } from './stats/routes.ts';
import { systemRoutes } from './system/routes.ts';
import { topologyRoutes } from './topology/routes.ts';
import { validatorCompiler } from './validation.ts';
import { vlanRoutes } from './vlans/routes.ts';

const NOUNS: readonly ((app: Api, context: ApiContext) => void)[] = [
  deviceRoutes,
  flowRoutes,
  topologyRoutes,
  statsRoutes,
  vlanRoutes,
  captureRoutes,
  interfaceRoutes,
  exportRoutes,
];
/** Of JSON; uploads have a limit of their own. */
const MAX_BODY_BYTES = 256 * 1024;
const LONGEST_PARAMETER = 500;
/**
 * Loopback only until accounts exist, and under these names only: a page elsewhere whose own name was made to mean
 * 127.0.0.1 (DNS rebinding) gets nothing.
 */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** The HTTP API. It listens nowhere and closes none of what it is given; `ready()`, then `listen` or `inject`. */
export function createApi(deps: ApiDeps): Api {
  const app: Api = fastify({
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error, deps.report),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, error, deps.report));
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?');
    return sendProblem(reply, new Problem('unknown-path', `${request.method} ${path}`), deps.report);
  });
  app.addHook('onRequest', async ({ headers: { host = '' } }) => {
    if (!LOOPBACK.test(host))
      throw new Problem('wrong-host', `Host ${JSON.stringify(host)}: expected localhost`);
  });
  // A route that names no parameters takes none.
  app.addHook('onRoute', (route) => {
    route.schema = { querystring: nothing, ...route.schema };
  });
  app.register(swagger, openApiOptions(deps.version));
  const context: ApiContext = { ...deps, org: organisationOf(deps) };
  app.register(async (all) => {
    const typed = all.withTypeProvider<ZodTypeProvider>();
    systemRoutes(typed, context);
    typed.register(
      async (v1) => {
        for (const routes of NOUNS) routes(v1.withTypeProvider<ZodTypeProvider>(), context);
      },
      { prefix: '/api/v1' },
    );
  });
  return app;
}
