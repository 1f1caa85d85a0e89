import type { Micros } from '../../../base/time.ts';
import type { Connection } from '../database/connection.ts';
import { type ApiToken, hashOf, TOKEN_COLUMNS } from './tokens.ts';

/** Over all organisations: a token says itself which one it is of. */
export interface TokenLookup {
  /** Revoked and ended ones too. */
  find(secret: string): Promise<(ApiToken & { readonly orgId: string }) | null>;
  /** Notes when and from where it was used last. */
  used(orgId: string, id: string, at: Micros, from: string): Promise<void>;
}

export function createTokenLookup(connection: Connection): TokenLookup {
  return {
    async find(secret) {
      const rows = await connection.query<ApiToken & { orgId: string }>(
        `SELECT org_id AS "orgId", ${TOKEN_COLUMNS} FROM api_tokens WHERE token_hash = $1`,
        [hashOf(secret)],
      );
      return rows[0] ?? null;
    },
    async used(orgId, id, at, from) {
      await connection.query(
        'UPDATE api_tokens SET last_used_at = $3, last_used_from = $4 WHERE org_id = $1 AND token_id = $2',
        [orgId, id, at, from],
      );
    },
  };
}
