/** The OpenAPI document, made from the schemas that check the requests. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemSchema } from './schemas.ts';

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
  const streamed = produces?.map((type) => [type, { schema: { type: 'string' } }] as const) ?? [];
  return {
    url,
    schema: {
      ...schema,
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
