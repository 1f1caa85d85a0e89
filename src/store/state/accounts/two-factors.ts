import type { AuditAction } from '../../../model/audit.ts';
import type { Connection, Queries } from '../database/connection.ts';
import type { PlatformChange } from '../org-queries.ts';
import { type ChangeAccounts, personTarget } from './account-change.ts';

export interface TwoFactor {
  /** Encrypted. */
  readonly secret: string;
  /** In force: its first code was right. */
  readonly verified: boolean;
}

/** Second factors: one secret for each person, and codes for the day it is lost. Every step is all or nothing. */
export interface TwoFactors {
  get(userId: string): Promise<TwoFactor | null>;
  /** A secret that waits for its first code, in the place of another that waits. False when one is in force: it stays. */
  propose(userId: string, secret: string, codeHashes: readonly string[]): Promise<boolean>;
  /** Puts exactly this secret in force; its code of `step` is used up. False when it does not wait any more. */
  confirm(userId: string, secret: string, step: number): Promise<boolean>;
  /** Uses up the code of `step`. False when it, or a later one, was used before: of two at once, one gets it. */
  useStep(userId: string, step: number): Promise<boolean>;
  /** False when there was none in force. */
  remove(userId: string): Promise<boolean>;
  /** Uses a code up; false when there is none like it. Of two at once, one gets it. */
  useRecoveryCode(userId: string, hash: string): Promise<boolean>;
  /** False when no second factor is in force. */
  replaceRecoveryCodes(userId: string, hashes: readonly string[]): Promise<boolean>;
  recoveryCodesLeft(userId: string): Promise<number>;
}

export function createTwoFactors(connection: Connection, change: ChangeAccounts): TwoFactors {
  const record = async (queries: PlatformChange, action: AuditAction, userId: string): Promise<void> =>
    queries.record({ action, target: await personTarget(queries, userId) });
  return {
    async get(userId) {
      const [row] = await connection.query<TwoFactor>(
        'SELECT secret, verified FROM two_factors WHERE user_id = $1',
        [userId],
      );
      return row ?? null;
    },
    propose: (userId, secret, codeHashes) =>
      change(async (queries) => {
        const rows = await queries.query(
          `INSERT INTO two_factors AS t (user_id, secret) VALUES ($1, $2)
           ON CONFLICT (user_id) DO UPDATE SET secret = $2, last_step = -1 WHERE NOT t.verified RETURNING user_id`,
          [userId, secret],
        );
        if (rows.length === 0) return false;
        await writeCodes(queries, userId, codeHashes);
        return true;
      }),
    confirm: (userId, secret, step) =>
      change(async (queries) => {
        const rows = await queries.query(
          `UPDATE two_factors SET verified = true, last_step = $3
           WHERE user_id = $1 AND secret = $2 AND NOT verified RETURNING user_id`,
          [userId, secret, step],
        );
        if (rows.length === 0) return false;
        await queries.query('UPDATE users SET two_factor_enabled = true, updated_at = now() WHERE id = $1', [
          userId,
        ]);
        await record(queries, 'user.two-factor-added', userId);
        return true;
      }),
    async useStep(userId, step) {
      const rows = await connection.query(
        `UPDATE two_factors SET last_step = $2 WHERE user_id = $1 AND verified AND last_step < $2
         RETURNING user_id`,
        [userId, step],
      );
      return rows.length > 0;
    },
    remove: (userId) =>
      change(async (queries) => {
        const rows = await queries.query<{ verified: boolean }>(
          'DELETE FROM two_factors WHERE user_id = $1 RETURNING verified',
          [userId],
        );
        await queries.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
        await queries.query('UPDATE users SET two_factor_enabled = false, updated_at = now() WHERE id = $1', [
          userId,
        ]);
        const wasInForce = rows.some(({ verified }) => verified);
        if (wasInForce) await record(queries, 'user.two-factor-removed', userId);
        return wasInForce;
      }),
    async useRecoveryCode(userId, hash) {
      const rows = await connection.query(
        'DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING code_hash',
        [userId, hash],
      );
      return rows.length > 0;
    },
    replaceRecoveryCodes: (userId, hashes) =>
      change(async (queries) => {
        const rows = await queries.query(
          'SELECT user_id FROM two_factors WHERE user_id = $1 AND verified FOR UPDATE',
          [userId],
        );
        if (rows.length === 0) return false;
        await writeCodes(queries, userId, hashes);
        await record(queries, 'user.recovery-codes-made', userId);
        return true;
      }),
    async recoveryCodesLeft(userId) {
      const [{ codes }] = await connection.query<{ codes: number }>(
        `SELECT count(*) AS codes FROM recovery_codes r JOIN two_factors t USING (user_id)
         WHERE user_id = $1 AND t.verified`,
        [userId],
      );
      return codes;
    },
  };
}

async function writeCodes(queries: Queries, userId: string, hashes: readonly string[]): Promise<void> {
  await queries.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
  await queries.query('INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::text[])', [
    userId,
    hashes,
  ]);
}
