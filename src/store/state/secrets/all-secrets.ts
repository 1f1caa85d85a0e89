/** The secrets of all organisations together: for rotation alone. */
import type { Connection } from '../database/connection.ts';
import { SEALED_COLUMNS, type Sealed } from './sealed.ts';

export interface OwnedSecret extends Sealed {
  readonly orgId: string;
  readonly name: string;
}

export interface AllSecrets {
  /** Some that are not encrypted under this key. */
  notUnder(keyId: string, limit: number): Promise<OwnedSecret[]>;
  /** Puts the same secret under another key, unless it was changed meanwhile: all of them or none. */
  reseal(changes: readonly { readonly before: OwnedSecret; readonly after: Sealed }[]): Promise<void>;
}

export function createAllSecrets(connection: Connection): AllSecrets {
  return {
    notUnder: (keyId, limit) =>
      connection.query(
        `SELECT org_id AS "orgId", name, ${SEALED_COLUMNS} FROM secrets
         WHERE key_id <> $1 ORDER BY org_id, name LIMIT $2`,
        [keyId, limit],
      ),
    reseal: (changes) =>
      connection.transaction(async (queries) => {
        for (const { before, after } of changes) {
          await queries.query(
            `UPDATE secrets SET key_id = $4, nonce = $5, sealed = $6
             WHERE org_id = $1 AND name = $2 AND nonce = $3`,
            [before.orgId, before.name, before.nonce, after.keyId, after.nonce, after.sealed],
          );
        }
      }),
  };
}

/** Ids of the master keys that encrypted secrets, or signed the end of an audit log. */
export async function keysInUse(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ id: string }>(
    `SELECT key_id AS id FROM secrets UNION
     SELECT key_id FROM audit_heads WHERE key_id IS NOT NULL ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}
