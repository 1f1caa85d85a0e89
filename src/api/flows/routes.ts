import type { Api, ApiContext } from '../deps.ts';
import { flowPage, flowQuery } from './schemas.ts';

export function flowRoutes(app: Api, { org }: ApiContext): void {
  app.get('/flows', { schema: { querystring: flowQuery, response: { 200: flowPage } } }, async (request) => {
    const { flows, total } = await org(request).telemetry.flows(request.query);
    return { items: flows, total };
  });
}
