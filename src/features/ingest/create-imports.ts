/** Imports of capture files: a bounded queue, one at a time, and everything that takes a capture in or out. */

import { InputError } from '../../base/errors.ts';
import { SYSTEM_ACTOR } from '../../model/audit.ts';
import { say } from '../../model/messages/message.ts';
import { Failure, Refusal, saidOf } from '../../model/messages/refusal.ts';
import { runAs } from '../../store/state/audit/context.ts';
import type { Capture, Outcome } from '../../store/state/captures/capture.ts';
import { fileFacts } from './file-facts.ts';
import { type BegunImport, ImportCancelled, importCapture } from './import-capture.ts';
import type { ImportEvents, ImportStatus, Imports, ImportsNeeds, ImportView, NewImport } from './imports.ts';
import { type Mark, openJournal } from './journal.ts';
import { changed, createKeptFiles } from './kept-files.ts';
import { Listeners } from './listeners.ts';
import { hashInThread } from './reading/reader.ts';
import { createReconciler, reconcileMark } from './reconcile.ts';
import { createRemovals } from './removals.ts';

const MAX_BYTES = 64 * 2 ** 30;
const MAX_WAITING = 256;
const STOP_MS = 6000;
const PROGRESS_EVERY_MS = 200;
const STOPPED = say('read.stopped');

interface Entry extends BegunImport {
  readonly abort: AbortController;
  readonly ended: Promise<ImportView>;
  readonly end: (view: ImportView) => void;
  view: ImportView;
}

export function createImports(needs: ImportsNeeds): Imports {
  const { state, telemetry, clock, limits = {}, maxBytes = MAX_BYTES, maxWaiting = MAX_WAITING } = needs;
  const stores = { state, telemetry, journal: openJournal(needs.journalFolder) };
  const { uploadsFolder = null, capturesFolder = null } = needs;
  const files = createKeptFiles({ state, uploadsFolder, capturesFolder });
  /** By capture: those that wait and the one that runs. */
  const entries = new Map<string, Entry>();
  const listeners = new Listeners<ImportEvents>();
  const removals = createRemovals((removal) => listeners.tell('removing', removal));
  const reconciler = createReconciler(stores, (captureId) => entries.has(captureId));
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  /** Files being hashed. */
  let arriving = 0;
  let hashing: Promise<unknown> = Promise.resolve();

  function change(entry: Entry, changes: Partial<ImportView>): void {
    entry.view = { ...entry.view, ...changes };
    listeners.tell('changed', entry.view);
  }

  async function end(entry: Entry, status: ImportStatus, changes: Partial<ImportView> = {}): Promise<void> {
    entries.delete(entry.captureId);
    change(entry, { ...changes, status, endedAt: clock() });
    entry.end(entry.view);
  }

  async function run(): Promise<void> {
    for (;;) {
      const [entry] = entries.values();
      if (entry === undefined) return;
      await importOne(entry);
    }
  }

  async function importOne(entry: Entry): Promise<void> {
    const { signal } = entry.abort;
    let toldAt = 0;
    change(entry, { status: 'reading' });
    try {
      const { outcome, capture } = await importCapture(
        { ...stores, startReader: needs.startReader, limits },
        entry,
        signal,
        ({ phase, progress, packets }) => {
          const now = Date.now();
          if (phase === entry.view.status && now - toldAt < PROGRESS_EVERY_MS) return;
          toldAt = now;
          change(entry, { status: phase, progress, packets });
        },
      );
      if (outcome === 'already') await discard(entry);
      await end(entry, outcome, { progress: 1, packets: capture.packets });
    } catch (error) {
      const reason = saidOf(error);
      // What is no capture is not worth its room; what could not be written is.
      const isRefused = !signal.aborted && error instanceof InputError;
      if (!entry.isAgain && (isRefused || signal.reason instanceof ImportCancelled)) await discard(entry);
      if (!signal.aborted) await end(entry, 'failed', { error: reason });
      else if (signal.reason instanceof ImportCancelled) await end(entry, 'cancelled');
      else await end(entry, 'stopped', { error: STOPPED });
      // What the stores would not take back at once.
      // At the end of the server the marks stay: the next start goes on with them.
      if (!stopping.signal.aborted) await reconciler.run();
    }
  }

  /** The file goes, if it is ours. */
  async function discard({ orgId, captureId, path }: BegunImport): Promise<void> {
    await state.forOrg(orgId).captures.keepFile(captureId, null);
    await files.discard(path);
  }

  /** One after the other, however many arrive at once. */
  function hash(path: string, name: string): Promise<string> {
    const next = hashing.then(() => hashInThread(needs.startReader, { path, name }, stopping.signal));
    hashing = next.catch(() => {});
    return next;
  }

  async function begin(orgId: string, wanted: NewImport): Promise<Outcome<'started'>> {
    const { path, name, kind = 'file', siteId = null } = wanted;
    const facts = await fileFacts(path, name, maxBytes);
    const { captures } = state.forOrg(orgId);
    let sha256 = wanted.sha256 ?? null;
    // Of the only file of this size nobody need know the hash before it is read: then both go side by side.
    const isAlone =
      kind === 'file' && !(await captures.list()).some(({ sizeBytes }) => sizeBytes === facts.sizeBytes);
    if (sha256 === null && !isAlone) sha256 = await hash(path, name);
    const demo = kind === 'demo' && sha256 !== null ? await sameDemo(captures.list(), sha256) : null;
    if (demo !== null) return { outcome: 'already', capture: demo };
    const begun = await captures.begin({ kind, name, sha256, sizeBytes: facts.sizeBytes, siteId });
    if (begun.outcome === 'already') return begun;
    if (stopping.signal.aborted) {
      await captures.fail(begun.capture.id, STOPPED);
      throw new Refusal(say('import.ending', { name }));
    }
    const lies = await files.take(orgId, begun.capture, path);
    add(orgId, begun.capture, { path: lies, facts, isHashed: sha256 !== null, isAgain: false });
    return begun;
  }

  /** Takes its place behind those that wait. */
  function add(
    orgId: string,
    { id: captureId, name }: Capture,
    file: Pick<BegunImport, 'path' | 'facts' | 'isHashed' | 'isAgain'>,
  ): ImportView {
    let done: (view: ImportView) => void = () => {};
    const ended = new Promise<ImportView>((resolve) => {
      done = resolve;
    });
    const view: ImportView = {
      ...{ captureId, orgId, name, status: 'waiting', progress: 0, packets: 0, error: null },
      ...{ queuedAt: clock(), endedAt: null },
    };
    const entry: Entry = {
      ...{ orgId, captureId, name, ...file },
      ...{ abort: new AbortController(), ended, end: done, view },
    };
    entries.set(captureId, entry);
    listeners.tell('changed', view);
    // It goes on after the request that started it, with what others ask for.
    running ??= runAs(SYSTEM_ACTOR, run).finally(() => {
      running = null;
    });
    return view;
  }

  async function reanalyse(orgId: string, captureId: string): Promise<ImportView | null> {
    const capture = await state.forOrg(orgId).captures.get(captureId);
    if (capture === null) return null;
    const { name } = capture;
    const check = () => {
      if (stopping.signal.aborted) throw new Refusal(say('import.ending', { name }));
      if (entries.has(captureId) || capture.status === 'importing') {
        throw new Refusal(say('import.running', { name }));
      }
      limitWaiting(name);
    };
    check();
    arriving++;
    try {
      const { path, facts } = await files.find(orgId, capture);
      const sha256 = await hash(path, name);
      // `null`: the process that imported it died before it knew.
      if (capture.sha256 !== null && sha256 !== capture.sha256) {
        throw changed(name, `SHA-256 ${capture.sha256}`, sha256);
      }
      arriving--;
      check();
      arriving++;
      return add(orgId, capture, { path, facts, isHashed: capture.sha256 !== null, isAgain: true });
    } finally {
      arriving--;
    }
  }

  function limitWaiting(name: string): void {
    const waiting = [...entries.values()].filter(({ view }) => view.status === 'waiting').length + arriving;
    if (waiting >= maxWaiting) {
      throw new Refusal(say('import.waiting', { name, waiting, most: maxWaiting }));
    }
  }

  async function enqueue(orgId: string, wanted: NewImport): Promise<Outcome<'started'>> {
    const { name } = wanted;
    if (stopping.signal.aborted) throw new Refusal(say('import.ending', { name }));
    limitWaiting(name);
    arriving++;
    try {
      const begun = await begin(orgId, wanted);
      if (begun.outcome === 'already') await files.discard(wanted.path);
      return begun;
    } finally {
      arriving--;
    }
  }

  async function cancel(entry: Entry | null): Promise<boolean> {
    if (entry === null) return false;
    if (entry.view.status === 'waiting') {
      // Not when its turn comes: the one that runs may take long.
      entries.delete(entry.captureId);
      if (!entry.isAgain) {
        await discard(entry);
        await state.forOrg(entry.orgId).captures.remove(entry.captureId);
      }
      await end(entry, 'cancelled');
      return true;
    }
    entry.abort.abort(new ImportCancelled());
    return (await entry.ended).status === 'cancelled';
  }

  async function remove(orgId: string, captureId: string, entry: Entry | null): Promise<boolean> {
    const { captures } = state.forOrg(orgId);
    if (!(await cancel(entry)) || entry?.isAgain) {
      const capture = await captures.get(captureId);
      const underWay = removals.underWay(orgId, captureId);
      if (underWay !== null) return underWay.then(() => true);
      if (capture === null) return false;
      if (capture.kind === 'live' && capture.status === 'importing') {
        throw new Refusal(say('import.listened', { name: capture.name }));
      }
      const mark: Mark = { kind: 'remove', orgId, captureId };
      await removals.run(orgId, capture, async () => {
        await stores.journal.set(mark);
        await files.release(orgId, captureId);
        await captures.remove(captureId);
        await reconcileMark(stores, mark).catch(() => reconciler.run());
      });
    }
    listeners.tell('removed', { orgId, captureId });
    return true;
  }

  return {
    forOrg(orgId) {
      const find = (captureId: string): Entry | null => {
        const entry = entries.get(captureId);
        return entry?.orgId === orgId ? entry : null;
      };
      return {
        enqueue: (wanted) => enqueue(orgId, wanted),
        reanalyse: (captureId) => reanalyse(orgId, captureId),
        list: () => [...entries.values()].filter((it) => it.orgId === orgId).map(({ view }) => view),
        progress: (captureId) => find(captureId)?.view ?? null,
        ended: async (captureId) => (await find(captureId)?.ended) ?? null,
        cancel: (captureId) => cancel(find(captureId)),
        remove: (captureId) => remove(orgId, captureId, find(captureId)),
        removing: () => removals.of(orgId),
      };
    },
    async recover() {
      await reconciler.run();
      await files.sweep();
    },
    async stop(withinMs = STOP_MS) {
      stopping.abort(new Failure(STOPPED));
      for (const { view, abort } of entries.values()) {
        if (view.status === 'waiting') abort.abort(new Failure(STOPPED));
      }
      const timer = setTimeout(() => {
        for (const { abort } of entries.values()) abort.abort(new Failure(STOPPED));
      }, withinMs);
      await running;
      clearTimeout(timer);
      reconciler.stop();
    },
    on: (name, listener) => listeners.add(name, listener),
  };
}

async function sameDemo(list: Promise<Capture[]>, sha256: string): Promise<Capture | null> {
  const isSame = (it: Capture) => it.kind === 'demo' && it.status === 'ready' && it.sha256 === sha256;
  return (await list).find(isSame) ?? null;
}
