import { randomUUID } from 'node:crypto';
import type { Micros } from '../../../base/time.ts';
import type { AuditActor, AuditTarget } from '../../../model/audit.ts';
import { say } from '../../../model/messages/message.ts';
import { Refusal } from '../../../model/messages/refusal.ts';
import type { Role } from '../../../model/permissions.ts';
import { type Connection, type Queries, SQL_STATE, sqlState } from '../database/connection.ts';
import { cleanText } from '../json.ts';
import type { PlatformChange } from '../org-queries.ts';
import { type ChangeAccounts, personTarget } from './account-change.ts';
import { ADD_MEMBER, memberAdded } from './members.ts';

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

/** What is made together with a person. */
export interface More {
  readonly link?: Link;
  readonly member?: { readonly orgId: string; readonly role: Role };
  /** Who is written down for it, when nobody is known yet; default: whoever asks. */
  readonly actorOf?: (id: string) => AuditActor;
}

/** How people prove who they are: passwords, and links to identity providers. */
export interface Logins {
  byEmail(email: string): Promise<Credential | null>;
  ofPerson(userId: string): Promise<Credential | null>;
  /** A person with everything that belongs to them, or nothing. Gives the id; throws Refusal when the email is taken. */
  create(login: NewLogin, more?: More): Promise<string>;
  /** Replaces the password, or gives a first one; ends all sessions but `kept`. Nothing for a person who is not there. */
  setPassword(userId: string, digest: string, kept: string | null): Promise<void>;
  setProfile(userId: string, profile: Profile): Promise<void>;
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

export function createLogins(connection: Connection, change: ChangeAccounts, now: () => Micros): Logins {
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
    create: (login, more = {}) => change((queries) => createPerson(queries, login, now(), more)),
    setPassword: (userId, digest, kept) =>
      change(async (queries) => {
        const people = await queries.query(
          'UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1 RETURNING id',
          [userId],
        );
        if (people.length === 0) return;
        await queries.query(
          `INSERT INTO accounts AS a (id, account_id, provider_id, user_id, password, created_at, updated_at)
           VALUES ($1, $2, 'credential', $2, $3, now(), now())
           ON CONFLICT (provider_id, account_id) DO UPDATE SET password = $3, updated_at = now()`,
          [randomUUID(), userId, digest],
        );
        await queries.query('DELETE FROM sessions WHERE user_id = $1 AND id <> $2', [userId, kept ?? '']);
        await queries.record({ action: 'user.password-set', target: await personTarget(queries, userId) });
      }),
    setProfile: (userId, { name, language }) =>
      change(async (queries) => {
        const [before] = await queries.query<Required<Profile> & { readonly email: string }>(
          'SELECT email, name, language FROM users WHERE id = $1 FOR UPDATE',
          [userId],
        );
        if (before === undefined) return;
        const after = {
          name: name === undefined ? before.name : cleanText(name),
          language: language === undefined ? before.language : language,
        };
        await queries.query('UPDATE users SET name = $2, language = $3, updated_at = now() WHERE id = $1', [
          userId,
          ...[after.name, after.language],
        ]);
        const { email: label, ...profile } = before;
        const target = { kind: 'user', id: userId, label };
        await queries.record({ action: 'user.changed', target, before: profile, after });
      }),
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
    link: (userId, link) =>
      change(async (queries) => {
        if (!(await insertLink(queries, userId, link))) return false;
        const target = await personTarget(queries, userId);
        await queries.record({ action: 'user.linked', target, after: { provider: link.providerId } });
        return true;
      }),
  };
}

export const emailTaken = (email: string): Refusal =>
  new Refusal(say('account.email-taken', { email }), {
    ...{ path: 'email', value: email, expected: say('expected.free-email') },
  });

/** Within a transaction of others too, and written down in it. Gives the id; throws Refusal when the email is taken. */
export async function createPerson(
  queries: PlatformChange,
  login: NewLogin,
  at: Micros,
  { link, member, actorOf }: More = {},
): Promise<string> {
  const id = randomUUID();
  await insertPerson(queries, id, login);
  if (link !== undefined) await insertLink(queries, id, link);
  const target = { kind: 'user', id, label: login.email.toLowerCase() };
  const actor = actorOf?.(id);
  const after = { email: target.label, isPlatformAdmin: login.isPlatformAdmin };
  const provider = link === undefined ? {} : { provider: link.providerId };
  await queries.record(
    { action: 'user.created', target, before: null, after: { ...after, ...provider } },
    actor,
  );
  if (member !== undefined)
    await letIn(queries, { ...member, target, at, ...(actor === undefined ? {} : { actor }) });
  return id;
}

interface Admission {
  readonly orgId: string;
  readonly role: Role;
  readonly target: AuditTarget;
  readonly at: Micros;
  readonly actor?: AuditActor;
}

/** Makes a member, and writes it down in the organisation's log. Whoever is in already keeps the role. */
export async function letIn(
  queries: PlatformChange,
  { orgId, role, target, at, actor }: Admission,
): Promise<void> {
  const made = await queries.query(ADD_MEMBER, [orgId, target.id, role, at]);
  if (made.length > 0) await queries.recordIn(orgId, memberAdded(target, role), actor);
}

async function insertPerson(
  queries: Queries,
  id: string,
  { email, name, password, isPlatformAdmin }: NewLogin,
): Promise<void> {
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
  if (password === null) return;
  await queries.query(
    `INSERT INTO accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
     VALUES ($1, $2, 'credential', $2, $3, now(), now())`,
    [randomUUID(), id, password],
  );
}

async function insertLink(queries: Queries, userId: string, link: Link): Promise<boolean> {
  const rows = await queries.query(
    `INSERT INTO accounts (id, account_id, provider_id, user_id, created_at, updated_at)
     VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT (provider_id, account_id) DO NOTHING RETURNING id`,
    [randomUUID(), cleanText(link.subject), link.providerId, userId],
  );
  return rows.length > 0;
}
