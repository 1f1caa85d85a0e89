import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import fastify, { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { passkeyRoutes } from './account/passkey-routes.ts';
import { accountRoutes } from './account/routes.ts';
import { isData, secure, stayOnTls } from './answers/headers.ts';
import { keepAnswers } from './answers/kept-answers.ts';
import { serializerCompiler } from './answers/serializer.ts';
import { nameActors } from './audit/actor.ts';
import { auditRoutes } from './audit/routes.ts';
import { backendSlot } from './backend.ts';
import { captureRoutes } from './captures/routes.ts';
import { uploadRoutes } from './captures/upload-routes.ts';
import { createRouteMethods } from './console/route-methods.ts';
import { consoleRoutes } from './console/routes.ts';
import type { Api, ApiContext, ApiDeps, Backend } from './deps.ts';
import { deviceRoutes } from './devices/routes.ts';
import { openApiOptions } from './docs/openapi.ts';
import { docsRoutes } from './docs/routes.ts';
import { exportRoutes } from './export/routes.ts';
import { flowRoutes } from './flows/routes.ts';
import { guardAccess } from './guard/access.ts';
import { answerOnce } from './guard/idempotency.ts';
import { RATE_LIMITS } from './guard/rate-limits.ts';
import { createRates } from './guard/rates.ts';
import { interfaceRoutes } from './interfaces/routes.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { createLiveFeed } from './live/feed.ts';
import { liveRoutes } from './live/routes.ts';
import { memberRoutes } from './members/routes.ts';
import { createNetwork, UNKNOWN_PEER } from './network/network.ts';
import { PLAIN_POLICY } from './network/policy.ts';
import { createRefusals } from './network/refusals.ts';
import { organisationOf } from './organisation.ts';
import { platformRoutes } from './platform/routes.ts';
import { sendProblem } from './problems/error-handler.ts';
import { validatorCompiler } from './problems/validation.ts';
import { providerRoutes } from './providers/routes.ts';
import { nothing } from './schemas.ts';
import { oidcRoutes } from './session/oidc-routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { siteRoutes } from './sites/routes.ts';
import { statsRoutes } from './stats/routes.ts';
import { healthRoutes } from './system/health-routes.ts';
import { statusRoutes, systemRoutes } from './system/routes.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { topologyRoutes } from './topology/routes.ts';
import { vlanRoutes } from './vlans/routes.ts';

const NOUNS: readonly ((app: Api, context: ApiContext) => void)[] = [
  deviceRoutes,
  flowRoutes,
  topologyRoutes,
  statsRoutes,
  vlanRoutes,
  siteRoutes,
  captureRoutes,
  uploadRoutes,
  interfaceRoutes,
  exportRoutes,
  auditRoutes,
  statusRoutes,
  healthRoutes,
  liveRoutes,
  sessionRoutes,
  accountRoutes,
  passkeyRoutes,
  invitationRoutes,
  providerRoutes,
  oidcRoutes,
  memberRoutes,
  tokenRoutes,
  platformRoutes,
];
/** Of JSON; uploads have a limit of their own. */
const MAX_BODY_BYTES = 256 * 1024;
const LONGEST_PARAMETER = 500;
/** Of what a client of `ws/live` says: nothing is expected. */
const LONGEST_MESSAGE_BYTES = 1024;

export interface ApiServer {
  /** It listens nowhere and closes none of what it is given; `ready()`, then `listen` or `inject`. */
  readonly app: Api;
  /** The stores are open: from now on their questions are answered. */
  connect(backend: Backend): void;
  /** The stores are about to close. */
  disconnect(): void;
}

/** The HTTP API and the console. */
export function createApi(deps: ApiDeps): ApiServer {
  const { log, refusals = createRefusals() } = deps;
  const network = createNetwork(deps.network ?? PLAIN_POLICY);
  const refuse = (reply: FastifyReply, error: unknown) => sendProblem(reply, error, { log, refusals });
  const app: Api = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, _request, reply) => void refuse(reply, error),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  // Set by `admit`; a URL that cannot be read is refused before.
  app.decorateRequest('peer');
  app.addHook('onRequest', async (request, reply) => {
    secure(request.url, reply);
    network.admit(request, isData(request.url));
    stayOnTls(reply, request.peer);
  });
  app.addHook('onResponse', async (request, reply) => {
    const level = ['GET', 'HEAD'].includes(request.method) ? 'debug' : 'info';
    // A refused upgrade: its socket is no connection of the HTTP server any more, and nobody else closes it.
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon();
    const { address: from } = request.peer ?? UNKNOWN_PEER;
    request.log[level](
      { status: reply.statusCode, ms: Math.round(reply.elapsedTime), from },
      lineOf(request),
    );
  });
  app.register(swagger, openApiOptions(deps.version));
  app.register(websocket, { options: { maxPayload: LONGEST_MESSAGE_BYTES } });
  const slot = backendSlot();
  const feed = createLiveFeed();
  const context: ApiContext = {
    ...deps,
    startedAt: deps.clock(),
    backend: slot.get,
    org: organisationOf(slot.get),
    feed,
    refusals,
  };
  const methods = createRouteMethods();
  app.register(async (all) => {
    const guarded = all.withTypeProvider<ZodTypeProvider>();
    guardAccess(guarded, slot.get, await createRates(guarded, deps.rates ?? RATE_LIMITS));
    answerOnce(guarded, context);
    nameActors(guarded);
    keepAnswers(guarded, context);
    all.addHook('onRoute', (route) => {
      // A route that names no parameters takes none.
      route.schema = { querystring: nothing, ...route.schema };
      methods.add(route.url, route.method);
    });
    const typed = all.withTypeProvider<ZodTypeProvider>();
    systemRoutes(typed, context);
    docsRoutes(typed, context);
    typed.register(
      async (v1) => {
        for (const routes of NOUNS) routes(v1.withTypeProvider<ZodTypeProvider>(), context);
      },
      { prefix: '/api/v1' },
    );
  });
  consoleRoutes(app, context, methods);
  return {
    app,
    connect(backend) {
      slot.set(backend);
      feed.attach(backend);
    },
    disconnect() {
      feed.detach();
      slot.clear();
    },
  };
}

/**
 * Without what follows the `?`: names of uploads and what people search are nobody's business. Of a route whose path has a
 * token in it, the pattern.
 */
function lineOf({ method, url, routeOptions }: FastifyRequest): string {
  const pattern = routeOptions.url ?? '';
  return `${method} ${pattern.includes(':token') ? pattern : url.split('?')[0]}`;
}
