import { SYSTEM_ACTOR } from '../../model/audit.ts';
import { runAs } from '../../store/state/audit/context.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Telemetry } from '../../store/telemetry/store.ts';
import type { Journal, Mark } from './journal.ts';

export interface Stores {
  readonly state: StateStore;
  readonly telemetry: Telemetry;
  readonly journal: Journal;
}

/**
 * Brings both stores to agree on one capture, and lets go of the mark. Done again it changes nothing. An import that is
 * `ready` stays; one that is not loses its rows; a removal is done in both. Rejects when a store refuses: the mark stays.
 */
export async function reconcileMark({ state, telemetry, journal }: Stores, mark: Mark): Promise<void> {
  const { kind, orgId, captureId } = mark;
  const { captures } = state.forOrg(orgId);
  if (kind === 'remove') await captures.remove(captureId);
  else {
    const status = (await captures.get(captureId))?.status;
    if (status === 'ready') {
      await journal.clear(mark);
      return;
    }
    // One that was analysed again still contributes what it said before.
    if (status !== undefined) await captures.withdraw(captureId);
  }
  await telemetry.forOrg(orgId).deleteCapture(captureId);
  await journal.clear(mark);
}

export interface Reconciler {
  /** Reconciles everything that has a mark; what a store refuses is tried again every few seconds. Never rejects. */
  run(): Promise<void>;
  /** Tries no more: the marks stay for the next start. */
  stop(): void;
}

const RETRY_MS = 5000;

/** `isBusy`: captures whose mark belongs to an import that runs. */
export function createReconciler(stores: Stores, isBusy: (captureId: string) => boolean): Reconciler {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  async function attempt(): Promise<boolean> {
    let isDone = true;
    for (const mark of await stores.journal.list()) {
      if (mark.kind === 'import' && isBusy(mark.captureId)) continue;
      await reconcileMark(stores, mark).catch(() => {
        isDone = false;
      });
    }
    return isDone;
  }
  async function run(): Promise<void> {
    if (stopped || timer !== null) return;
    const isDone = await runAs(SYSTEM_ACTOR, attempt).catch(() => false);
    if (isDone || stopped) return;
    timer = setTimeout(() => {
      timer = null;
      void run();
    }, RETRY_MS);
    timer.unref();
  }
  return {
    run,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
