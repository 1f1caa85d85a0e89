import type { Micros } from '../../../base/time.ts';
import type { OrgConnection } from '../org-queries.ts';

export type Begun =
  | { readonly outcome: 'new' }
  /** The key was used for something else. */
  | { readonly outcome: 'different' }
  /** Not answered yet, or never: its process died. */
  | { readonly outcome: 'running' }
  /** `body` is `null` for an answer that is said once only. */
  | { readonly outcome: 'done'; readonly status: number; readonly body: string | null };

/** Requests of one organisation that must not be done twice. Kept for a day. */
export interface Idempotency {
  begin(asker: string, key: string, requestHash: string): Promise<Begun>;
  finish(asker: string, key: string, status: number, body: string | null): Promise<void>;
  /** It came to nothing: the key is free again. */
  forget(asker: string, key: string): Promise<void>;
}

const KEPT_US = 24 * 3600e6;

export function createIdempotency(org: OrgConnection, now: () => Micros): Idempotency {
  return {
    begin: (asker, key, requestHash) =>
      org.change(async (queries): Promise<Begun> => {
        await queries.query('DELETE FROM idempotency WHERE org_id = $1 AND created_at < $2', [
          now() - KEPT_US,
        ]);
        const made = await queries.query(
          `INSERT INTO idempotency (org_id, asker, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (org_id, asker, key) DO NOTHING RETURNING key`,
          [asker, key, requestHash, now()],
        );
        if (made.length > 0) return { outcome: 'new' };
        const [before] = await queries.query<{ hash: string; status: number | null; body: string | null }>(
          `SELECT request_hash AS hash, status, body FROM idempotency
           WHERE org_id = $1 AND asker = $2 AND key = $3`,
          [asker, key],
        );
        if (before.hash !== requestHash) return { outcome: 'different' };
        if (before.status === null) return { outcome: 'running' };
        return { outcome: 'done', status: before.status, body: before.body };
      }),
    async finish(asker, key, status, body) {
      await org.query(
        'UPDATE idempotency SET status = $4, body = $5 WHERE org_id = $1 AND asker = $2 AND key = $3',
        [asker, key, status, body],
      );
    },
    async forget(asker, key) {
      await org.query('DELETE FROM idempotency WHERE org_id = $1 AND asker = $2 AND key = $3', [asker, key]);
    },
  };
}
