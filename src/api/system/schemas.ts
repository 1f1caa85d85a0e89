import { z } from 'zod';
import { importView } from '../captures/schemas.ts';
import { listeningView } from '../interfaces/schemas.ts';
import { count, instant, list } from '../schemas.ts';

export const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  uptimeSeconds: z.number().min(0),
});
export const ready = z.object({ status: z.literal('ready') });
/** OpenAPI 3.1 of these very routes. */
export const openApiDocument = z.looseObject({ openapi: z.string() });

const engine = z.enum(['embedded', 'server']);

/** How the server is: what waits, what was lost, what runs, what is allowed. */
export const status = z.object({
  version: z.string(),
  /** Whose network this is. */
  organisation: z.object({ id: z.string(), name: z.string() }),
  startedAt: instant,
  uptimeSeconds: z.number().min(0),
  memoryBytes: count,
  stores: z.object({
    state: z.object({
      engine,
      /** What the database last refused and has not done since; `null` when all is well. */
      lastError: z.string().nullable(),
    }),
    telemetry: z.object({
      engine,
      /** What waits in memory now. */
      queuedBatches: count,
      queuedRows: count,
      queuedBytes: count,
      /** Rows since the start; a `spooled` one is written too once it is in. */
      writtenRows: count,
      spooledRows: count,
      /** The queue was full: they are lost. */
      droppedRows: count,
      /** The engine will never accept them: they are lost. */
      refusedRows: count,
      /** What waits on disk now, and what of it cannot be read any more. */
      spoolBatches: count,
      spoolBytes: count,
      spoolDamagedBytes: count,
      failures: count,
      /** What was last refused and has not worked since; `null` when all is well. */
      lastError: z.string().nullable(),
    }),
  }),
  imports: list(importView),
  listening: list(listeningView),
  limits: z.object({ uploadBytes: count, pageRows: count, topologyNodes: count, topologyEdges: count }),
});
