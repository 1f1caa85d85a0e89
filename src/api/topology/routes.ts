import { labelled } from '../answers/labels.ts';
import type { Api, ApiContext } from '../deps.ts';
import { scopeQuery } from '../schemas.ts';
import { inSite } from '../sites/in-site.ts';
import { matrix, matrixQuery, topology, topologyQuery, vlanMatrix } from './schemas.ts';

export function topologyRoutes(app: Api, { org }: ApiContext): void {
  app.get(
    '/topology',
    { schema: { querystring: topologyQuery, response: { 200: topology } } },
    async (request) => {
      const mine = org(request);
      const graph = await mine.telemetry.topology(await inSite(mine, request.query));
      return { ...graph, nodes: await labelled(mine, graph.nodes) };
    },
  );

  app.get(
    '/topology/matrix',
    { schema: { querystring: matrixQuery, response: { 200: matrix } } },
    async (request) => {
      const mine = org(request);
      const found = await mine.telemetry.deviceMatrix(await inSite(mine, request.query));
      const sides = found.sides.map((device) => ({ device }));
      return { ...found, sides: await labelled(mine, sides) };
    },
  );

  app.get(
    '/topology/matrix/vlans',
    { schema: { querystring: scopeQuery, response: { 200: vlanMatrix } } },
    async (request) => {
      const mine = org(request);
      const { sides, cells } = await mine.telemetry.vlanMatrix(await inSite(mine, request.query));
      const names = new Map((await mine.state.vlans.list()).map(({ vlan, name }) => [vlan, name]));
      return { cells, sides: sides.map((vlan) => ({ vlan, name: names.get(vlan ?? -1) ?? null })) };
    },
  );
}
