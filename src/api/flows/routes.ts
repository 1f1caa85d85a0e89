import type { Api, ApiContext } from '../deps.ts';
import { found } from '../problems.ts';
import { flow, flowPage, flowQuery, flowRow } from './schemas.ts';

export function flowRoutes(app: Api, { org }: ApiContext): void {
  app.get('/flows', { schema: { querystring: flowQuery, response: { 200: flowPage } } }, async (request) => {
    const { flows, total } = await org(request).telemetry.flows(request.query);
    return { items: flows, total };
  });

  app.get(
    '/flows/:capture/:row',
    { schema: { params: flowRow, response: { 200: flow } } },
    async (request) => {
      const { capture, row } = request.params;
      return found('flow', `${capture}/${row}`, await org(request).telemetry.flow(capture, row));
    },
  );
}
