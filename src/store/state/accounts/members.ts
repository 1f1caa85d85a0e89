import type { Micros } from '../../../base/time.ts';
import type { AuditEntry, AuditTarget } from '../../../model/audit.ts';
import { say } from '../../../model/messages/message.ts';
import { Refusal } from '../../../model/messages/refusal.ts';
import type { Role } from '../../../model/permissions.ts';
import type { OrgConnection, OrgQueries } from '../org-queries.ts';

export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly isDisabled: boolean;
  readonly hasTwoFactor: boolean;
  readonly createdAt: Micros;
  readonly version: number;
}

export type MemberChange = 'changed' | 'missing' | 'stale' | 'last-admin';

/** Who belongs to one organisation, and as what. */
export interface Members {
  /** By email. */
  list(): Promise<Member[]>;
  get(userId: string): Promise<Member | null>;
  /** Lets somebody in; whoever is in already keeps the role. Throws when there is no such person. */
  add(userId: string, role: Role): Promise<Member>;
  /** With `ifVersion` only if nobody changed it since. An organisation keeps one administrator. */
  setRole(userId: string, role: Role, ifVersion?: number): Promise<MemberChange>;
  remove(userId: string): Promise<MemberChange>;
}

const COLUMNS = `m.user_id AS "userId", u.email, u.name, m.role, u.is_disabled AS "isDisabled",
  u.two_factor_enabled AS "hasTwoFactor", m.created_at AS "createdAt", m.version`;

/** `$1` the organisation, `$2` who, `$3` as what, `$4` when. No row: whoever is in already keeps the role. */
export const ADD_MEMBER = `INSERT INTO members (org_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (org_id, user_id) DO NOTHING RETURNING user_id`;

export const memberAdded = (target: AuditTarget, role: Role): AuditEntry => {
  return { action: 'member.added', target, before: null, after: { role } };
};

/** Under the name that the person has now. */
async function targetOf(queries: OrgQueries, userId: string): Promise<AuditTarget> {
  const [person] = await queries.query<{ email: string }>(
    `SELECT u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.org_id = $1 AND m.user_id = $2`,
    [userId],
  );
  return { kind: 'user', id: userId, label: person?.email ?? null };
}

export function createMembers(org: OrgConnection, now: () => Micros, changed: () => void): Members {
  const get = async (userId: string): Promise<Member | null> => {
    const rows = await org.query<Member>(
      `SELECT ${COLUMNS} FROM members m JOIN users u ON u.id = m.user_id WHERE m.org_id = $1 AND m.user_id = $2`,
      [userId],
    );
    return rows[0] ?? null;
  };
  const change = <Result>(work: Parameters<typeof org.change<Result>>[0]): Promise<Result> =>
    org.change(work).finally(changed);
  /** Somebody else can still let people in. */
  const OTHERS = `SELECT 1 FROM members m JOIN users u ON u.id = m.user_id
    WHERE m.org_id = $1 AND m.role = 'admin' AND m.user_id <> $2 AND NOT u.is_disabled`;
  return {
    list: () =>
      org.query(
        `SELECT ${COLUMNS} FROM members m JOIN users u ON u.id = m.user_id WHERE m.org_id = $1 ORDER BY lower(u.email)`,
      ),
    get,
    async add(userId, role) {
      await change(async (queries) => {
        const made = await queries.query(ADD_MEMBER, [userId, role, now()]);
        if (made.length > 0) await queries.record(memberAdded(await targetOf(queries, userId), role));
      });
      const member = await get(userId);
      if (member === null) throw new Refusal(say('there.none', { thing: say('thing.user'), id: userId }));
      return member;
    },
    setRole: (userId, role, ifVersion) =>
      change(async (queries) => {
        const [before] = await queries.query<{ role: Role; version: number }>(
          'SELECT role, version FROM members WHERE org_id = $1 AND user_id = $2',
          [userId],
        );
        if (before === undefined) return 'missing';
        if (ifVersion !== undefined && before.version !== ifVersion) return 'stale';
        if (
          before.role === 'admin' &&
          role !== 'admin' &&
          (await queries.query(OTHERS, [userId])).length === 0
        )
          return 'last-admin';
        await queries.query(
          'UPDATE members SET role = $3, version = version + 1 WHERE org_id = $1 AND user_id = $2',
          [userId, role],
        );
        const target = await targetOf(queries, userId);
        await queries.record({
          ...{ action: 'member.changed', target, before: { role: before.role }, after: { role } },
        });
        return 'changed';
      }),
    remove: (userId) =>
      change(async (queries) => {
        const [before] = await queries.query<{ role: Role }>(
          'SELECT role FROM members WHERE org_id = $1 AND user_id = $2',
          [userId],
        );
        if (before === undefined) return 'missing';
        if (before.role === 'admin' && (await queries.query(OTHERS, [userId])).length === 0)
          return 'last-admin';
        const target = await targetOf(queries, userId);
        await queries.query('DELETE FROM members WHERE org_id = $1 AND user_id = $2', [userId]);
        await queries.record({ action: 'member.removed', target, before, after: null });
        return 'changed';
      }),
  };
}
