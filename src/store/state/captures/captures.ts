import { randomUUID } from 'node:crypto';
import { InputError } from '../../../base/errors.ts';
import type { Micros } from '../../../base/time.ts';
import { SYSTEM_ACTOR } from '../../../model/audit.ts';
import { inWords, type Message } from '../../../model/messages/message.ts';
import type { Turns } from '../database/turns.ts';
import { parseInstant } from '../instant.ts';
import { cleanText, toJson } from '../json.ts';
import type { OrgChange, OrgConnection, OrgQueries } from '../org-queries.ts';
import { expectRoom, siteName } from '../sites/of-site.ts';
import type { Capture, CaptureContents, CaptureFile, NewCapture, Outcome } from './capture.ts';
import { contribute, countNothing, dropUncounted, recomputeStale } from './contributions.ts';

/** The captures of one organisation, and what each of them adds to its devices, findings and VLANs. */
export interface Captures {
  /** Announces an import or a live capture: status `importing`. A file that is there already is not started again. */
  begin(capture: NewCapture): Promise<Outcome<'started'>>;
  /** Says how far it is, 0…1. Only while importing; otherwise nothing happens. */
  progress(id: string, progress: number, packets: number): Promise<void>;
  /** What a capture that goes on has seen up to now, in place of what it had: live. It stays `importing`. */
  update(id: string, contents: CaptureContents): Promise<Capture>;
  /**
   * The last `update`, and `ready`: all of it or nothing, on the disk and in the devices when this returns. Ready is it only
   * after `beside`, which goes on meanwhile; what that rejects with comes out, and what the capture said is taken back.
   */
  finish(id: string, contents: CaptureContents, beside?: Promise<unknown>): Promise<Outcome<'ready'>>;
  /** Ends an import that went wrong. What it contributed before (live, analysed again) stays. */
  fail(id: string, reason: Message): Promise<Capture>;
  /** Says which file it is, when that was not known at `begin`. SHA-256 in lower-case hexadecimal. */
  identify(id: string, sha256: string): Promise<void>;
  /** Remembers where the file lies; `null` forgets it. */
  keepFile(id: string, file: CaptureFile | null): Promise<void>;
  /** `null` when it is not known, or there is no such capture. */
  fileOf(id: string): Promise<CaptureFile | null>;
  /** Makes a capture that ended `importing` again. What it contributed stays until `finish`, or `withdraw`. */
  restart(id: string): Promise<Capture>;
  /** Takes away what the capture contributed, and leaves the capture. */
  withdraw(id: string): Promise<void>;
  /** Says where it was taken; `null`: nobody knows. `null` when there is no such capture. */
  setSite(id: string, siteId: string | null): Promise<Capture | null>;
  /** Newest first. */
  list(): Promise<Capture[]>;
  get(id: string): Promise<Capture | null>;
  /** Takes away the capture and exactly what it contributed. False when there was none. */
  remove(id: string): Promise<boolean>;
}

const COLUMNS = `capture_id AS id, name, sha256, size_bytes AS "sizeBytes", kind, status, progress, packets, bytes,
  wire_bytes AS "wireBytes", first_seen AS "firstSeen", last_seen AS "lastSeen", link_types AS "linkTypes", decode,
  decode_layers AS "decodeLayers", warnings, error, created_at AS "createdAt", finished_at AS "finishedAt",
  CASE WHEN file_kept THEN size_bytes END AS "keptBytes", file_path IS NOT NULL AS "hasFile", site_id AS "siteId"`;

export function createCaptures(org: OrgConnection, turns: Turns, now: () => Micros): Captures {
  const inTurn = <Result>(id: string, work: () => Promise<Result>) => turns(`${org.orgId}/${id}`, work);
  return {
    begin: (wanted) => org.change((queries) => begin(queries, wanted, now())),
    async progress(id, progress, packets) {
      await org.query(
        `UPDATE captures SET progress = $3, packets = $4
         WHERE org_id = $1 AND capture_id = $2 AND status = 'importing'`,
        [cleanText(id), Math.min(1, Math.max(0, progress)), packets],
      );
    },
    update: (id, contents) =>
      inTurn(id, async () => {
        await importing(org, id);
        await contribute(org, id, contents, {
          async with(queries) {
            await importing(queries, id);
            await writeSummary(queries, id, contents);
          },
          isMarked: false,
        });
        await org.tidy();
        return existing(org, id);
      }),
    finish(id, contents, beside = Promise.resolve()) {
      // Whether it rejects is looked at when its turn has come.
      beside.catch(() => {});
      return inTurn(id, async () => {
        const outcome = await finish(org, id, contents, { beside, now });
        // Nobody waits for it, and what it could not do the next one does.
        org.tidy().catch(() => {});
        return outcome;
      });
    },
    fail: (id, reason) => inTurn(id, () => fail(org, id, reason, now())),
    async identify(id, sha256) {
      checkHash(id, sha256);
      await org.query(
        `UPDATE captures SET sha256 = $3 WHERE org_id = $1 AND capture_id = $2 AND status = 'importing'`,
        [cleanText(id), sha256],
      );
    },
    async keepFile(id, file) {
      await org.query(
        'UPDATE captures SET file_path = $3, file_kept = $4 WHERE org_id = $1 AND capture_id = $2',
        [cleanText(id), file?.path ?? null, file?.isKept ?? false],
      );
    },
    async fileOf(id) {
      const rows = await org.query<CaptureFile>(
        `SELECT file_path AS path, file_kept AS "isKept" FROM captures
         WHERE org_id = $1 AND capture_id = $2 AND file_path IS NOT NULL`,
        [cleanText(id)],
      );
      return rows[0] ?? null;
    },
    restart: (id) =>
      org.change(async (queries) => {
        const { name, status } = await existing(queries, id);
        if (status === 'importing') throw new InputError(`capture ${id} (${name}): it is being imported`);
        await queries.query(
          `UPDATE captures SET status = 'importing', progress = 0, error = NULL, finished_at = NULL,
             is_merging = false
           WHERE org_id = $1 AND capture_id = $2`,
          [id],
        );
        return existing(queries, id);
      }),
    withdraw: (id) =>
      inTurn(id, async () => {
        await org.change((queries) => countNothing(queries, cleanText(id)));
        await recomputeStale(org);
        await dropUncounted(org, cleanText(id));
        await org.tidy();
      }),
    setSite: (id, siteId) =>
      org.change((queries) => setSite(queries, cleanText(id), siteId === null ? null : cleanText(siteId))),
    list: () =>
      org.query(
        `SELECT ${COLUMNS} FROM captures WHERE org_id = $1 ORDER BY created_at DESC, capture_id DESC`,
      ),
    get: (id) => get(org, id),
    remove: (id) =>
      inTurn(id, async () => {
        const gone = await org.change((queries) => remove(queries, id));
        await recomputeStale(org);
        await org.tidy();
        return gone;
      }),
  };
}

async function get(queries: OrgQueries, id: string): Promise<Capture | null> {
  const rows = await queries.query<Capture>(
    `SELECT ${COLUMNS} FROM captures WHERE org_id = $1 AND capture_id = $2`,
    [cleanText(id)],
  );
  return rows[0] ?? null;
}

async function existing(queries: OrgQueries, id: string): Promise<Capture> {
  const capture = await get(queries, id);
  if (capture === null) throw new InputError(`capture ${JSON.stringify(id)}: there is none with this id`);
  return capture;
}

async function importing(queries: OrgQueries, id: string): Promise<Capture> {
  const capture = await existing(queries, id);
  if (capture.status !== 'importing') {
    throw new InputError(
      `capture ${id} (${capture.name}): expected one being imported, it is ${capture.status}`,
    );
  }
  return capture;
}

async function readyTwin(queries: OrgQueries, sha256: string): Promise<Capture | null> {
  const rows = await queries.query<Capture>(
    `SELECT ${COLUMNS} FROM captures
     WHERE org_id = $1 AND sha256 = $2 AND kind = 'file' AND status = 'ready'`,
    [sha256],
  );
  return rows[0] ?? null;
}

function checkHash(name: string, sha256: string): void {
  if (/^[0-9a-f]{64}$/.test(sha256)) return;
  throw new InputError(`${name}: expected a SHA-256 of 64 lower-case hexadecimal digits`);
}

/** Another import of the same file that is ready. */
async function twinOf(queries: OrgQueries, id: string): Promise<Capture | null> {
  const rows = await queries.query<Capture>(
    `SELECT ${COLUMNS} FROM captures
     WHERE org_id = $1 AND capture_id <> $2 AND kind = 'file' AND status = 'ready'
       AND sha256 = (SELECT mine.sha256 FROM captures mine
         WHERE mine.org_id = $1 AND mine.capture_id = $2 AND mine.kind = 'file')`,
    [id],
  );
  return rows[0] ?? null;
}

async function remove(queries: OrgChange, id: string): Promise<boolean> {
  const before = await get(queries, id);
  if (before === null) return false;
  await countNothing(queries, before.id);
  await queries.query('DELETE FROM captures WHERE org_id = $1 AND capture_id = $2', [before.id]);
  await queries.record({ action: 'capture.deleted', target: targetOf(before), before: factsOf(before) });
  return true;
}

const targetOf = ({ id, name }: Capture) => ({ kind: 'capture', id, label: name });

/** What the audit log keeps of a capture. */
function factsOf({ name, kind, status, sha256, sizeBytes, packets, firstSeen, lastSeen, ...rest }: Capture) {
  const error = rest.error === null ? null : inWords(rest.error, 'en');
  const facts = { name, kind, status, sha256, sizeBytes, packets, firstSeen, lastSeen, error };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

async function begin(queries: OrgChange, wanted: NewCapture, at: Micros): Promise<Outcome<'started'>> {
  const { kind, sha256, sizeBytes, siteId = null } = wanted;
  if (sha256 !== null) checkHash(wanted.name, sha256);
  if (kind === 'file' && sha256 !== null) {
    const twin = await readyTwin(queries, sha256);
    if (twin !== null) return { outcome: 'already', capture: twin };
  }
  if (siteId !== null) await expectRoom(queries, siteId);
  const [{ id }] = await queries.query<{ id: string }>(
    `INSERT INTO captures (org_id, capture_id, name, sha256, size_bytes, kind, status, created_at, site_id)
     VALUES ($1, $2, $3, $4, $5, $6, 'importing', $7, $8) RETURNING capture_id AS id`,
    [randomUUID(), cleanText(wanted.name), sha256, sizeBytes, kind, at, siteId],
  );
  const capture = await existing(queries, id);
  const after = {
    ...{ name: capture.name, kind },
    ...(sizeBytes === null ? {} : { sizeBytes }),
    ...(siteId === null ? {} : { site: await siteName(queries, siteId) }),
  };
  await queries.record({ action: 'capture.created', target: targetOf(capture), after });
  return { outcome: 'started', capture };
}

async function setSite(queries: OrgChange, id: string, siteId: string | null): Promise<Capture | null> {
  const before = await get(queries, id);
  if (before === null || before.siteId === siteId) return before;
  if (siteId !== null) await expectRoom(queries, siteId);
  await queries.query('UPDATE captures SET site_id = $3 WHERE org_id = $1 AND capture_id = $2', [id, siteId]);
  await queries.record({
    ...{ action: 'capture.changed', target: targetOf(before) },
    before: { site: await siteName(queries, before.siteId) },
    after: { site: await siteName(queries, siteId) },
  });
  return existing(queries, id);
}

interface Finish {
  readonly beside: Promise<unknown>;
  readonly now: () => Micros;
}

async function finish(
  org: OrgConnection,
  id: string,
  contents: CaptureContents,
  { beside, now }: Finish,
): Promise<Outcome<'ready'>> {
  const { kind } = await importing(org, id);
  const ended = new AbortController();
  beside.catch((reason) => ended.abort(reason));
  try {
    await contribute(org, id, contents, {
      async with(queries) {
        await importing(queries, id);
        await writeSummary(queries, id, contents);
        await queries.query('UPDATE captures SET is_merging = true WHERE org_id = $1 AND capture_id = $2', [
          id,
        ]);
      },
      isMarked: true,
      signal: ended.signal,
    });
    await beside;
    const done = await org.change((queries) => makeReady(queries, id, now()));
    // It was counted for a moment.
    if (done.outcome === 'already') await recomputeStale(org);
    return done;
  } catch (error) {
    // Should this fail as well, `fail` and the next start find the mark. What was listened to is nobody's to read again.
    if (kind !== 'live') await takeBack(org, id).catch(() => {});
    throw error;
  }
}

/** Two imports of one file side by side: the first that is ready stays. */
async function makeReady(queries: OrgChange, id: string, at: Micros): Promise<Outcome<'ready'>> {
  const twin = await twinOf(queries, id);
  if (twin !== null) {
    await countNothing(queries, id);
    await queries.query('DELETE FROM captures WHERE org_id = $1 AND capture_id = $2', [id]);
    return { outcome: 'already', capture: twin };
  }
  await queries.query(
    `UPDATE captures SET status = 'ready', progress = 1, finished_at = $3, is_merging = false
     WHERE org_id = $1 AND capture_id = $2`,
    [id, at],
  );
  const capture = await existing(queries, id);
  // Whoever began it is named there; that it is done is nobody's doing.
  const after = factsOf(capture);
  await queries.record({ action: 'capture.ready', target: targetOf(capture), after }, SYSTEM_ACTOR);
  return { outcome: 'ready', capture };
}

/** Nothing stays of a capture that counts and did not become ready. */
async function takeBack(org: OrgConnection, id: string): Promise<void> {
  await org.change((queries) => countNothingMerging(queries, id));
  await recomputeStale(org);
  await dropUncounted(org, id);
}

async function countNothingMerging(queries: OrgQueries, id: string): Promise<void> {
  const [merging] = await queries.query(
    `UPDATE captures SET is_merging = false WHERE org_id = $1 AND capture_id = $2 AND is_merging
     RETURNING capture_id`,
    [id],
  );
  if (merging !== undefined) await countNothing(queries, id);
}

async function fail(org: OrgConnection, id: string, reason: Message, at: Micros): Promise<Capture> {
  const capture = await org.change(async (queries) => {
    await importing(queries, id);
    await countNothingMerging(queries, id);
    await queries.query(
      `UPDATE captures SET status = 'failed', error = $3::jsonb, finished_at = $4
       WHERE org_id = $1 AND capture_id = $2`,
      [id, toJson(reason), at],
    );
    const failed = await existing(queries, id);
    const after = { status: failed.status, error: inWords(reason, 'en') };
    await queries.record({ action: 'capture.failed', target: targetOf(failed), after }, SYSTEM_ACTOR);
    return failed;
  });
  await recomputeStale(org);
  await dropUncounted(org, id);
  return capture;
}

async function writeSummary(
  queries: OrgQueries,
  id: string,
  { capture, warnings }: CaptureContents,
): Promise<void> {
  await queries.query(
    `UPDATE captures SET packets = $3, bytes = $4, wire_bytes = $5, first_seen = $6, last_seen = $7,
       link_types = $8::jsonb, decode = $9::jsonb, decode_layers = $10::jsonb, warnings = $11::jsonb
     WHERE org_id = $1 AND capture_id = $2`,
    [
      id,
      capture.packets,
      capture.bytes,
      capture.wireBytes,
      parseInstant(capture.firstSeen),
      parseInstant(capture.lastSeen),
      toJson(capture.linkTypes),
      toJson(capture.decode),
      toJson(capture.decodeLayers),
      toJson(warnings),
    ],
  );
}
