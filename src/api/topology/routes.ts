import { labelled } from '../answers/labels.ts';
import type { Api, ApiContext } from '../deps.ts';
import { scopeQuery } from '../schemas.ts';
import { matrix, matrixQuery, topology, topologyQuery, vlanMatrix } from './schemas.ts';

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

  app.get(
    '/topology/matrix/vlans',
    { schema: { querystring: scopeQuery, response: { 200: vlanMatrix } } },
    async (request) => {
      const { sides, cells } = await org(request).telemetry.vlanMatrix(request.query);
      const names = new Map((await org(request).state.vlans.list()).map(({ vlan, name }) => [vlan, name]));
      return { cells, sides: sides.map((vlan) => ({ vlan, name: names.get(vlan ?? -1) ?? null })) };
    },
  );
}
