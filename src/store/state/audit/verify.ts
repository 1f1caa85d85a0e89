/** Reads a chain from its first row to its head and finds what somebody did to it. */
import type { OrgQueries } from '../org-queries.ts';
import { isSigned, type SignedHead } from './heads.ts';
import type { Ledger } from './ledger.ts';
import { hashOf, NO_HASH, ROW_COLUMNS, type StoredRow } from './row.ts';

/**
 * - `changed`: what the row says is not what was hashed;
 * - `missing`: a row is not there, and later ones are;
 * - `moved`: it does not follow the row before it: reordered, put in, or all before it was written anew;
 * - `added`: it is there twice, or behind the head;
 * - `cut`: the last rows are gone;
 * - `rewritten`: the chain fits together, and is not the one that was written;
 * - `unsigned`: the head was not signed with a key that is known here.
 */
export type AuditFault = 'changed' | 'missing' | 'moved' | 'added' | 'cut' | 'rewritten' | 'unsigned';

export interface AuditVerdict {
  /** An organisation, or `_platform`. */
  readonly chain: string;
  /** Rows that were read, up to the broken one. */
  readonly rows: number;
  /** The first that is broken; `null`: the chain is whole. */
  readonly broken: { readonly seq: number; readonly fault: AuditFault; readonly message: string } | null;
}

const PAGE = 1000;

/** Rows that are written meanwhile are verified too. In memory is one page. */
export async function verifyChain(queries: OrgQueries, ledger: Ledger): Promise<AuditVerdict> {
  const chain = queries.orgId;
  const known = ledger.file.get(chain);
  let seq = 0;
  let previous = NO_HASH;
  const broken = (at: number, fault: AuditFault, message: string): AuditVerdict => ({
    chain,
    rows: seq,
    broken: { seq: at, fault, message: `row ${at} ${message}` },
  });
  for (;;) {
    for (let rows = await pageAfter(queries, seq); rows.length > 0; rows = await pageAfter(queries, seq)) {
      for (const row of rows) {
        if (row.seq <= seq) return broken(row.seq, 'added', 'is there more than once');
        if (row.seq > seq + 1)
          return broken(seq + 1, 'missing', `is missing: row ${row.seq} follows row ${seq}`);
        if (row.previous !== previous) return broken(row.seq, 'moved', 'does not follow the row before it');
        if (hashOf(chain, row) !== row.hash)
          return broken(row.seq, 'changed', 'was changed after it was written');
        if (row.seq === known?.seq && row.hash !== known.hash) {
          return broken(row.seq, 'rewritten', 'or one before it was written anew: its hash was another');
        }
        seq = row.seq;
        previous = row.hash;
      }
    }
    const head = await headOf(queries);
    // Written since the last page was read.
    if (head !== null && head.seq > seq && (await pageAfter(queries, seq)).length > 0) continue;
    const last = Math.max(head?.seq ?? 0, known?.seq ?? 0);
    if (last > seq) return broken(seq + 1, 'cut', `is missing: the log went on to row ${last}`);
    if (seq === 0) return { chain, rows: 0, broken: null };
    if (head === null) return broken(seq, 'unsigned', 'has no head that says that it is the last');
    if (head.seq < seq)
      return broken(head.seq + 1, 'added', `was put behind row ${head.seq}, which is the last`);
    if (head.hash !== previous) {
      return broken(seq, 'rewritten', 'or one before it was written anew: the head has another hash');
    }
    if (ledger.keys !== null && !isSigned(ledger.keys, chain, head)) {
      return broken(
        seq,
        'unsigned',
        'is the last by a head that Vigie did not sign: something was written anew',
      );
    }
    const [{ rows }] = await queries.query<{ rows: number }>(
      'SELECT count(*) AS rows FROM audit_log WHERE org_id = $1 AND seq <= $2',
      [seq],
    );
    if (rows !== seq) return broken(seq, 'added', `or one before it is there twice: ${rows} rows up to it`);
    return { chain, rows: seq, broken: null };
  }
}

function pageAfter(queries: OrgQueries, seq: number): Promise<StoredRow[]> {
  return queries.query<StoredRow>(
    `SELECT ${ROW_COLUMNS} FROM audit_log WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT ${PAGE}`,
    [seq],
  );
}

async function headOf(queries: OrgQueries): Promise<SignedHead | null> {
  const rows = await queries.query<SignedHead>(
    'SELECT seq, hash, mac, key_id AS "keyId" FROM audit_heads WHERE org_id = $1',
  );
  return rows[0] ?? null;
}
