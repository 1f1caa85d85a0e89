import type { FastifyRequest } from 'fastify';
import type { Audit } from '../../store/state/audit/audit.ts';
import type { Api, ApiContext } from '../deps.ts';
import { found } from '../problems/problems.ts';
import {
  auditFacets,
  auditPage,
  auditQuery,
  auditRow,
  auditVerdict,
  bySeq,
  signInPage,
  signInQuery,
} from './schemas.ts';

/** Each organisation reads its own log, the platform's administrators that of the platform. */
export function auditRoutes(app: Api, { backend, org }: ApiContext): void {
  logRoutes(app, '/audit', (request) => org(request).state.audit);
  logRoutes(app, '/platform/audit', () => backend().state.audit);

  app.get(
    '/audit/sign-ins',
    { schema: { querystring: signInQuery, response: { 200: signInPage } } },
    async (request) => {
      const { signIns } = backend().state.accounts;
      const { rows, total } = await signIns.ofMembers(org(request).id, request.query);
      return { items: rows, total };
    },
  );
}

function logRoutes(app: Api, path: string, logOf: (request: FastifyRequest) => Audit): void {
  app.get(path, { schema: { querystring: auditQuery, response: { 200: auditPage } } }, async (request) => {
    const { rows, total } = await logOf(request).list(request.query);
    return { items: rows, total };
  });

  app.get(`${path}/:seq`, { schema: { params: bySeq, response: { 200: auditRow } } }, async (request) => {
    const { seq } = request.params;
    return found('audit-row', seq, await logOf(request).get(seq));
  });

  app.get(`${path}/facets`, { schema: { response: { 200: auditFacets } } }, (request) =>
    logOf(request).facets(),
  );

  app.get(`${path}/verify`, { schema: { response: { 200: auditVerdict } } }, (request) =>
    logOf(request).verify(),
  );
}
