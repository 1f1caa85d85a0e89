import { lstat, opendir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskUse } from '../../api/system/schemas.ts';

/** What the data folder is made of, by what people call it. */
const PARTS = {
  state: ['state'],
  telemetry: ['clickhouse'],
  captures: ['captures', 'uploads'],
  spool: ['spool', 'imports'],
  backups: ['backups'],
} as const;
const BLOCK_BYTES = 512;
const KEPT_MS = 60_000;

/** Walked at most once a minute, however many ask. Stores that are elsewhere have nothing here. */
export function createDiskUse(folder: string, nowMs: () => number = Date.now): () => Promise<DiskUse> {
  let kept: { readonly use: Promise<DiskUse>; readonly untilMs: number } | null = null;
  return () => {
    if (kept !== null && kept.untilMs > nowMs()) return kept.use;
    const use = measure(folder);
    kept = { use, untilMs: nowMs() + KEPT_MS };
    use.catch(() => {
      kept = null;
    });
    return use;
  };
}

async function measure(folder: string): Promise<DiskUse> {
  const { bsize, bavail, blocks } = await statfs(folder);
  const bytes: Partial<Record<keyof typeof PARTS, number>> = {};
  for (const [part, names] of Object.entries(PARTS)) {
    let sum = 0;
    for (const name of names) sum += await bytesOf(join(folder, name));
    bytes[part as keyof typeof PARTS] = sum;
  }
  const { state = 0, telemetry = 0, captures = 0, spool = 0, backups = 0 } = bytes;
  return {
    ...{ freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    parts: { state, telemetry, captures, spool, backups },
  };
}

/** Blocks that files take, not their lengths: sparse ones are smaller. What goes away meanwhile is not counted. */
async function bytesOf(path: string): Promise<number> {
  const entries = await opendir(path).catch(() => null);
  if (entries === null) return 0;
  let sum = 0;
  for await (const entry of entries) {
    const at = join(path, entry.name);
    if (entry.isDirectory()) sum += await bytesOf(at);
    else sum += ((await lstat(at).catch(() => null))?.blocks ?? 0) * BLOCK_BYTES;
  }
  return sum;
}
