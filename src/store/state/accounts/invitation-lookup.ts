import type { Micros } from '../../../base/time.ts';
import type { Role } from '../../../model/permissions.ts';
import type { Connection, Queries } from '../connection.ts';
import { createPerson, type NewLogin } from './logins.ts';
import { hashOf } from './tokens.ts';

export interface Offer {
  readonly orgId: string;
  readonly organisation: string;
  readonly invitationId: string;
  readonly email: string;
  readonly role: Role;
  /** Somebody has this email here. */
  readonly hasAccount: boolean;
}

/** Over all organisations: a link says itself whose it is. */
export interface InvitationLookup {
  /** `null`: there is no open invitation with this token. */
  find(token: string): Promise<Offer | null>;
  /**
   * Makes a member of a person who is there, or of a new one: all of it or nothing, and once. Gives the person's id; `null`
   * when the link is good no more. Throws InputError when the new one's email is taken meanwhile.
   */
  accept(
    token: string,
    who: { readonly userId: string } | { readonly login: NewLogin },
  ): Promise<string | null>;
}

export function createInvitationLookup(
  connection: Connection,
  now: () => Micros,
  changed: () => void,
): InvitationLookup {
  const IS_OPEN =
    'i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2';

  async function take(queries: Queries, token: string): Promise<{ orgId: string; role: Role } | null> {
    const [taken] = await queries.query<{ orgId: string; role: Role }>(
      `UPDATE invitations i SET accepted_at = $2 WHERE ${IS_OPEN} RETURNING org_id AS "orgId", role`,
      [hashOf(token), now()],
    );
    return taken ?? null;
  }

  return {
    async find(token) {
      const [offer] = await connection.query<Offer>(
        `SELECT i.org_id AS "orgId", o.name AS organisation, i.invitation_id AS "invitationId", i.email, i.role,
           EXISTS (SELECT 1 FROM users u WHERE lower(u.email) = i.email) AS "hasAccount"
         FROM invitations i JOIN organisations o USING (org_id) WHERE ${IS_OPEN}`,
        [hashOf(token), now()],
      );
      return offer ?? null;
    },
    async accept(token, who) {
      return connection
        .transaction(async (queries) => {
          const taken = await take(queries, token);
          if (taken === null) return null;
          const userId = 'userId' in who ? who.userId : await createPerson(queries, who.login);
          await queries.query(
            `INSERT INTO members (org_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (org_id, user_id) DO NOTHING`,
            [taken.orgId, userId, taken.role, now()],
          );
          return userId;
        })
        .finally(changed);
    },
  };
}
