import { createHash } from 'node:crypto';
import type { Connection } from '../database/connection.ts';

/** Challenges that were answered: each is good once. Only right answers are written down, so strangers fill nothing. */
export interface UsedOnce {
  /** True for the first who says so; remembered until `expiresAt`, when it is good for nothing anyway. */
  use(challenge: string, now: Date, expiresAt: Date): Promise<boolean>;
}

export function createUsedOnce(connection: Connection): UsedOnce {
  return {
    async use(challenge, now, expiresAt) {
      await connection.query('DELETE FROM used_challenges WHERE expires_at <= $1', [now]);
      const rows = await connection.query(
        `INSERT INTO used_challenges (challenge_hash, expires_at) VALUES ($1, $2)
         ON CONFLICT (challenge_hash) DO NOTHING RETURNING challenge_hash`,
        [createHash('sha256').update(challenge).digest('hex'), expiresAt],
      );
      return rows.length > 0;
    },
  };
}
