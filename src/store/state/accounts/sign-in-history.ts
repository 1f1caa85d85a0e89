import type { Micros } from '../../../base/time.ts';
import { PLATFORM } from '../audit/row.ts';
import type { Connection } from '../database/connection.ts';

const ACTIONS = ['session.started', 'session.ended', 'session.refused', 'user.locked'] as const;

/** That somebody came in, went, was refused, or is held back for a while. */
export interface SignInEvent {
  readonly at: Micros;
  readonly action: (typeof ACTIONS)[number];
  readonly user: { readonly id: string; readonly email: string };
  /** Client address. */
  readonly from: string | null;
}

/** Sign-ins are in the platform's audit log: they are of people, not of an organisation. This is one organisation's view. */
export interface SignInHistory {
  /** Of those who are its members now, since they are: the newest first, with how many there are on all pages. */
  ofMembers(
    orgId: string,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly rows: readonly SignInEvent[]; readonly total: number }>;
}

/** No place in the platform's chain and no field: they would tell of others. */
const OF_MEMBERS = `FROM audit_log a JOIN members m ON m.user_id = a.target_id JOIN users u ON u.id = m.user_id
  WHERE m.org_id = $1 AND a.org_id = $2 AND a.target_kind = 'user' AND a.action = ANY($3::text[])
    AND a.at >= m.created_at`;

export function createSignInHistory(connection: Connection): SignInHistory {
  return {
    async ofMembers(orgId, { limit, offset }) {
      const params = [orgId, PLATFORM, ACTIONS];
      const [{ total }] = await connection.query<{ total: number }>(
        `SELECT count(*) AS total ${OF_MEMBERS}`,
        params,
      );
      if (total <= offset) return { rows: [], total };
      type Row = Omit<SignInEvent, 'user'> & { readonly id: string; readonly email: string };
      const rows = await connection.query<Row>(
        `SELECT a.at, a.action, u.id, u.email, a.from_address AS "from" ${OF_MEMBERS}
         ORDER BY a.seq DESC LIMIT $4 OFFSET $5`,
        [...params, limit, offset],
      );
      return { rows: rows.map(({ id, email, ...rest }) => ({ ...rest, user: { id, email } })), total };
    },
  };
}
