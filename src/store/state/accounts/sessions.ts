import type { Connection } from '../database/connection.ts';
import { cleanText } from '../json.ts';
import { type ChangeAccounts, personTarget } from './account-change.ts';

export interface SessionView {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly agent: string | null;
}

/** Sessions of people: the sign-in library makes them and moves their end. */
export interface Sessions {
  /** Those that have not ended at `now`, the one used last first. */
  ofPerson(userId: string, now: Date): Promise<SessionView[]>;
  /** False when this person has no such session. */
  end(userId: string, id: string): Promise<boolean>;
  /** All but `kept`; how many there were. */
  endOthers(userId: string, kept: string | null): Promise<number>;
  endByToken(token: string): Promise<void>;
  /** Ends what has ended before `now`, and the oldest above `most`. */
  trim(userId: string, now: Date, most: number): Promise<void>;
  /** For people to look at: what is remembered of sessions stays good. */
  seen(id: string, at: Date, from: string): Promise<void>;
}

const COLUMNS = `id, created_at AS "createdAt", coalesce(last_seen_at, created_at) AS "lastSeenAt",
  expires_at AS "expiresAt", nullif(ip_address, '') AS address, nullif(user_agent, '') AS agent`;

export function createSessions(
  connection: Connection,
  change: ChangeAccounts,
  changed: () => void,
): Sessions {
  const write = async (sql: string, params: readonly unknown[]): Promise<number> => {
    const rows = await connection.query(`${sql} RETURNING id`, params).finally(changed);
    return rows.length;
  };
  /** Of one person: how many there were. */
  const end = (which: string, params: readonly unknown[]): Promise<number> =>
    change(async (queries) => {
      const ended = await queries.query<{ id: string; userId: string }>(
        `DELETE FROM sessions WHERE ${which} RETURNING id, user_id AS "userId"`,
        params,
      );
      if (ended.length === 0) return 0;
      const target = await personTarget(queries, ended[0].userId);
      const before = { sessions: ended.map(({ id }) => id).sort() };
      await queries.record({ action: 'session.ended', target, before });
      return ended.length;
    });
  return {
    ofPerson: (userId, now) =>
      connection.query<SessionView>(
        `SELECT ${COLUMNS} FROM sessions WHERE user_id = $1 AND expires_at > $2
         ORDER BY "lastSeenAt" DESC, id`,
        [userId, now],
      ),
    end: async (userId, id) => (await end('user_id = $1 AND id = $2', [userId, cleanText(id)])) > 0,
    endOthers: (userId, kept) => end('user_id = $1 AND id <> $2', [userId, kept ?? '']),
    async endByToken(token) {
      await end('token = $1', [cleanText(token)]);
    },
    async trim(userId, now, most) {
      await write(
        `DELETE FROM sessions WHERE user_id = $1 AND (expires_at <= $2 OR id NOT IN
           (SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT $3))`,
        [userId, now, most],
      );
    },
    async seen(id, at, from) {
      await connection.query('UPDATE sessions SET last_seen_at = $2, ip_address = $3 WHERE id = $1', [
        id,
        at,
        from,
      ]);
    },
  };
}
