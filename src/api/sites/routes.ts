import { say } from '../../model/messages/message.ts';
import type { Site } from '../../store/state/sites/site.ts';
import type { Api, ApiContext } from '../deps.ts';
import { changedMeanwhile, found, Problem, unknownId } from '../problems/problems.ts';
import { byId, etagOf, ifMatch, versionOf } from '../schemas.ts';
import { newSite, site, siteList, sitePatch } from './schemas.ts';

function taken(name: string, { id }: Site): Problem {
  const expected = say('expected.free-site-name');
  return new Problem('already-there', say('site.taken', { name, id }), {
    fields: [{ in: 'body', path: 'name', value: name, expected }],
  });
}

export function siteRoutes(app: Api, { org, feed }: ApiContext): void {
  app.get('/sites', { schema: { response: { 200: siteList } } }, async (request) => ({
    items: await org(request).state.sites.list(),
  }));

  app.post('/sites', { schema: { body: newSite, response: { 201: site } } }, async (request, reply) => {
    const mine = org(request);
    const { outcome, site: made } = await mine.state.sites.create(request.body);
    if (outcome === 'taken') throw taken(request.body.name, made);
    feed.touch(mine.id, ['sites']);
    return reply
      .code(201)
      .header('location', `/api/v1/sites/${made.id}`)
      .header('etag', etagOf(made))
      .send(made);
  });

  app.get('/sites/:id', { schema: { params: byId, response: { 200: site } } }, async (request, reply) => {
    const { id } = request.params;
    const it = found('site', id, await org(request).state.sites.get(id));
    reply.header('etag', etagOf(it));
    return it;
  });

  app.patch(
    '/sites/:id',
    { schema: { params: byId, headers: ifMatch, body: sitePatch, response: { 200: site } } },
    async (request, reply) => {
      const { id } = request.params;
      const mine = org(request);
      const result = await mine.state.sites.patch(id, request.body, versionOf(request.headers['if-match']));
      if (result.outcome === 'missing') throw unknownId('site', id);
      if (result.outcome === 'stale') throw changedMeanwhile('site', id, result.site.version);
      if (result.outcome === 'taken') throw taken(request.body.name ?? '', result.site);
      feed.touch(mine.id, ['sites']);
      reply.header('etag', etagOf(result.site));
      return result.site;
    },
  );

  app.delete('/sites/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    const mine = org(request);
    const result = await mine.state.sites.remove(id);
    if (result.outcome === 'missing') throw unknownId('site', id);
    if (result.outcome === 'in-use') {
      const { name, captures, placedDevices: devices } = result.site;
      throw new Problem('site-in-use', say('site.in-use', { name, captures, devices }));
    }
    feed.touch(mine.id, ['sites']);
    return reply.code(204).send();
  });
}
