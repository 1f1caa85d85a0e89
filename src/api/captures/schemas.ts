import { z } from 'zod';
import { count, id, instant, list, siteId } from '../schemas.ts';

export const captureListQuery = z.strictObject({ site: siteId.exactOptional() });

export const LONGEST_NAME = 255;
/** What people call the file. A form may say it instead. */
export const uploadQuery = z.strictObject({
  name: z.string().min(1).max(LONGEST_NAME).exactOptional(),
  site: siteId.exactOptional(),
});

export const demoQuery = z.strictObject({ site: siteId.exactOptional() });

/** `null`: nobody knows where it was taken. */
export const capturePatch = z.strictObject({ siteId: siteId.nullable() });

const decode = z.object({ ok: count, truncated: count, malformed: count, unsupported: count });

/** An import that waits, runs, or has just ended. */
export const importView = z.object({
  captureId: id,
  name: z.string(),
  /** `already`: the same file became ready while this one waited. `stopped`: the server ended first. */
  status: z.enum(['waiting', 'reading', 'writing', 'imported', 'already', 'failed', 'cancelled', 'stopped']),
  progress: z.number().min(0).max(1),
  packets: count,
  /** One sentence. */
  error: z.string().nullable(),
  queuedAt: instant,
  endedAt: instant.nullable(),
});
export type ImportDocument = z.output<typeof importView>;

export const capture = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string().nullable(),
  sizeBytes: count.nullable(),
  kind: z.enum(['file', 'live', 'demo']),
  /** `deleting`: it is being taken away, and gone in a moment. */
  status: z.enum(['importing', 'ready', 'failed', 'interrupted', 'deleting']),
  progress: z.number().min(0).max(1),
  packets: count,
  bytes: count,
  wireBytes: count,
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  linkTypes: list(z.string()),
  decode: decode.nullable(),
  decodeLayers: list(decode.extend({ layer: z.string() })),
  warnings: list(z.string()),
  /** Why it failed or was interrupted. */
  error: z.string().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  /** Of its file in the data folder; `null`: it is not kept there. */
  keptBytes: count.nullable(),
  /** It can be analysed again. */
  hasFile: z.boolean(),
  /** Where it was taken; `null` while nobody said. */
  siteId: siteId.nullable(),
});
export const captureList = z.object({ items: list(capture) });

/** `already`: this very file is there, nothing was changed. */
export const uploaded = z.object({ outcome: z.enum(['started', 'already']), capture });
