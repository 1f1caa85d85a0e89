import { labelledFlows } from '../answers/labels.ts';
import type { Api, ApiContext } from '../deps.ts';
import { found } from '../problems/problems.ts';
import { inSite } from '../sites/in-site.ts';
import { flow, flowPage, flowQuery, flowRow } from './schemas.ts';

export function flowRoutes(app: Api, { org }: ApiContext): void {
  app.get('/flows', { schema: { querystring: flowQuery, response: { 200: flowPage } } }, async (request) => {
    const mine = org(request);
    const { flows, total } = await mine.telemetry.flows(await inSite(mine, request.query));
    return { items: await labelledFlows(mine, flows), total };
  });

  app.get(
    '/flows/:capture/:row',
    { schema: { params: flowRow, response: { 200: flow } } },
    async (request) => {
      const { capture, row } = request.params;
      const mine = org(request);
      const one = found('flow', `${capture}/${row}`, await mine.telemetry.flow(capture, row));
      return (await labelledFlows(mine, [one]))[0];
    },
  );
}
