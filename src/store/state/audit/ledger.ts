/** Writes the log: within the transaction of the change that a row tells of. */
import type { Micros } from '../../../base/time.ts';
import type { AuditActor, AuditEntry } from '../../../model/audit.ts';
import { cleanText } from '../json.ts';
import type { OrgQueries } from '../org-queries.ts';
import { currentActor } from './context.ts';
import { canonical, changedFields } from './fields.ts';
import { type Head, type HeadKeys, type HeadsFile, isSigned, type SignedHead, sign } from './heads.ts';
import { hashOf, NO_HASH, type StoredRow } from './row.ts';

export interface Ledger {
  readonly keys: HeadKeys | null;
  readonly file: HeadsFile;
  /** Whether this is how we left the chain, or further. */
  isTrusted(chain: string, head: SignedHead): boolean;
  /** Adds a row to the chain of `queries`. Gives where the chain ends once this is committed; `null`: see below. */
  append(queries: OrgQueries, entry: AuditEntry, actor?: AuditActor): Promise<Head | null>;
}

const LONGEST = { label: 300, id: 300, address: 100 } as const;

export function createLedger(keys: HeadKeys | null, file: HeadsFile, now: () => Micros): Ledger {
  /**
   * A head that is not ours, or older than one we know, is not signed again: that would make good what somebody did behind
   * our back. The log goes on, and `verify` says that it is broken.
   */
  function isTrusted(chain: string, head: SignedHead): boolean {
    const known = file.get(chain);
    if (known !== null && (head.seq < known.seq || (head.seq === known.seq && head.hash !== known.hash))) {
      return false;
    }
    if (head.seq === 0) return true;
    return keys === null || isSigned(keys, chain, head);
  }

  return {
    keys,
    file,
    isTrusted,
    async append(queries, entry, actor = currentActor()) {
      const chain = queries.orgId;
      // Made or not, the row is locked now: one after the other within a chain.
      const [last] = await queries.query<SignedHead>(
        `INSERT INTO audit_heads AS head (org_id, seq, hash) VALUES ($1, 0, $2)
         ON CONFLICT (org_id) DO UPDATE SET seq = head.seq
         RETURNING seq, hash, mac, key_id AS "keyId"`,
        [NO_HASH],
      );
      const row = rowAfter(chain, last, entry, actor, now());
      const isSound = isTrusted(chain, last);
      const head = { seq: row.seq, hash: row.hash };
      const signed =
        keys === null || !isSound ? { ...head, mac: null, keyId: null } : sign(keys.current, chain, head);
      await queries.query(INSERT, valuesOf(row));
      await queries.query(
        'UPDATE audit_heads SET seq = $2, hash = $3, mac = $4, key_id = $5 WHERE org_id = $1',
        [signed.seq, signed.hash, signed.mac, signed.keyId],
      );
      return isSound ? head : null;
    },
  };
}

const INSERT = `INSERT INTO audit_log (org_id, seq, at, actor_kind, actor_id, actor_label, from_address, action,
    target_kind, target_id, target_label, before_fields, after_fields, previous_hash, hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

function valuesOf(row: StoredRow): unknown[] {
  const { seq, at, actorKind, actorId, actorLabel, from, action, targetKind, targetId, targetLabel } = row;
  const target = [targetKind, targetId, targetLabel];
  return [
    seq,
    at,
    actorKind,
    actorId,
    actorLabel,
    from,
    action,
    ...target,
    row.before,
    row.after,
    row.previous,
    row.hash,
  ];
}

function rowAfter(chain: string, last: Head, entry: AuditEntry, actor: AuditActor, at: Micros): StoredRow {
  const { before, after } = changedFields(entry.before ?? null, entry.after ?? null);
  const row = {
    seq: last.seq + 1,
    at,
    actorKind: actor.kind,
    actorId: limited(actor.id, LONGEST.id),
    actorLabel: limited(actor.label, LONGEST.label),
    from: actor.from === null ? null : limited(actor.from, LONGEST.address),
    action: entry.action,
    targetKind: entry.target?.kind ?? null,
    targetId: entry.target === undefined ? null : limited(entry.target.id, LONGEST.id),
    targetLabel: entry.target?.label == null ? null : limited(entry.target.label, LONGEST.label),
    before: before === null ? null : canonical(before),
    after: after === null ? null : canonical(after),
    previous: last.hash,
  };
  return { ...row, hash: hashOf(chain, row) };
}

/** The database must give back the very characters that were hashed. */
const limited = (text: string, most: number): string => cleanText(text.slice(0, most));
