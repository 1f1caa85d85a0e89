import type { AuditActor, AuditEntry, AuditRow } from '../../../model/audit.ts';
import type { OrgConnection } from '../org-queries.ts';
import type { Ledger } from './ledger.ts';
import { type AuditFilter, auditSql } from './query.ts';
import { ROW_COLUMNS, rowOf, type StoredRow } from './row.ts';
import { type AuditVerdict, verifyChain } from './verify.ts';

export interface AuditFacets {
  /** The most frequent first, 50 at most. */
  readonly actors: readonly { readonly label: string; readonly rows: number }[];
  readonly actions: readonly { readonly action: string; readonly rows: number }[];
}

/** The audit log of one organisation, or of the platform. It only grows. */
export interface Audit {
  /**
   * Writes down what is no change of this store: reads, and what others do. Changes write themselves down, in their own
   * transaction. Default actor: of the context (context.ts).
   */
  record(entry: AuditEntry, actor?: AuditActor): Promise<void>;
  /** The newest first, with how many there are on all pages. */
  list(query?: {
    readonly filter?: AuditFilter;
    /** 1 to 1,000. */
    readonly limit?: number;
    readonly offset?: number;
    readonly isOldestFirst?: boolean;
  }): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }>;
  /** `null`: the log has not come that far. */
  get(seq: number): Promise<AuditRow | null>;
  /** All of them, the newest first, page by page; what is written meanwhile is not among them. */
  all(filter?: AuditFilter): AsyncGenerator<AuditRow>;
  facets(): Promise<AuditFacets>;
  verify(): Promise<AuditVerdict>;
}

const PAGE = 500;
const MOST_ROWS = 1000;
const MOST_FACETS = 50;

export function createAudit(org: OrgConnection, ledger: Ledger): Audit {
  return {
    record: (entry, actor) => org.change((queries) => queries.record(entry, actor)),
    async list({ filter = {}, limit = 50, offset = 0, isOldestFirst = false } = {}) {
      const { where, params } = auditSql(filter);
      const [{ total }] = await org.query<{ total: number }>(
        `SELECT count(*) AS total FROM audit_log WHERE ${where}`,
        params,
      );
      if (total <= offset) return { rows: [], total };
      const rows = await org.query<StoredRow>(
        `SELECT ${ROW_COLUMNS} FROM audit_log WHERE ${where} ORDER BY seq ${isOldestFirst ? 'ASC' : 'DESC'}
         LIMIT ${Math.min(MOST_ROWS, Math.max(1, Math.floor(limit)))} OFFSET ${Math.max(0, Math.floor(offset))}`,
        params,
      );
      return { rows: rows.map(rowOf), total };
    },
    async get(seq) {
      const [row] = await org.query<StoredRow>(
        `SELECT ${ROW_COLUMNS} FROM audit_log WHERE org_id = $1 AND seq = $2`,
        [seq],
      );
      return row === undefined ? null : rowOf(row);
    },
    async *all(filter = {}) {
      const { where, params } = auditSql(filter);
      const before = `$${params.length + 2}::bigint`;
      let seq: number | null = null;
      for (;;) {
        const rows: StoredRow[] = await org.query<StoredRow>(
          `SELECT ${ROW_COLUMNS} FROM audit_log WHERE ${where} AND (${before} IS NULL OR seq < ${before})
           ORDER BY seq DESC LIMIT ${PAGE}`,
          [...params, seq],
        );
        for (const row of rows) yield rowOf(row);
        if (rows.length < PAGE) return;
        seq = rows[rows.length - 1].seq;
      }
    },
    async facets() {
      const actors = await org.query<{ label: string; rows: number }>(
        `SELECT actor_label AS label, count(*) AS rows FROM audit_log WHERE org_id = $1
         GROUP BY actor_label ORDER BY rows DESC, label LIMIT ${MOST_FACETS}`,
      );
      const actions = await org.query<{ action: string; rows: number }>(
        `SELECT action, count(*) AS rows FROM audit_log WHERE org_id = $1
         GROUP BY action ORDER BY action LIMIT ${MOST_ROWS}`,
      );
      return { actors, actions };
    },
    verify: () => verifyChain(org, ledger),
  };
}
