import { randomUUID } from 'node:crypto';
import { say } from '../../../model/messages/message.ts';
import { Refusal } from '../../../model/messages/refusal.ts';
import type { Role } from '../../../model/permissions.ts';
import { type Connection, type Queries, SQL_STATE, sqlState } from '../connection.ts';
import { cleanText } from '../json.ts';

/** Of a password; other ways in have the id of their provider. */
export const PASSWORD_PROVIDER = 'credential';

export interface Credential {
  readonly userId: string;
  /** PHC format; `null`: this person has no password. */
  readonly password: string | null;
}

export interface NewLogin {
  readonly email: string;
  readonly name: string;
  /** The hash; `null` for somebody who signs in elsewhere. */
  readonly password: string | null;
  readonly isPlatformAdmin: boolean;
}

/** Who somebody is at an identity provider. */
export interface Link {
  readonly providerId: string;
  readonly subject: string;
}

/** How people prove who they are: passwords, and links to identity providers. */
export interface Logins {
  byEmail(email: string): Promise<Credential | null>;
  ofPerson(userId: string): Promise<Credential | null>;
  /** A person with everything that belongs to them, or nothing. Gives the id; throws InputError when the email is taken. */
  create(
    login: NewLogin,
    more?: { readonly link?: Link; readonly member?: { readonly orgId: string; readonly role: Role } },
  ): Promise<string>;
  /** Replaces the password, or gives a first one; ends all sessions but `kept`. */
  setPassword(userId: string, digest: string, kept: string | null): Promise<void>;
  setProfile(userId: string, profile: Profile): Promise<void>;
  profile(userId: string): Promise<Required<Profile> | null>;
  links(userId: string): Promise<Link[]>;
  byLink(link: Link): Promise<string | null>;
  /** False when somebody is linked to that identity already. */
  link(userId: string, link: Link): Promise<boolean>;
}

export interface Profile {
  readonly name?: string | undefined;
  /** `null`: that of the browser. */
  readonly language?: 'en' | 'fr' | null | undefined;
}

const CREDENTIAL = `SELECT u.id AS "userId", a.password FROM users u
  LEFT JOIN accounts a ON a.user_id = u.id AND a.provider_id = 'credential'`;

export function createLogins(connection: Connection, changed: () => void): Logins {
  const change = <Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> =>
    connection.transaction(work).finally(changed);
  return {
    async byEmail(email) {
      const rows = await connection.query<Credential>(`${CREDENTIAL} WHERE lower(u.email) = lower($1)`, [
        cleanText(email),
      ]);
      return rows[0] ?? null;
    },
    async ofPerson(userId) {
      const rows = await connection.query<Credential>(`${CREDENTIAL} WHERE u.id = $1`, [userId]);
      return rows[0] ?? null;
    },
    create: (login, { link, member } = {}) =>
      change(async (queries) => {
        const id = await createPerson(queries, login);
        if (link !== undefined) await insertLink(queries, id, link);
        if (member !== undefined)
          await queries.query(
            `INSERT INTO members (org_id, user_id, role, created_at)
             VALUES ($1, $2, $3, (extract(epoch FROM now()) * 1000000)::bigint)`,
            [member.orgId, id, member.role],
          );
        return id;
      }),
    setPassword: (userId, digest, kept) =>
      change(async (queries) => {
        await queries.query(
          `INSERT INTO accounts AS a (id, account_id, provider_id, user_id, password, created_at, updated_at)
           VALUES ($1, $2, 'credential', $2, $3, now(), now())
           ON CONFLICT (provider_id, account_id) DO UPDATE SET password = $3, updated_at = now()`,
          [randomUUID(), userId, digest],
        );
        await queries.query('UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1', [
          userId,
        ]);
        await queries.query('DELETE FROM sessions WHERE user_id = $1 AND id <> $2', [userId, kept ?? '']);
      }),
    async setProfile(userId, { name, language }) {
      await change((queries) =>
        queries.query(
          `UPDATE users SET name = coalesce($2, name), language = CASE WHEN $3 THEN $4 ELSE language END,
             updated_at = now() WHERE id = $1`,
          [userId, name === undefined ? null : cleanText(name), language !== undefined, language ?? null],
        ),
      );
    },
    async profile(userId) {
      const rows = await connection.query<Required<Profile>>(
        'SELECT name, language FROM users WHERE id = $1',
        [userId],
      );
      return rows[0] ?? null;
    },
    links: (userId) =>
      connection.query<Link>(
        `SELECT provider_id AS "providerId", account_id AS subject FROM accounts
         WHERE user_id = $1 AND provider_id <> 'credential' ORDER BY provider_id`,
        [userId],
      ),
    async byLink({ providerId, subject }) {
      const [row] = await connection.query<{ userId: string }>(
        'SELECT user_id AS "userId" FROM accounts WHERE provider_id = $1 AND account_id = $2',
        [providerId, cleanText(subject)],
      );
      return row?.userId ?? null;
    },
    link: (userId, link) => change((queries) => insertLink(queries, userId, link)),
  };
}

export const emailTaken = (email: string): Refusal =>
  new Refusal(say('account.email-taken', { email }), {
    ...{ path: 'email', value: email, expected: say('expected.free-email') },
  });

/** Within a transaction of others too. Gives the id; throws InputError when the email is taken. */
export async function createPerson(queries: Queries, login: NewLogin): Promise<string> {
  const id = randomUUID();
  const { email, name, password, isPlatformAdmin } = login;
  try {
    await queries.query(
      `INSERT INTO users (id, name, email, email_verified, is_platform_admin, created_at, updated_at)
       VALUES ($1, $2, lower($3), true, $4, now(), now())`,
      [id, cleanText(name), cleanText(email), isPlatformAdmin],
    );
  } catch (error) {
    if (sqlState(error) !== SQL_STATE.uniqueViolation) throw error;
    throw emailTaken(email);
  }
  if (password !== null)
    await queries.query(
      `INSERT INTO accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
       VALUES ($1, $2, 'credential', $2, $3, now(), now())`,
      [randomUUID(), id, password],
    );
  return id;
}

async function insertLink(queries: Queries, userId: string, link: Link): Promise<boolean> {
  const rows = await queries.query(
    `INSERT INTO accounts (id, account_id, provider_id, user_id, created_at, updated_at)
     VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT (provider_id, account_id) DO NOTHING RETURNING id`,
    [randomUUID(), cleanText(link.subject), link.providerId, userId],
  );
  return rows.length > 0;
}
