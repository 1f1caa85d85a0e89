import { labelledFlows } from '../answers/labels.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { flowPage, flowsOfDeviceQuery } from '../flows/schemas.ts';
import { changedMeanwhile, found, unknownId } from '../problems/problems.ts';
import { byId, etagOf, ifMatch, versionOf } from '../schemas.ts';
import { expectSite, inSite } from '../sites/in-site.ts';
import { bandwidth } from '../stats/schemas.ts';
import {
  bandwidthQuery,
  deviceDetail,
  deviceEvidence,
  deviceFacets,
  deviceListQuery,
  devicePage,
  devicePatch,
  deviceServices,
  facetsQuery,
  servicesQuery,
} from './schemas.ts';

const device = async (org: Org, id: string) => found('device', id, await org.state.devices.get(id));

export function deviceRoutes(app: Api, { org, feed }: ApiContext): void {
  app.get(
    '/devices',
    { schema: { querystring: deviceListQuery, response: { 200: devicePage } } },
    async (request) => {
      const mine = org(request);
      await expectSite(mine, request.query.filter.siteId);
      const { rows, total } = await mine.state.devices.list(request.query);
      return { items: rows, total };
    },
  );

  app.get(
    '/devices/facets',
    { schema: { querystring: facetsQuery, response: { 200: deviceFacets } } },
    async (request) => {
      const mine = org(request);
      await expectSite(mine, request.query.site);
      return mine.state.devices.facets(request.query.site);
    },
  );

  app.get(
    '/devices/:id',
    { schema: { params: byId, response: { 200: deviceDetail } } },
    async (request, reply) => {
      const it = await device(org(request), request.params.id);
      reply.header('etag', etagOf(it));
      return it;
    },
  );

  app.patch(
    '/devices/:id',
    { schema: { params: byId, headers: ifMatch, body: devicePatch, response: { 200: deviceDetail } } },
    async (request, reply) => {
      const { id } = request.params;
      const mine = org(request);
      await expectSite(mine, request.body.siteId, { in: 'body', path: 'siteId' });
      const result = await mine.state.devices.patch(id, request.body, versionOf(request.headers['if-match']));
      if (result.outcome === 'missing') throw unknownId('device', id);
      if (result.outcome === 'stale') throw changedMeanwhile('device', id, result.device.version);
      feed.touch(mine.id, request.body.siteId === undefined ? ['devices'] : ['devices', 'sites']);
      reply.header('etag', etagOf(result.device));
      return result.device;
    },
  );

  app.get(
    '/devices/:id/flows',
    { schema: { params: byId, querystring: flowsOfDeviceQuery, response: { 200: flowPage } } },
    async (request) => {
      const { id } = await device(org(request), request.params.id);
      const mine = org(request);
      const { flows, total } = await mine.telemetry.flows({
        ...(await inSite(mine, request.query)),
        device: id,
      });
      return { items: await labelledFlows(mine, flows), total };
    },
  );

  app.get(
    '/devices/:id/bandwidth',
    { schema: { params: byId, querystring: bandwidthQuery, response: { 200: bandwidth } } },
    async (request) => {
      const { id } = await device(org(request), request.params.id);
      const mine = org(request);
      return mine.telemetry.bandwidth({ ...(await inSite(mine, request.query)), of: { device: id } });
    },
  );

  app.get(
    '/devices/:id/services',
    { schema: { params: byId, querystring: servicesQuery, response: { 200: deviceServices } } },
    async (request) => {
      const { id } = await device(org(request), request.params.id);
      const mine = org(request);
      return mine.telemetry.services({ ...(await inSite(mine, request.query)), device: id });
    },
  );

  app.get(
    '/devices/:id/evidence',
    { schema: { params: byId, response: { 200: deviceEvidence } } },
    (request) => device(org(request), request.params.id),
  );
}
