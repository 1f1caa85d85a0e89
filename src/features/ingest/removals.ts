import type { Capture } from '../../store/state/captures/capture.ts';

/**
 * Captures that are being taken away. Of a large one that takes seconds, and once the state store has let go of it nobody else
 * knows of it any more.
 */
export interface Removals {
  of(orgId: string): readonly Capture[];
  /** Resolves when it is gone; `null` when nobody is at it. */
  underWay(orgId: string, captureId: string): Promise<void> | null;
  /** Is in `of` while `work` runs. */
  run(orgId: string, capture: Capture, work: () => Promise<void>): Promise<void>;
}

export function createRemovals(began: (removal: { orgId: string; captureId: string }) => void): Removals {
  const byCapture = new Map<string, { orgId: string; capture: Capture; done: Promise<void> }>();
  return {
    of: (orgId) => [...byCapture.values()].filter((it) => it.orgId === orgId).map(({ capture }) => capture),
    underWay(orgId, captureId) {
      const found = byCapture.get(captureId);
      return found?.orgId === orgId ? found.done : null;
    },
    async run(orgId, capture, work) {
      const done = work().finally(() => byCapture.delete(capture.id));
      byCapture.set(capture.id, { orgId, capture, done });
      began({ orgId, captureId: capture.id });
      await done;
    },
  };
}
