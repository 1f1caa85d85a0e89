import { z } from 'zod';

export const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  uptimeSeconds: z.number().min(0),
});
export const ready = z.object({ status: z.literal('ready') });
/** OpenAPI 3.1 of these very routes. */
export const openApiDocument = z.looseObject({ openapi: z.string() });
