import { randomUUID } from 'node:crypto';
import type { Connection } from '../database/connection.ts';
import { cleanText } from '../json.ts';
import { type ChangeAccounts, personTarget } from './account-change.ts';

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

export function createPasskeys(connection: Connection, change: ChangeAccounts): Passkeys {
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
    add: ({ userId, name, credentialId, publicKey, counter, transports, ...device }, most) =>
      change(async (queries) => {
        const [made] = await queries.query<Passkey>(
          `INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, device_type,
             backed_up, aaguid, created_at)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now()
           WHERE (SELECT count(*) FROM passkeys WHERE user_id = $2) < $11
           ON CONFLICT (credential_id) DO NOTHING RETURNING ${COLUMNS}`,
          [
            ...[
              randomUUID(),
              userId,
              cleanText(name),
              credentialId,
              publicKey,
              counter,
              transports.join(','),
            ],
            ...[device.deviceType, device.backedUp, device.aaguid, most],
          ],
        );
        if (made === undefined) return null;
        const target = await personTarget(queries, userId);
        const after = { passkey: made.id, name: made.name };
        await queries.record({ action: 'user.passkey-added', target, after });
        return made;
      }),
    rename: (userId, id, name) =>
      change(async (queries) => {
        const [before] = await queries.query<Passkey>(
          `SELECT ${COLUMNS} FROM passkeys WHERE user_id = $1 AND id = $2 FOR UPDATE`,
          [userId, cleanText(id)],
        );
        if (before === undefined) return null;
        const after = { ...before, name: cleanText(name) };
        await queries.query('UPDATE passkeys SET name = $2 WHERE id = $1', [before.id, after.name]);
        const target = await personTarget(queries, userId);
        await queries.record({
          ...{ action: 'user.passkey-renamed', target },
          ...{ before: { name: before.name }, after: { passkey: after.id, name: after.name } },
        });
        return after;
      }),
    remove: (userId, id) =>
      change(async (queries) => {
        const [gone] = await queries.query<{ passkey: string; name: string }>(
          `DELETE FROM passkeys WHERE user_id = $1 AND id = $2 RETURNING id AS passkey, coalesce(name, '') AS name`,
          [userId, cleanText(id)],
        );
        if (gone === undefined) return false;
        const target = await personTarget(queries, userId);
        await queries.record({ action: 'user.passkey-removed', target, before: gone });
        return true;
      }),
    async used(id, before, counter, at) {
      const rows = await connection.query(
        'UPDATE passkeys SET counter = $3, last_used_at = $4 WHERE id = $1 AND counter = $2 RETURNING id',
        [id, before, counter, at],
      );
      return rows.length > 0;
    },
  };
}
