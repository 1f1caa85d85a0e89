/** A row as the table holds it, and its hash. */
import { createHash } from 'node:crypto';
import type { Micros } from '../../../base/time.ts';
import type { AuditActor, AuditFields, AuditRow } from '../../../model/audit.ts';

/** The chain of sign-ins, users, organisations: no organisation can have this id. */
export const PLATFORM = '_platform';

/** The hash before the first row. */
export const NO_HASH = '0'.repeat(64);

export interface StoredRow {
  readonly seq: number;
  readonly at: Micros;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorLabel: string;
  readonly from: string | null;
  readonly action: string;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly targetLabel: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly previous: string;
  readonly hash: string;
}

export const ROW_COLUMNS = `seq, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_label AS "actorLabel",
  from_address AS "from", action, target_kind AS "targetKind", target_id AS "targetId", target_label AS "targetLabel",
  before_fields AS before, after_fields AS after, previous_hash AS previous, hash`;

/** Version of the encoding, first in it. */
const ENCODING = 'vigie-audit-1';

/**
 * SHA-256, in hexadecimal, over the UTF-8 bytes of a JSON array without white space: version, chain, seq, at (µs), actor's
 * kind, id, label, address, action, target's kind, id, label, before, after (JSON text or null), hash of the row before.
 */
export function hashOf(chain: string, row: Omit<StoredRow, 'hash'>): string {
  const { seq, at, actorKind, actorId, actorLabel, from, action, targetKind, targetId, targetLabel } = row;
  const { before, after, previous } = row;
  const who = [actorKind, actorId, actorLabel, from];
  const what = [action, targetKind, targetId, targetLabel, before, after];
  const text = JSON.stringify([ENCODING, chain, seq, at, ...who, ...what, previous]);
  return createHash('sha256').update(text).digest('hex');
}

export function rowOf(stored: StoredRow): AuditRow {
  const { seq, at, action, targetKind, targetId, hash } = stored;
  return {
    seq,
    at,
    actor: {
      kind: stored.actorKind as AuditActor['kind'],
      id: stored.actorId,
      label: stored.actorLabel,
      from: stored.from,
    },
    action,
    target: targetKind === null ? null : { kind: targetKind, id: targetId ?? '', label: stored.targetLabel },
    before: fieldsOf(stored.before),
    after: fieldsOf(stored.after),
    hash,
  };
}

/** Somebody may have changed the text behind our back: it is shown then, and `verify` says so. */
function fieldsOf(text: string | null): AuditFields | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as AuditFields;
  } catch {
    return { text };
  }
}
