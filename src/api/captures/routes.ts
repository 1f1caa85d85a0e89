import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { InputError } from '../../base/errors.ts';
import type { NewImport } from '../../features/ingest/imports.ts';
import type { Capture } from '../../store/state/capture.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { found, Problem } from '../problems/problems.ts';
import { byId } from '../schemas.ts';
import { expectSite } from '../sites/in-site.ts';
import { filePart, MULTIPART } from './multipart.ts';
import {
  capture,
  captureList,
  captureListQuery,
  capturePatch,
  importView,
  LONGEST_NAME,
  uploaded,
  uploadQuery,
} from './schemas.ts';
import {
  discard,
  expectLength,
  lingering,
  type StoredUpload,
  storeUpload,
  type UploadOptions,
} from './upload.ts';

/** What the body of an upload may call itself when it is the file. */
const UPLOAD_TYPES = [
  'application/octet-stream',
  'application/vnd.tcpdump.pcap',
  'application/x-pcapng',
  'application/gzip',
  'application/zstd',
] as const;

/** The store learns of progress now and then, the import knows it. What is read again has its old packets until then. */
function withProgress({ imports }: Org, it: Capture): Capture {
  const running = imports.progress(it.id);
  if (running === null) return it;
  const { progress, packets } = running;
  return it.status === 'importing' ? { ...it, progress, packets } : { ...it, progress };
}

/** Hands a file of ours over; it is gone when the imports do not want it. */
async function enqueue(org: Org, file: NewImport) {
  try {
    return await org.imports.enqueue(file);
  } catch (error) {
    await discard(file.path);
    return refused(error);
  }
}

/** What the imports say is for people. */
function refused(error: unknown): never {
  if (error instanceof InputError) throw new Problem('cannot-import', error.message);
  throw error;
}

/** 202 when it began, 200 when it is there already. */
const statusOf = ({ outcome }: { readonly outcome: 'started' | 'already' }) =>
  outcome === 'already' ? 200 : 202;
const placeOf = (id: string): string => `/api/v1/captures/${id}`;

/** The body is the file, or a form that has it. The name of the address beats that of the form. */
async function fileOf(
  request: FastifyRequest<{ Querystring: z.output<typeof uploadQuery> }>,
  uploads: Omit<UploadOptions, 'name'>,
): Promise<StoredUpload> {
  const isForm = request.headers['content-type']?.toLowerCase().startsWith(MULTIPART) === true;
  const form = isForm ? await filePart(request.raw) : null;
  const name = request.query.name ?? form?.name ?? '';
  if (name === '' || name.length > LONGEST_NAME) throw wrongName(request.query.name ?? form?.name ?? null);
  if (form === null) expectLength(request.headers['content-length'], { ...uploads, name });
  const stored = await storeUpload(form?.file ?? (request.body as Readable), { ...uploads, name });
  try {
    await form?.end();
  } catch (error) {
    await discard(stored.path);
    throw error;
  }
  return stored;
}

function wrongName(value: string | null): Problem {
  const expected = `1 to ${LONGEST_NAME} characters`;
  return new Problem('invalid-request', `query name: expected ${expected}, found ${value ?? 'none'}`, {
    fields: [{ in: 'query', path: 'name', value, expected }],
  });
}

export function captureRoutes(app: Api, { org, uploads, writeDemo, feed }: ApiContext): void {
  app.get(
    '/captures',
    { schema: { querystring: captureListQuery, response: { 200: captureList } } },
    async (request) => {
      const mine = org(request);
      const { site } = request.query;
      await expectSite(mine, site);
      const all = await mine.state.captures.list();
      const items = site === undefined ? all : all.filter(({ siteId }) => siteId === site);
      return { items: items.map((it) => withProgress(mine, it)) };
    },
  );

  app.get('/captures/:id', { schema: { params: byId, response: { 200: capture } } }, async (request) => {
    const { id } = request.params;
    const mine = org(request);
    return withProgress(mine, found('capture', id, await mine.state.captures.get(id)));
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
      return withProgress(mine, changed);
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
      return reply.code(202).header('location', placeOf(id)).send(view);
    },
  );

  app.post('/demo', { schema: { response: { 200: uploaded, 202: uploaded } } }, async (request, reply) => {
    const mine = org(request);
    const path = join(uploads.folder, `${randomUUID()}.upload`);
    try {
      await writeDemo(path);
    } catch (error) {
      await discard(path);
      throw error;
    }
    const result = await enqueue(mine, { path, name: 'vigie-demo.pcap', kind: 'demo' });
    reply.code(statusOf(result)).header('location', placeOf(result.capture.id));
    return result;
  });

  app.register(async (scoped) => {
    scoped.removeAllContentTypeParsers();
    const consumes = [...UPLOAD_TYPES, MULTIPART];
    scoped.addContentTypeParser(consumes, (_request, body, done) => done(null, body));
    scoped.addContentTypeParser('*', ({ headers }, _body, done) => {
      const detail = `content-type ${headers['content-type']}: expected one of ${consumes.join(', ')}`;
      done(new Problem('unsupported-content-type', detail));
    });
    scoped.withTypeProvider<ZodTypeProvider>().post(
      '/captures',
      {
        schema: {
          querystring: uploadQuery,
          consumes,
          response: { 200: uploaded, 202: uploaded },
        },
        onError: async (request) => lingering(request.raw),
      },
      async (request, reply) => {
        const mine = org(request);
        const { site = null } = request.query;
        await expectSite(mine, site);
        const stored = await fileOf(request, uploads);
        const result = await enqueue(mine, { ...stored, siteId: site });
        reply.code(statusOf(result)).header('location', placeOf(result.capture.id));
        return result;
      },
    );
  });
}
