import type { Api, ApiContext } from '../deps.ts';
import { labelled } from '../labels.ts';
import { matrix, matrixQuery, topology, topologyQuery } from './schemas.ts';

export function topologyRoutes(app: Api, { org }: ApiContext): void {
  app.get(
    '/topology',
    { schema: { querystring: topologyQuery, response: { 200: topology } } },
    async (request) => {
      const graph = await org(request).telemetry.topology(request.query);
      return { ...graph, nodes: await labelled(org(request), graph.nodes) };
    },
  );

  app.get(
    '/topology/matrix',
    { schema: { querystring: matrixQuery, response: { 200: matrix } } },
    async (request) => {
      const found = await org(request).telemetry.deviceMatrix(request.query);
      const sides = found.sides.map((device) => ({ device }));
      return { ...found, sides: await labelled(org(request), sides) };
    },
  );
}
