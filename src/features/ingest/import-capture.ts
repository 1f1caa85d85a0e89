/**
 * One capture file into both stores, exactly once.
 *
 *   begin (importing) ─► read ─► mark ─┬► rows to telemetry, synced ─┬► ready ─► mark away
 *                                      └► devices ───────────────────┘
 *
 * Killed before `begin`, nothing was there. Killed before it is ready, the state store says `interrupted` when it opens
 * again and takes its devices back, and the mark takes the rows away (reconcile.ts). That it is ready is one transaction;
 * after it, only the mark is left.
 */
import { type Message, say } from '../../model/messages/message.ts';
import { Refusal, saidOf } from '../../model/messages/refusal.ts';
import type { Capture } from '../../store/state/captures/capture.ts';
import type { Captures } from '../../store/state/captures/captures.ts';
import type { EngineLimits } from '../analyze/engine/limits.ts';
import { type FileFacts, fileFacts, pathless } from './file-facts.ts';
import type { Mark } from './journal.ts';
import { hashInThread, openReader, type Reader, type StartReader } from './reading/reader.ts';
import { reconcileMark, type Stores } from './reconcile.ts';
import { putBatch } from './write-telemetry.ts';

export interface ImportNeeds extends Stores {
  readonly startReader: StartReader;
  readonly limits: Partial<EngineLimits>;
}

/** A file whose capture was begun: it is `importing` in the state store. */
export interface BegunImport {
  readonly orgId: string;
  readonly captureId: string;
  readonly path: string;
  /** What people call it: messages name it, not the path. */
  readonly name: string;
  /** When its hash was made. */
  readonly facts: FileFacts;
  /** False: it is hashed while it is read. */
  readonly isHashed: boolean;
  /** The capture is there already, and what its file says now takes the place of what it said before. */
  readonly isAgain: boolean;
}

export type ImportPhase = 'reading' | 'writing';

export interface PhaseProgress {
  readonly phase: ImportPhase;
  /** 0…1 over both phases. */
  readonly progress: number;
  readonly packets: number;
}

export interface ImportResult {
  /** `already`: the same file became ready meanwhile; this capture is gone, and `capture` is that one. */
  readonly outcome: 'imported' | 'already';
  readonly capture: Capture;
}

/** The reason of an abort after which nothing shall be left, not even a failed capture. */
export class ImportCancelled extends Error {
  constructor() {
    super('the import was cancelled');
    this.name = 'ImportCancelled';
  }
}

/** Where reading ends. */
const READ = 0.8;
/** How often the state store hears of progress. */
const SAVE_EVERY_MS = 1000;
/** How long a failed import waits for its rows to go; the mark remembers them after that. */
const UNDO_MS = 5000;
/** The same when it was told to end and not because somebody cancelled it: the server is ending. */
const UNDO_AT_END_MS = 750;

/**
 * Imports the file. One that is there already keeps what it has until the file was read anew; it is `importing` only while
 * its rows are exchanged. When this rejects nothing of it is left but a capture marked `failed` with the reason (aborted with
 * ImportCancelled, not even that). Rejects with InputError for what is no capture or was changed meanwhile, with the
 * signal's reason, or with what a store says. A capture that was there is then as it was, or `failed` and empty.
 */
export async function importCapture(
  needs: ImportNeeds,
  job: BegunImport,
  signal: AbortSignal,
  onProgress: (progress: PhaseProgress) => void = () => {},
): Promise<ImportResult> {
  const { orgId, captureId, path, name } = job;
  const { captures } = needs.state.forOrg(orgId);
  const mark: Mark = { kind: 'import', orgId, captureId };
  const tell = teller(captures, captureId, onProgress);
  const over = new AbortController();
  let reader: Reader | null = null;
  let hasBegun = !job.isAgain;
  try {
    const task = { kind: 'import', orgId, captureId, path, name, limits: needs.limits } as const;
    const onProgress = (done: number, packets: number) => tell('reading', done * READ, packets);
    reader = openReader(needs.startReader, task, { signal, onProgress });
    const ending = AbortSignal.any([signal, over.signal]);
    const { contents, conversations } = await reader.read();
    await unchanged(job);
    const { packets } = contents.capture;
    tell('writing', READ, packets);
    await needs.journal.set(mark);
    if (job.isAgain) {
      await captures.restart(captureId);
      hasBegun = true;
      await needs.telemetry.forOrg(orgId).deleteCapture(captureId);
    }
    const to = {
      telemetry: needs.telemetry,
      org: needs.telemetry.forOrg(orgId),
      signal: ending,
    };
    const rows = reader.write(async (batch, upTo) => {
      await putBatch(batch, to);
      tell('writing', READ + (1 - READ) * (upTo / Math.max(1, conversations)), packets);
    });
    const written = Promise.all([rows, identify(needs, job, ending)]).then(() => signal.throwIfAborted());
    const { outcome, capture } = await captures.finish(captureId, contents, written);
    if (outcome === 'already') await reconcileMark(needs, mark);
    else await needs.journal.clear(mark);
    return { outcome: outcome === 'ready' ? 'imported' : 'already', capture };
  } catch (error) {
    // Batches that wait for room would come after the capture was taken back.
    over.abort(error);
    const said = pathless(error, path, name);
    if (!hasBegun) throw said;
    const isCancelled = signal.aborted && signal.reason instanceof ImportCancelled;
    const kept = await undo(needs, mark, {
      isGone: isCancelled && !job.isAgain,
      reason: saidOf(said),
      waitMs: signal.aborted && !isCancelled ? UNDO_AT_END_MS : UNDO_MS,
    });
    if (kept !== null) return { outcome: 'imported', capture: kept };
    throw said;
  } finally {
    await reader?.end();
  }
}

/** Gives the capture when it is complete all the same: a store may do what it was told, and then fail to say so. */
async function undo(
  needs: Stores,
  mark: Mark,
  { isGone, reason, waitMs }: { isGone: boolean; reason: Message; waitMs: number },
): Promise<Capture | null> {
  const { captures } = needs.state.forOrg(mark.orgId);
  const capture = await captures.get(mark.captureId);
  if (capture?.status === 'ready') return capture;
  if (isGone) await captures.remove(mark.captureId);
  else if (capture?.status === 'importing') await captures.fail(mark.captureId, reason);
  const marks = await needs.journal.list();
  if (!marks.some(({ captureId }) => captureId === mark.captureId)) return null;
  // Rows that the store does not let go of now are remembered by the mark.
  const cleaned = reconcileMark(needs, mark).catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([cleaned, late]);
  clearTimeout(timer);
  return null;
}

/** Who the capture is, beside its rows: while the file was read, both cores had enough to do. */
async function identify(needs: ImportNeeds, job: BegunImport, signal: AbortSignal): Promise<void> {
  if (job.isHashed) return;
  const sha256 = await hashInThread(needs.startReader, job, signal);
  await unchanged(job);
  await needs.state.forOrg(job.orgId).captures.identify(job.captureId, sha256);
}

async function unchanged({ path, name, facts }: BegunImport): Promise<void> {
  const now = await fileFacts(path, name, Number.POSITIVE_INFINITY);
  if (now.sizeBytes !== facts.sizeBytes || now.changedAtMs !== facts.changedAtMs) {
    throw new Refusal(say('read.changed', { name }));
  }
}

/** Tells the listener at once and the state store now and then. */
function teller(captures: Captures, captureId: string, onProgress: (progress: PhaseProgress) => void) {
  let savedAt = Date.now();
  return (phase: ImportPhase, progress: number, packets: number): void => {
    onProgress({ phase, progress, packets });
    if (Date.now() - savedAt < SAVE_EVERY_MS) return;
    savedAt = Date.now();
    // Only for those who look: an import does not fail for it.
    captures.progress(captureId, progress, packets).catch(() => {});
  };
}
