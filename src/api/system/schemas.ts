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

const stores = z.object({
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
});

/** How the server is: what waits, what was lost, what runs, what is allowed. */
export const status = z.object({
  version: z.string(),
  /** Whose network this is. */
  organisation: z.object({ id: z.string(), name: z.string() }),
  startedAt: instant,
  uptimeSeconds: z.number().min(0),
  memoryBytes: count,
  stores,
  imports: list(importView),
  listening: list(listeningView),
  limits: z.object({ uploadBytes: count, pageRows: count, topologyNodes: count, topologyEdges: count }),
});

/** Of the data folder and its disk, in bytes. */
export const diskUse = z.object({
  freeBytes: count,
  totalBytes: count,
  parts: z.object({ state: count, telemetry: count, captures: count, spool: count, backups: count }),
});
export type DiskUse = z.output<typeof diskUse>;

const ms = z.number().min(0);
const counted = list(z.object({ reason: z.string(), count }));

/** How Vigie itself is, over all organisations. Counters are since the start. */
export const platformHealth = z.object({
  version: z.string(),
  startedAt: instant,
  uptimeSeconds: z.number().min(0),
  process: z.object({
    memoryBytes: count,
    heapBytes: count,
    /** How long what is due waited for the main thread, over the last one or two minutes. */
    loopDelay: z.object({ meanMs: ms, p99Ms: ms, maxMs: ms }),
  }),
  stores,
  /** `null`: it cannot be told. */
  disk: diskUse.nullable(),
  /** Of organisations where something runs or waits. */
  jobs: list(
    z.object({
      organisation: z.object({ id: z.string(), name: z.string() }),
      imports: list(importView),
      listening: list(listeningView),
    }),
  ),
  /** Requests and connections. */
  refused: counted,
  /** Requests of Vigie to others; `null`: it makes none. */
  outgoing: z.object({ answered: count, failed: counted }).nullable(),
  /** Wrong passwords and codes, tries that were not made, addresses that are remembered, and those that found no room. */
  signIns: z.object({ wrong: count, heldBack: count, addresses: count, forgotten: count }),
});
