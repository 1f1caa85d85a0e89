import type { Api, ApiContext } from '../deps.ts';
import { changedMeanwhile } from '../problems/problems.ts';
import { etagOf, ifMatch, versionOf } from '../schemas.ts';
import { expectSite } from '../sites/in-site.ts';
import { vlan, vlanId, vlanList, vlanListQuery, vlanPatch, vlanQuery } from './schemas.ts';

export function vlanRoutes(app: Api, { org, feed }: ApiContext): void {
  app.get(
    '/vlans',
    { schema: { querystring: vlanListQuery, response: { 200: vlanList } } },
    async (request) => {
      const mine = org(request);
      await expectSite(mine, request.query.site);
      return { items: await mine.state.vlans.list(request.query.site) };
    },
  );

  app.patch(
    '/vlans/:vlan',
    {
      schema: {
        params: vlanId,
        querystring: vlanQuery,
        headers: ifMatch,
        body: vlanPatch,
        response: { 200: vlan },
      },
    },
    async (request, reply) => {
      const outer = request.query.outer ?? null;
      const mine = org(request);
      const result = await mine.state.vlans.patch(
        request.params.vlan,
        outer,
        request.body,
        versionOf(request.headers['if-match']),
      );
      if (result.outcome === 'stale')
        throw changedMeanwhile('vlan', request.params.vlan, result.vlan.version);
      feed.touch(mine.id, ['vlans']);
      reply.header('etag', etagOf(result.vlan));
      return result.vlan;
    },
  );
}
