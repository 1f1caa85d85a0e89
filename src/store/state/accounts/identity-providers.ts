import type { AuditTarget } from '../../../model/audit.ts';
import type { Role } from '../../../model/permissions.ts';
import type { Connection } from '../database/connection.ts';
import { cleanText } from '../json.ts';
import type { ChangeAccounts } from './account-change.ts';

/** Where else people can prove who they are: OpenID Connect. The client secret is among the secrets. */
export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  /** Never changes: who is linked is linked to an identity of this issuer. */
  readonly issuer: string;
  readonly clientId: string;
  readonly isEnabled: boolean;
  /** Whoever has a verified email there is whoever has it here. */
  readonly trustsEmail: boolean;
  /** Newcomers become members here, as `role`; `null`: only who is known enters. */
  readonly orgId: string | null;
  readonly role: Role | null;
  readonly createdAt: Date;
  readonly version: number;
}

export type NewIdentityProvider = Omit<IdentityProvider, 'createdAt' | 'version'>;
export type ProviderPatch = Partial<Omit<NewIdentityProvider, 'id' | 'issuer'>>;

export interface IdentityProviders {
  /** By name. */
  list(): Promise<IdentityProvider[]>;
  get(id: string): Promise<IdentityProvider | null>;
  /** False when the id is taken. */
  create(provider: NewIdentityProvider): Promise<boolean>;
  change(id: string, patch: ProviderPatch): Promise<boolean>;
  /** With every link to it: a provider of this id that comes later may be another one. */
  remove(id: string): Promise<boolean>;
}

const COLUMNS = `provider_id AS id, name, issuer, client_id AS "clientId", is_enabled AS "isEnabled",
  trusts_email AS "trustsEmail", org_id AS "orgId", role, created_at AS "createdAt", version`;

export function createIdentityProviders(connection: Connection, change: ChangeAccounts): IdentityProviders {
  const get = async (id: string): Promise<IdentityProvider | null> => {
    const rows = await connection.query<IdentityProvider>(
      `SELECT ${COLUMNS} FROM identity_providers WHERE provider_id = $1`,
      [cleanText(id)],
    );
    return rows[0] ?? null;
  };
  return {
    list: () =>
      connection.query(`SELECT ${COLUMNS} FROM identity_providers ORDER BY lower(name), provider_id`),
    get,
    create: (provider) =>
      change(async (queries) => {
        const { id, name, issuer, clientId, isEnabled, trustsEmail, orgId, role } = provider;
        const made = await queries.query(
          `INSERT INTO identity_providers (provider_id, name, issuer, client_id, is_enabled, trusts_email, org_id,
             role, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
           ON CONFLICT (provider_id) DO NOTHING RETURNING provider_id`,
          [id, cleanText(name), issuer, cleanText(clientId), isEnabled, trustsEmail, orgId, role],
        );
        if (made.length === 0) return false;
        const after = { id, name, issuer, clientId, isEnabled, trustsEmail, orgId, role };
        await queries.record({ action: 'provider.created', target: targetOf(provider), before: null, after });
        return true;
      }),
    change: (id, patch) =>
      change(async (queries) => {
        const [known] = await queries.query<IdentityProvider>(
          `SELECT ${COLUMNS} FROM identity_providers WHERE provider_id = $1 FOR UPDATE`,
          [cleanText(id)],
        );
        if (known === undefined) return false;
        const next = { ...known, ...patch };
        await queries.query(
          `UPDATE identity_providers SET name = $2, client_id = $3, is_enabled = $4, trusts_email = $5, org_id = $6,
             role = $7, version = version + 1 WHERE provider_id = $1`,
          [
            ...[known.id, cleanText(next.name), cleanText(next.clientId), next.isEnabled, next.trustsEmail],
            ...[next.orgId, next.role],
          ],
        );
        const target = targetOf(next);
        await queries.record({
          ...{ action: 'provider.changed', target, before: fieldsOf(known), after: fieldsOf(next) },
        });
        return true;
      }),
    remove: (id) =>
      change(async (queries) => {
        await queries.query('DELETE FROM accounts WHERE provider_id = $1', [cleanText(id)]);
        const [gone] = await queries.query<IdentityProvider>(
          `DELETE FROM identity_providers WHERE provider_id = $1 RETURNING ${COLUMNS}`,
          [cleanText(id)],
        );
        if (gone === undefined) return false;
        await queries.record({
          ...{ action: 'provider.removed', target: targetOf(gone), before: fieldsOf(gone), after: null },
        });
        return true;
      }),
  };
}

const targetOf = ({ id, name }: Pick<IdentityProvider, 'id' | 'name'>): AuditTarget => ({
  ...{ kind: 'provider', id, label: name },
});

function fieldsOf({ version: _, createdAt: __, ...fields }: IdentityProvider): object {
  return fields;
}
