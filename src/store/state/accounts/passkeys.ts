import { randomUUID } from 'node:crypto';
import type { Connection } from '../connection.ts';
import { cleanText } from '../json.ts';

export interface Passkey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly credentialId: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface NewPasskey {
  readonly userId: string;
  readonly name: string;
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly deviceType: string;
  readonly backedUp: boolean;
  readonly aaguid: string;
}

/** Passkeys of people: public keys; nothing of them is secret. */
export interface Passkeys {
  /** The newest first. */
  ofPerson(userId: string): Promise<Passkey[]>;
  byCredential(credentialId: string): Promise<Passkey | null>;
  /** `null` when the credential is known, or the person has `most` of them. */
  add(passkey: NewPasskey, most: number): Promise<Passkey | null>;
  /** The one that has the new name now; `null`: there is none of this person with this id. */
  rename(userId: string, id: string, name: string): Promise<Passkey | null>;
  remove(userId: string, id: string): Promise<boolean>;
  /** Notes a use. False when the counter is not what it was: somebody else used it meanwhile. */
  used(id: string, before: number, counter: number, at: Date): Promise<boolean>;
}

const COLUMNS = `id, user_id AS "userId", coalesce(name, '') AS name, credential_id AS "credentialId",
  public_key AS "publicKey", counter, string_to_array(coalesce(transports, ''), ',') AS transports,
  created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

export function createPasskeys(connection: Connection): Passkeys {
  return {
    ofPerson: (userId) =>
      connection.query<Passkey>(
        `SELECT ${COLUMNS} FROM passkeys WHERE user_id = $1 ORDER BY created_at DESC, id`,
        [userId],
      ),
    async byCredential(credentialId) {
      const rows = await connection.query<Passkey>(
        `SELECT ${COLUMNS} FROM passkeys WHERE credential_id = $1`,
        [cleanText(credentialId)],
      );
      return rows[0] ?? null;
    },
    async add({ userId, name, credentialId, publicKey, counter, transports, ...device }, most) {
      const rows = await connection.query<Passkey>(
        `INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, device_type,
           backed_up, aaguid, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now()
         WHERE (SELECT count(*) FROM passkeys WHERE user_id = $2) < $11
         ON CONFLICT (credential_id) DO NOTHING RETURNING ${COLUMNS}`,
        [
          ...[randomUUID(), userId, cleanText(name), credentialId, publicKey, counter, transports.join(',')],
          ...[device.deviceType, device.backedUp, device.aaguid, most],
        ],
      );
      return rows[0] ?? null;
    },
    async rename(userId, id, name) {
      const rows = await connection.query<Passkey>(
        `UPDATE passkeys SET name = $3 WHERE user_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
        [userId, cleanText(id), cleanText(name)],
      );
      return rows[0] ?? null;
    },
    async remove(userId, id) {
      const rows = await connection.query(
        'DELETE FROM passkeys WHERE user_id = $1 AND id = $2 RETURNING id',
        [userId, cleanText(id)],
      );
      return rows.length > 0;
    },
    async used(id, before, counter, at) {
      const rows = await connection.query(
        'UPDATE passkeys SET counter = $3, last_used_at = $4 WHERE id = $1 AND counter = $2 RETURNING id',
        [id, before, counter, at],
      );
      return rows.length > 0;
    },
  };
}
