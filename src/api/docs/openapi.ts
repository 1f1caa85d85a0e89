/** The OpenAPI document, made from the schemas that check the requests. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemSchema } from '../schemas.ts';
import { SUMMARIES } from './summaries.ts';

const PROBLEM = {
  description: 'A problem (RFC 9457); `code` is one of docs/api-problems.md.',
  content: { 'application/problem+json': { schema: z.toJSONSchema(problemSchema) } },
};
const BINARY = { type: 'string', format: 'binary' };

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>;

/** Adds what zod does not say: the problems every route has, and bodies that are no JSON. */
const transform: Transform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  const { produces, consumes } = route.schema ?? {};
  const summary = SUMMARIES[`${[route.route.method].flat()[0]} ${url}`];
  const streamed = produces?.map((type) => [type, { schema: { type: 'string' } }] as const) ?? [];
  return {
    url,
    schema: {
      ...schema,
      tags: [tagOf(url)],
      ...(summary === undefined ? {} : { summary }),
      ...(consumes === undefined ? {} : { body: BINARY }),
      response: {
        ...(streamed.length === 0
          ? (schema.response ?? { 204: { description: 'Done.', type: 'null' } })
          : { 200: { description: 'The text.', content: Object.fromEntries(streamed) } }),
        default: PROBLEM,
      },
    },
  };
};

/** The noun behind /api/v1; what watches the server is of the system. */
function tagOf(url: string): string {
  const noun = /^\/api\/v1\/([a-z]+)/.exec(url)?.[1];
  if (noun === undefined || noun === 'openapi' || noun === 'status') return 'system';
  return noun === 'demo' ? 'captures' : noun;
}

export function openApiOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vigie',
        version,
        description: 'Times are ISO 8601 UTC, absent is `null`, empty is `[]`.',
      },
    },
    transform,
  };
}
