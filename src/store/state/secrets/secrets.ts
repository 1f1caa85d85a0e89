import type { Micros } from '../../../base/time.ts';
import { cleanText } from '../json.ts';
import type { OrgConnection } from '../org-queries.ts';
import { SEALED_COLUMNS, type Sealed, type SecretInfo } from './sealed.ts';

/** The secrets of one organisation, or of the platform, encrypted. `features/secrets` seals and opens them. */
export interface SealedSecrets {
  /** By name. */
  list(): Promise<SecretInfo[]>;
  get(name: string): Promise<Sealed | null>;
  put(name: string, sealed: Sealed): Promise<void>;
  /** False when there is one of this name already: then nothing is changed. */
  add(name: string, sealed: Sealed): Promise<boolean>;
  /** False when there was none. */
  remove(name: string): Promise<boolean>;
}

export function createSealedSecrets(org: OrgConnection, now: () => Micros): SealedSecrets {
  const target = (name: string) => ({ kind: 'secret', id: name });
  const values = (name: string, { keyId, nonce, sealed }: Sealed) => [
    ...[cleanText(name), keyId, nonce, sealed, now()],
  ];
  return {
    list: () =>
      org.query(
        `SELECT name, key_id AS "keyId", version, changed_at AS "changedAt" FROM secrets WHERE org_id = $1 ORDER BY name`,
      ),
    async get(name) {
      const rows = await org.query<Sealed>(
        `SELECT ${SEALED_COLUMNS} FROM secrets WHERE org_id = $1 AND name = $2`,
        [cleanText(name)],
      );
      return rows[0] ?? null;
    },
    put: (name, sealed) =>
      org.change(async (queries) => {
        await queries.query(
          `INSERT INTO secrets AS known (org_id, name, key_id, nonce, sealed, version, changed_at)
           VALUES ($1, $2, $3, $4, $5, 1, $6)
           ON CONFLICT (org_id, name) DO UPDATE SET key_id = $3, nonce = $4, sealed = $5,
             version = known.version + 1, changed_at = $6`,
          values(name, sealed),
        );
        await queries.record({ action: 'secret.set', target: target(name) });
      }),
    add: (name, sealed) =>
      org.change(async (queries) => {
        const made = await queries.query(
          `INSERT INTO secrets (org_id, name, key_id, nonce, sealed, version, changed_at)
           VALUES ($1, $2, $3, $4, $5, 1, $6) ON CONFLICT (org_id, name) DO NOTHING RETURNING name`,
          values(name, sealed),
        );
        if (made.length > 0) await queries.record({ action: 'secret.set', target: target(name) });
        return made.length > 0;
      }),
    remove: (name) =>
      org.change(async (queries) => {
        const gone = await queries.query(
          'DELETE FROM secrets WHERE org_id = $1 AND name = $2 RETURNING name',
          [cleanText(name)],
        );
        if (gone.length > 0) await queries.record({ action: 'secret.removed', target: target(name) });
        return gone.length > 0;
      }),
  };
}
