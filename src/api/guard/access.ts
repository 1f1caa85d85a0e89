/** Who may use which route: one table, checked in one place. A route that is not in it cannot be registered. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authentication } from '../../features/accounts/authenticate.ts';
import { say } from '../../model/messages/message.ts';
import type { Permission } from '../../model/permissions.ts';
import type { Principal } from '../../model/principal.ts';
import type { Api, Backend } from '../deps.ts';
import { Problem, type ProblemCode } from '../problems/problems.ts';
import type { Rates } from './rates.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` on public routes for whoever is not signed in. */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/**
 * `public`: anybody. `signed-in`: whoever has credentials, whatever the organisation. `platform`: whoever stands above the
 * organisations. A permission: whoever has it in the organisation that the request is about.
 */
export type Access = 'public' | 'signed-in' | 'platform' | Permission;

export const ACCESS: Readonly<Record<string, Access>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'settings:read',
  'GET /api/v1/openapi.json': 'public',
  'GET /api/v1/docs': 'public',
  'GET /api/v1/docs/style.css': 'public',
  'GET /api/v1/session': 'public',
  'POST /api/v1/session': 'public',
  'DELETE /api/v1/session': 'signed-in',
  'POST /api/v1/session/second-factor': 'public',
  'PUT /api/v1/session/organisation': 'signed-in',
  'POST /api/v1/session/passkey/options': 'public',
  'POST /api/v1/session/passkey': 'public',
  'GET /api/v1/session/oidc/:provider': 'public',
  'GET /api/v1/session/oidc/:provider/callback': 'public',
  'POST /api/v1/setup': 'public',
  'GET /api/v1/account': 'signed-in',
  'PATCH /api/v1/account': 'signed-in',
  'POST /api/v1/account/password': 'signed-in',
  'POST /api/v1/account/two-factor': 'signed-in',
  'POST /api/v1/account/two-factor/verify': 'signed-in',
  'POST /api/v1/account/two-factor/remove': 'signed-in',
  'POST /api/v1/account/recovery-codes': 'signed-in',
  'POST /api/v1/account/passkeys/options': 'signed-in',
  'POST /api/v1/account/passkeys': 'signed-in',
  'PATCH /api/v1/account/passkeys/:id': 'signed-in',
  'DELETE /api/v1/account/passkeys/:id': 'signed-in',
  'DELETE /api/v1/account/sessions': 'signed-in',
  'DELETE /api/v1/account/sessions/:id': 'signed-in',
  'GET /api/v1/devices': 'inventory:read',
  'GET /api/v1/devices/facets': 'inventory:read',
  'GET /api/v1/devices/:id': 'inventory:read',
  'PATCH /api/v1/devices/:id': 'inventory:write',
  'GET /api/v1/devices/:id/flows': 'inventory:read',
  'GET /api/v1/devices/:id/bandwidth': 'inventory:read',
  'GET /api/v1/devices/:id/services': 'inventory:read',
  'GET /api/v1/devices/:id/evidence': 'inventory:read',
  'GET /api/v1/flows': 'inventory:read',
  'GET /api/v1/flows/:capture/:row': 'inventory:read',
  'GET /api/v1/topology': 'inventory:read',
  'GET /api/v1/topology/matrix': 'inventory:read',
  'GET /api/v1/topology/matrix/vlans': 'inventory:read',
  'GET /api/v1/stats/dashboard': 'inventory:read',
  'GET /api/v1/stats/bandwidth': 'inventory:read',
  'GET /api/v1/stats/protocols': 'inventory:read',
  'GET /api/v1/stats/top-talkers': 'inventory:read',
  'GET /api/v1/vlans': 'inventory:read',
  'PATCH /api/v1/vlans/:vlan': 'inventory:write',
  'GET /api/v1/sites': 'inventory:read',
  'POST /api/v1/sites': 'settings:write',
  'GET /api/v1/sites/:id': 'inventory:read',
  'PATCH /api/v1/sites/:id': 'settings:write',
  'DELETE /api/v1/sites/:id': 'settings:write',
  'GET /api/v1/captures': 'inventory:read',
  'POST /api/v1/captures': 'capture:write',
  'GET /api/v1/captures/:id': 'inventory:read',
  'PATCH /api/v1/captures/:id': 'capture:write',
  'DELETE /api/v1/captures/:id': 'capture:write',
  'POST /api/v1/captures/:id/reanalyse': 'capture:write',
  'POST /api/v1/demo': 'capture:write',
  'GET /api/v1/interfaces': 'inventory:read',
  'POST /api/v1/interfaces/:name/listen': 'capture:write',
  'DELETE /api/v1/interfaces/:name/listen': 'capture:write',
  'GET /api/v1/export/cmdb': 'export:read',
  'GET /api/v1/export/flows': 'export:read',
  'GET /api/v1/export/audit': 'audit:read',
  'GET /api/v1/audit': 'audit:read',
  'GET /api/v1/audit/facets': 'audit:read',
  'GET /api/v1/audit/verify': 'audit:read',
  'GET /api/v1/audit/sign-ins': 'audit:read',
  'GET /api/v1/audit/:seq': 'audit:read',
  'GET /api/v1/platform/health': 'platform',
  'GET /api/v1/platform/audit': 'platform',
  'GET /api/v1/platform/audit/facets': 'platform',
  'GET /api/v1/platform/audit/verify': 'platform',
  'GET /api/v1/platform/audit/export': 'platform',
  'GET /api/v1/platform/audit/:seq': 'platform',
  'GET /api/v1/members': 'members:read',
  'PATCH /api/v1/members/:id': 'members:write',
  'DELETE /api/v1/members/:id': 'members:write',
  'GET /api/v1/invitations': 'members:read',
  'POST /api/v1/invitations': 'members:write',
  'DELETE /api/v1/invitations/:id': 'members:write',
  'GET /api/v1/invitations/:token/offer': 'public',
  'POST /api/v1/invitations/:token/accept': 'public',
  'PATCH /api/v1/organisation': 'settings:write',
  'GET /api/v1/tokens': 'tokens:read',
  'POST /api/v1/tokens': 'tokens:write',
  'DELETE /api/v1/tokens/:id': 'tokens:write',
  'GET /api/v1/platform/organisations': 'platform',
  'POST /api/v1/platform/organisations': 'platform',
  'PATCH /api/v1/platform/organisations/:id': 'platform',
  'GET /api/v1/platform/providers': 'platform',
  'POST /api/v1/platform/providers': 'platform',
  'PATCH /api/v1/platform/providers/:id': 'platform',
  'DELETE /api/v1/platform/providers/:id': 'platform',
  'GET /api/v1/platform/users': 'platform',
  'POST /api/v1/platform/users': 'platform',
  'PATCH /api/v1/platform/users/:id': 'platform',
  'POST /api/v1/platform/users/:id/password': 'platform',
  'GET /api/v1/status': 'inventory:read',
  'GET /api/v1/ws/live': 'inventory:read',
};

/** The organisation that a request is about. Links and WebSockets of a browser carry no headers of ours: `?org=`. */
export const ORG_HEADER = 'x-vigie-org';
const ORG_QUERY = 'org';

/** Gives every route of `app` its line of the table, and checks each request against it before its body is read. */
export function guardAccess(app: Api, backend: () => Backend, rates: Rates): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat().map((method) => (method === 'HEAD' ? 'GET' : method));
    for (const method of methods) {
      const access = ACCESS[`${method} ${route.url}`];
      if (access === undefined)
        throw new Error(`${method} ${route.url}: no line of src/api/guard/access.ts says who may use it`);
      route.config = { ...route.config, access };
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config;
    if (access === undefined) throw new Error(`${request.url}: a route without access`);
    await admit(request, reply, access, { backend, rates });
  });
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  { backend, rates }: { readonly backend: () => Backend; readonly rates: Rates },
): Promise<void> {
  const { authorization, cookie } = request.headers;
  const orgId = namedOrganisation(request);
  const hasCredentials = authorization !== undefined || cookie !== undefined;
  if (access === 'public' && !hasCredentials) {
    await rates.check(request, reply, null);
    return;
  }
  const { accounts } = access === 'public' ? (present(backend) ?? {}) : backend();
  // A public route while the stores are being opened.
  if (accounts === undefined) return;
  const found: Authentication = hasCredentials
    ? await accounts.authenticate({ authorization, cookie, orgId, from: request.peer.address })
    : { refusal: 'nothing' };
  if ('principal' in found) {
    request.principal = found.principal;
    await rates.check(request, reply, found.principal);
    allow(found.principal, access);
    return;
  }
  await rates.check(request, reply, null);
  if (access === 'public') return;
  if (found.refusal === 'not-a-member')
    throw new Problem('not-a-member', say('who.not-yours', { id: orgId ?? '' }));
  reply.header('www-authenticate', 'Bearer');
  const code: ProblemCode = (await accounts.setUp.isNeeded()) ? 'set-up-needed' : 'not-signed-in';
  throw new Problem(code, say(`who.${code === 'set-up-needed' ? code : found.refusal}`));
}

/** Throws `not-allowed`, or `not-a-member` for somebody who belongs nowhere. */
function allow({ isPlatformAdmin, orgId, permissions, role }: Principal, access: Access): void {
  if (access === 'public' || access === 'signed-in') return;
  if (access === 'platform') {
    if (isPlatformAdmin) return;
    throw new Problem('not-allowed', say('who.platform-only'));
  }
  if (orgId === null) throw new Problem('not-a-member', say('who.belongs-nowhere'));
  if (permissions.includes(access)) return;
  throw new Problem(
    'not-allowed',
    say('who.lacks', { permission: access, role: role ?? say('who.no-role') }),
  );
}

function namedOrganisation(request: FastifyRequest): string | null {
  const header = request.headers[ORG_HEADER];
  const query = request.query as Record<string, unknown>;
  const asked = query[ORG_QUERY];
  // It is no parameter of the route.
  if (asked !== undefined) delete query[ORG_QUERY];
  if (typeof header === 'string' && header !== '') return header;
  return typeof asked === 'string' && asked !== '' ? asked : null;
}

function present(backend: () => Backend): Backend | null {
  try {
    return backend();
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-ready') return null;
    throw error;
  }
}
