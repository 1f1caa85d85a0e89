/** How captures come in over HTTP: as the body, in a form, or made up here. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { NewImport } from '../../features/ingest/imports.ts';
import { say } from '../../model/messages/message.ts';
import { spoken } from '../answers/spoken.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { languageOf } from '../problems/language.ts';
import { Problem, wrongFields } from '../problems/problems.ts';
import { expectSite } from '../sites/in-site.ts';
import { filePart, MULTIPART } from './multipart.ts';
import { placeOf, refused } from './routes.ts';
import { demoQuery, LONGEST_NAME, uploaded, uploadQuery } from './schemas.ts';
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

/** Hands a file of ours over; it is gone when the imports do not want it. */
async function enqueue(org: Org, file: NewImport) {
  try {
    return await org.imports.enqueue(file);
  } catch (error) {
    await discard(file.path);
    return refused(error);
  }
}

/** 202 when it began, 200 when it is there already. */
const statusOf = ({ outcome }: { readonly outcome: 'started' | 'already' }) =>
  outcome === 'already' ? 200 : 202;

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
  const expected = say('expected.characters-range', { least: 1, most: LONGEST_NAME });
  return wrongFields([{ in: 'query', path: 'name', value, expected }]);
}

export function uploadRoutes(app: Api, { org, uploads, writeDemo }: ApiContext): void {
  const demo = { querystring: demoQuery, response: { 200: uploaded, 202: uploaded } };
  app.post('/demo', { schema: demo }, async (request, reply) => {
    const mine = org(request);
    const { site = null } = request.query;
    await expectSite(mine, site);
    const path = join(uploads.folder, `${randomUUID()}.upload`);
    try {
      await writeDemo(path);
    } catch (error) {
      await discard(path);
      throw error;
    }
    const result = await enqueue(mine, { path, name: 'vigie-demo.pcap', kind: 'demo', siteId: site });
    reply.code(statusOf(result)).header('location', placeOf(result.capture.id));
    return { ...result, capture: spoken(result.capture, languageOf(request).language) };
  });

  app.register(async (scoped) => {
    scoped.removeAllContentTypeParsers();
    const consumes = [...UPLOAD_TYPES, MULTIPART];
    scoped.addContentTypeParser(consumes, (_request, body, done) => done(null, body));
    scoped.addContentTypeParser('*', ({ headers }, _body, done) => {
      const type = headers['content-type'] ?? '';
      done(new Problem('unsupported-content-type', say('upload.media-type', { type, types: consumes })));
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
        return { ...result, capture: spoken(result.capture, languageOf(request).language) };
      },
    );
  });
}
