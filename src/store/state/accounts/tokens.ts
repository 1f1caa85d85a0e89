import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Micros } from '../../../base/time.ts';
import type { AuditTarget } from '../../../model/audit.ts';
import { say } from '../../../model/messages/message.ts';
import { wrongField } from '../../../model/messages/refusal.ts';
import type { Permission, Role } from '../../../model/permissions.ts';
import { cleanText } from '../json.ts';
import type { OrgConnection } from '../org-queries.ts';

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  /** How it begins. */
  readonly prefix: string;
  readonly role: Role;
  /** `null`: all that the role allows. */
  readonly scopes: readonly Permission[] | null;
  readonly createdBy: string;
  readonly createdAt: Micros;
  readonly expiresAt: Micros | null;
  readonly lastUsedAt: Micros | null;
  readonly lastUsedFrom: string | null;
  readonly revokedAt: Micros | null;
}

export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Permission[] | null;
  readonly createdBy: string;
  readonly expiresAt: Micros | null;
}

/** The tokens of one organisation. */
export interface ApiTokens {
  /** The newest first, revoked ones too. */
  list(): Promise<ApiToken[]>;
  /** `secret` is the token itself, said here and never again. */
  create(token: NewToken): Promise<{ readonly token: ApiToken; readonly secret: string }>;
  /** False when there is none with this id. Once revoked, it stays so. */
  revoke(id: string): Promise<boolean>;
}

/** Found by whoever looks for lost secrets in files and logs. */
export const TOKEN_PREFIX = 'vigie_';
/** 256 bits: nobody tries them all, so a fast hash keeps them well. */
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = TOKEN_PREFIX.length + 6;
const LONGEST_NAME = 200;
export const TOKEN_COLUMNS = `token_id AS id, name, prefix, role, scopes, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", last_used_at AS "lastUsedAt", last_used_from AS "lastUsedFrom",
  revoked_at AS "revokedAt"`;

/** What is kept of a secret that we made. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const targetOf = ({ id, name }: ApiToken): AuditTarget => ({ kind: 'token', id, label: name });

export function createApiTokens(org: OrgConnection, now: () => Micros, changed: () => void): ApiTokens {
  return {
    list: () =>
      org.query(
        `SELECT ${TOKEN_COLUMNS} FROM api_tokens WHERE org_id = $1 ORDER BY created_at DESC, token_id`,
      ),
    async create({ name, role, scopes, createdBy, expiresAt }) {
      const cleaned = cleanText(name).trim();
      if (cleaned === '' || cleaned.length > LONGEST_NAME)
        throw wrongField('name', cleaned, say('expected.characters-range', { least: 1, most: LONGEST_NAME }));
      const secret = TOKEN_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
      const token = await org.change(async (queries) => {
        const [made] = await queries.query<ApiToken>(
          `INSERT INTO api_tokens (org_id, token_id, name, prefix, token_hash, role, scopes, created_by, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${TOKEN_COLUMNS}`,
          [
            ...[randomUUID(), cleaned, secret.slice(0, SHOWN_CHARACTERS), hashOf(secret), role],
            ...[scopes, createdBy, now(), expiresAt],
          ],
        );
        await queries.record({
          action: 'token.created',
          target: targetOf(made),
          after: { role, scopes, expiresAt },
        });
        return made;
      });
      return { token, secret };
    },
    async revoke(id) {
      return org
        .change(async (queries) => {
          const [token] = await queries.query<ApiToken>(
            `SELECT ${TOKEN_COLUMNS} FROM api_tokens WHERE org_id = $1 AND token_id = $2 FOR UPDATE`,
            [cleanText(id)],
          );
          if (token === undefined) return false;
          if (token.revokedAt !== null) return true;
          await queries.query('UPDATE api_tokens SET revoked_at = $3 WHERE org_id = $1 AND token_id = $2', [
            token.id,
            now(),
          ]);
          await queries.record({ action: 'token.revoked', target: targetOf(token) });
          return true;
        })
        .finally(changed);
    },
  };
}
