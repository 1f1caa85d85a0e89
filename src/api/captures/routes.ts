import { InputError } from '../../base/errors.ts';
import { saidOf } from '../../model/messages/refusal.ts';
import type { Capture } from '../../store/state/captures/capture.ts';
import { spoken } from '../answers/spoken.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { languageOf } from '../problems/language.ts';
import { found, Problem } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { expectSite } from '../sites/in-site.ts';
import { capture, captureList, captureListQuery, capturePatch, importView } from './schemas.ts';

/** The store learns of progress now and then, the import knows it. What is read again has its old packets until then. */
function withProgress({ imports }: Org, it: Capture): Capture {
  const running = imports.progress(it.id);
  if (running === null) return it;
  const { progress, packets } = running;
  return it.status === 'importing' ? { ...it, progress, packets } : { ...it, progress };
}

const isDeleting = (it: Capture) => ({ ...it, status: 'deleting' as const });

/** Newest first, also those that are being taken away: `going`, asked for before `kept`. */
function withDeleted(kept: readonly Capture[], going: readonly Capture[], mine: Org) {
  const ids = new Set(going.map(({ id }) => id));
  const rest = kept.filter(({ id }) => !ids.has(id)).map((it) => withProgress(mine, it));
  return [...rest, ...going.map(isDeleting)].sort((a, b) => b.createdAt - a.createdAt);
}

/** What the imports say is for people. */
export function refused(error: unknown): never {
  if (error instanceof InputError) throw new Problem('cannot-import', saidOf(error));
  throw error;
}

export const placeOf = (id: string): string => `/api/v1/captures/${id}`;

export function captureRoutes(app: Api, { org, feed }: ApiContext): void {
  app.get(
    '/captures',
    { schema: { querystring: captureListQuery, response: { 200: captureList } } },
    async (request) => {
      const mine = org(request);
      const { site } = request.query;
      await expectSite(mine, site);
      const going = mine.imports.removing();
      const all = withDeleted(await mine.state.captures.list(), going, mine);
      const items = site === undefined ? all : all.filter(({ siteId }) => siteId === site);
      const { language } = languageOf(request);
      return { items: items.map((it) => spoken(it, language)) };
    },
  );

  app.get('/captures/:id', { schema: { params: byId, response: { 200: capture } } }, async (request) => {
    const { id } = request.params;
    const mine = org(request);
    const { language } = languageOf(request);
    const going = mine.imports.removing().find((it) => it.id === id);
    if (going !== undefined) return spoken(isDeleting(going), language);
    return spoken(withProgress(mine, found('capture', id, await mine.state.captures.get(id))), language);
  });

  app.patch(
    '/captures/:id',
    { schema: { params: byId, body: capturePatch, response: { 200: capture } } },
    async (request) => {
      const { id } = request.params;
      const { siteId } = request.body;
      const mine = org(request);
      await expectSite(mine, siteId, { in: 'body', path: 'siteId' });
      const changed = found('capture', id, await mine.state.captures.setSite(id, siteId));
      feed.touch(mine.id, ['devices', 'flows', 'captures', 'findings', 'vlans', 'sites']);
      return spoken(withProgress(mine, changed), languageOf(request).language);
    },
  );

  app.delete('/captures/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    const mine = org(request);
    const live = mine.listening.list().find(({ captureId }) => captureId === id);
    if (live !== undefined) {
      await mine.listening.stop(live.interface);
      const target = { kind: 'interface', id: live.interface };
      await mine.state.audit.record({ action: 'listening.stopped', target });
    }
    found('capture', id, (await mine.imports.remove(id)) ? id : null);
    feed.touch(mine.id, ['devices', 'flows', 'captures', 'findings', 'vlans']);
    return reply.code(204).send();
  });

  app.post(
    '/captures/:id/reanalyse',
    { schema: { params: byId, response: { 202: importView } } },
    async (request, reply) => {
      const { id } = request.params;
      const mine = org(request);
      const view = found('capture', id, await mine.imports.reanalyse(id).catch(refused));
      const target = { kind: 'capture', id, label: view.name };
      await mine.state.audit.record({ action: 'capture.reanalysed', target });
      return reply
        .code(202)
        .header('location', placeOf(id))
        .send(spoken(view, languageOf(request).language));
    },
  );
}
