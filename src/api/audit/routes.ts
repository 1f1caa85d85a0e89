import type { Api, ApiContext } from '../deps.ts';
import { auditFacets, auditPage, auditQuery, auditVerdict } from './schemas.ts';

/** Each organisation reads its own log, the platform's administrators that of the platform. */
export function auditRoutes(app: Api, { backend, org }: ApiContext): void {
  const listed = { schema: { querystring: auditQuery, response: { 200: auditPage } } };

  app.get('/audit', listed, async (request) => {
    const { rows, total } = await org(request).state.audit.list(request.query);
    return { items: rows, total };
  });

  app.get('/audit/facets', { schema: { response: { 200: auditFacets } } }, (request) =>
    org(request).state.audit.facets(),
  );

  app.get('/audit/verify', { schema: { response: { 200: auditVerdict } } }, (request) =>
    org(request).state.audit.verify(),
  );

  app.get('/platform/audit', listed, async (request) => {
    const { rows, total } = await backend().state.audit.list(request.query);
    return { items: rows, total };
  });
}
