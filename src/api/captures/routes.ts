import type { Readable } from 'node:stream';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Capture } from '../../store/state/capture.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { found } from '../problems.ts';
import { byId } from '../schemas.ts';
import { capture, captureList, captureListQuery, uploaded, uploadQuery } from './schemas.ts';
import { discard, storeUpload } from './upload.ts';

/** What the body of an upload may call itself. */
export const UPLOAD_TYPES = [
  'application/octet-stream',
  'application/vnd.tcpdump.pcap',
  'application/x-pcapng',
  'application/gzip',
  'application/zstd',
] as const;

/** The store learns of progress now and then, the import knows it. */
const withProgress = ({ imports }: Org, it: Capture): Capture => ({ ...it, ...imports.progress(it.id) });

async function upload(org: Org, uploads: ApiContext['uploads'], body: Readable, name: string) {
  const stored = await storeUpload(body, { ...uploads, name });
  try {
    return await org.imports.enqueue(stored);
  } catch (error) {
    await discard(stored.path);
    throw error;
  }
}

export function captureRoutes(app: Api, { org, uploads }: ApiContext): void {
  app.get(
    '/captures',
    { schema: { querystring: captureListQuery, response: { 200: captureList } } },
    async (request) => ({
      items: (await org(request).state.captures.list()).map((it) => withProgress(org(request), it)),
    }),
  );

  app.get('/captures/:id', { schema: { params: byId, response: { 200: capture } } }, async (request) => {
    const { id } = request.params;
    return withProgress(org(request), found('capture', id, await org(request).state.captures.get(id)));
  });

  app.delete('/captures/:id', { schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    found('capture', id, (await org(request).imports.remove(id)) ? id : null);
    return reply.code(204).send();
  });

  app.register(async (scoped) => {
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser([...UPLOAD_TYPES], (_request, body, done) => done(null, body));
    scoped.withTypeProvider<ZodTypeProvider>().post(
      '/captures',
      {
        schema: {
          querystring: uploadQuery,
          consumes: [...UPLOAD_TYPES],
          response: { 200: uploaded, 202: uploaded },
        },
      },
      async (request, reply) => {
        const result = await upload(org(request), uploads, request.body as Readable, request.query.name);
        reply.code(result.outcome === 'already' ? 200 : 202);
        reply.header('location', `/api/v1/captures/${result.capture.id}`);
        return result;
      },
    );
  });
}
