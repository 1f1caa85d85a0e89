/** What somebody who looks after Vigie should know of, from the figures of `GET /platform/health`. */
import type { z } from 'zod';
import type { platformHealth } from '../../../../src/api/system/schemas.ts';

export type Health = z.input<typeof platformHealth>;

export type Trouble =
  | { readonly kind: 'state' | 'telemetry'; readonly error: string }
  | { readonly kind: 'lost' | 'waiting' | 'frames'; readonly count: number }
  | { readonly kind: 'disk'; readonly freeBytes: number }
  | { readonly kind: 'slow'; readonly p99Ms: number };

const LEAST_FREE_SHARE = 0.05;
const LEAST_FREE_BYTES = 2 * 1024 ** 3;
/** Longer, and a person feels it: pages answer late, live ones stand still. */
const SLOW_MS = 250;

export function troublesOf({ stores, disk, jobs, process }: Health): readonly Trouble[] {
  const { state, telemetry } = stores;
  const lost = telemetry.droppedRows + telemetry.refusedRows;
  const frames = jobs.flatMap(({ listening }) => listening).reduce((sum, { dropped }) => sum + dropped, 0);
  const isFull =
    disk !== null && disk.freeBytes < LEAST_FREE_BYTES && disk.freeBytes < disk.totalBytes * LEAST_FREE_SHARE;
  const { p99Ms } = process.loopDelay;
  return [
    ...(state.lastError === null ? [] : [{ kind: 'state' as const, error: state.lastError }]),
    ...(telemetry.lastError === null ? [] : [{ kind: 'telemetry' as const, error: telemetry.lastError }]),
    ...(lost === 0 ? [] : [{ kind: 'lost' as const, count: lost }]),
    ...(telemetry.spoolBatches === 0 ? [] : [{ kind: 'waiting' as const, count: telemetry.spoolBatches }]),
    ...(frames === 0 ? [] : [{ kind: 'frames' as const, count: frames }]),
    ...(isFull ? [{ kind: 'disk' as const, freeBytes: disk.freeBytes }] : []),
    ...(p99Ms < SLOW_MS ? [] : [{ kind: 'slow' as const, p99Ms }]),
  ];
}
