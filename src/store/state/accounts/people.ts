import type { Language } from '../../../model/messages/message.ts';
import type { Role } from '../../../model/permissions.ts';
import type { Connection } from '../database/connection.ts';
import { cleanText } from '../json.ts';
import type { ChangeAccounts } from './account-change.ts';

export interface Membership {
  readonly orgId: string;
  readonly orgName: string;
  readonly role: Role;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** `null`: none was chosen. */
  readonly language: Language | null;
  readonly isPlatformAdmin: boolean;
  readonly isDisabled: boolean;
  readonly hasTwoFactor: boolean;
  readonly createdAt: Date;
  readonly lockedUntil: Date | null;
  /** By name of the organisation. */
  readonly memberships: readonly Membership[];
}

/** What only whoever stands above the organisations, or the command line, gives and takes; absent stays as it is. */
export interface Powers {
  readonly isDisabled?: boolean | undefined;
  readonly isPlatformAdmin?: boolean | undefined;
}

/** A session and whose it is, read in one go. */
export interface SessionOwner {
  readonly sessionId: string;
  readonly expiresAt: Date;
  /** The organisation it shows. */
  readonly orgId: string | null;
  readonly person: Person;
}

/** People, whatever organisations they are in. Passwords and sessions are written by the sign-in library. */
export interface People {
  list(): Promise<Person[]>;
  byEmail(email: string): Promise<Person | null>;
  byId(id: string): Promise<Person | null>;
  /** Whose session this is; `null` when there is none with this token. Says nothing of its end. */
  ofSession(token: string): Promise<SessionOwner | null>;
  /** Somebody above the organisations who can sign in. */
  hasAdministrator(): Promise<boolean>;
  /** As the person is afterwards; `null` when there is none with this id. One who is disabled has no sessions left. */
  setPowers(id: string, powers: Powers): Promise<Person | null>;
  /** Wrong passwords and codes in a row; until when nothing is tried. */
  setFailures(id: string, failed: number, lockedUntil: Date | null): Promise<void>;
  failures(id: string): Promise<{ readonly failed: number; readonly lockedUntil: Date | null }>;
  /** What the session shows when a request names no organisation. */
  showOrganisation(sessionId: string, orgId: string): Promise<void>;
}

const COLUMNS = `u.id, u.email, u.name, u.language, u.is_platform_admin AS "isPlatformAdmin", u.is_disabled AS "isDisabled",
  u.two_factor_enabled AS "hasTwoFactor", u.created_at AS "createdAt", u.locked_until AS "lockedUntil",
  coalesce((SELECT json_agg(json_build_object('orgId', m.org_id, 'orgName', o.name, 'role', m.role)
      ORDER BY o.name, m.org_id)
    FROM members m JOIN organisations o USING (org_id) WHERE m.user_id = u.id), '[]') AS memberships`;

export function createPeople(connection: Connection, change: ChangeAccounts, changed: () => void): People {
  const one = async (condition: string, value: string): Promise<Person | null> => {
    const rows = await connection.query<Person>(`SELECT ${COLUMNS} FROM users u WHERE ${condition}`, [
      cleanText(value),
    ]);
    return rows[0] ?? null;
  };
  const write = async (sql: string, params: readonly unknown[]): Promise<void> => {
    await connection.query(sql, params).finally(changed);
  };
  return {
    list: () => connection.query(`SELECT ${COLUMNS} FROM users u ORDER BY lower(u.email)`),
    byEmail: (email) => one('lower(u.email) = lower($1)', email),
    byId: (id) => one('u.id = $1', id),
    async ofSession(token) {
      const [row] = await connection.query<
        Person & { sessionId: string; expiresAt: Date; shownOrg: string | null }
      >(
        `SELECT s.id AS "sessionId", s.expires_at AS "expiresAt", s.org_id AS "shownOrg", ${COLUMNS}
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = $1`,
        [cleanText(token)],
      );
      if (row === undefined) return null;
      const { sessionId, expiresAt, shownOrg, ...person } = row;
      return { sessionId, expiresAt, orgId: shownOrg, person };
    },
    async hasAdministrator() {
      const rows = await connection.query(
        'SELECT id FROM users WHERE is_platform_admin AND NOT is_disabled LIMIT 1',
      );
      return rows.length > 0;
    },
    async setPowers(id, { isDisabled, isPlatformAdmin }) {
      await change(async (queries) => {
        const [before] = await queries.query<Required<Powers> & { readonly email: string }>(
          `SELECT email, is_disabled AS "isDisabled", is_platform_admin AS "isPlatformAdmin" FROM users
           WHERE id = $1 FOR UPDATE`,
          [cleanText(id)],
        );
        if (before === undefined) return;
        const { email: label, ...powers } = before;
        const after = {
          isDisabled: isDisabled ?? before.isDisabled,
          isPlatformAdmin: isPlatformAdmin ?? before.isPlatformAdmin,
        };
        await queries.query(
          'UPDATE users SET is_disabled = $2, is_platform_admin = $3, updated_at = now() WHERE id = $1',
          [id, after.isDisabled, after.isPlatformAdmin],
        );
        if (after.isDisabled === true) await queries.query('DELETE FROM sessions WHERE user_id = $1', [id]);
        const target = { kind: 'user', id, label };
        await queries.record({ action: 'user.changed', target, before: powers, after });
      });
      return one('u.id = $1', id);
    },
    setFailures: (id, failed, lockedUntil) =>
      write('UPDATE users SET failed_sign_ins = $2, locked_until = $3 WHERE id = $1', [
        id,
        failed,
        lockedUntil,
      ]),
    async failures(id) {
      const [row] = await connection.query<{ failed: number; lockedUntil: Date | null }>(
        'SELECT failed_sign_ins AS failed, locked_until AS "lockedUntil" FROM users WHERE id = $1',
        [id],
      );
      return row ?? { failed: 0, lockedUntil: null };
    },
    showOrganisation: (sessionId, orgId) =>
      write('UPDATE sessions SET org_id = $2 WHERE id = $1', [sessionId, orgId]),
  };
}
