/** One change to many devices: one by one, so that what fails is known by name and the rest is kept. */
import { ApiProblem } from '../../../data/problem.ts';
import type { Device, DeviceDetail, DevicePatch } from '../../../nouns/devices/device.ts';

export type BulkChange =
  | { readonly kind: 'flag'; readonly flagged: boolean }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'type'; readonly type: Device['type'] | null }
  | { readonly kind: 'site'; readonly siteId: string | null };

/** What a change needs to know of a device. */
export type Target = Pick<Device, 'id' | 'name' | 'ip' | 'tags' | 'flagged' | 'version'>;

export interface Failure {
  readonly device: Target;
  readonly error: unknown;
}

export interface BulkProgress {
  readonly done: number;
  readonly failed: readonly Failure[];
}

interface BulkDeps {
  readonly read: (id: string) => Promise<DeviceDetail>;
  readonly patch: (id: string, change: DevicePatch, version: number) => Promise<unknown>;
  readonly onProgress: (progress: BulkProgress) => void;
  readonly signal: AbortSignal;
}

/** At once: more would only wait in the server. */
const AT_ONCE = 4;

/** `null`: it is so already. */
export function patchOf(
  change: BulkChange,
  { tags, flagged }: Pick<Target, 'tags' | 'flagged'>,
): DevicePatch | null {
  switch (change.kind) {
    case 'flag':
      return change.flagged === flagged ? null : { flagged: change.flagged };
    case 'type':
      return { type: change.type };
    case 'site':
      return { siteId: change.siteId };
    case 'tag':
      return tags.includes(change.tag) ? null : { tags: [...tags, change.tag] };
  }
}

/** Resolves when all were tried, or with what was done until `signal`. Never rejects. */
export async function runBulk(
  targets: readonly Target[],
  change: BulkChange,
  deps: BulkDeps,
): Promise<BulkProgress> {
  let done = 0;
  const failed: Failure[] = [];
  const waiting = [...targets];
  async function work(): Promise<void> {
    for (;;) {
      const device = deps.signal.aborted ? undefined : waiting.shift();
      if (device === undefined) return;
      try {
        await apply(device, change, deps);
        done++;
      } catch (error) {
        failed.push({ device, error });
      }
      deps.onProgress({ done, failed: [...failed] });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, failed };
}

/** Changed meanwhile: none of these changes contradicts another, so it is made again to the device as it is now. */
async function apply(device: Target, change: BulkChange, { read, patch }: BulkDeps): Promise<void> {
  const first = patchOf(change, device);
  if (first === null) return;
  try {
    await patch(device.id, first, device.version);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'changed-meanwhile') throw error;
    const now = await read(device.id);
    const again = patchOf(change, now);
    if (again !== null) await patch(device.id, again, now.version);
  }
}
