import type { Micros } from '../../../base/time.ts';
import type { AuditActor } from '../../../model/audit.ts';
import type { Role } from '../../../model/permissions.ts';
import { currentActor } from '../audit/context.ts';
import type { Connection, Queries } from '../database/connection.ts';
import { type ChangeAccounts, personTarget } from './account-change.ts';
import { createPerson, letIn, type NewLogin } from './logins.ts';
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
  change: ChangeAccounts,
  now: () => Micros,
): InvitationLookup {
  const IS_OPEN =
    'i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2';

  type Taken = Pick<Offer, 'orgId' | 'invitationId' | 'email' | 'role'>;
  async function take(queries: Queries, token: string): Promise<Taken | null> {
    const [taken] = await queries.query<Taken>(
      `UPDATE invitations i SET accepted_at = $2 WHERE ${IS_OPEN}
       RETURNING org_id AS "orgId", invitation_id AS "invitationId", email, role`,
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
    accept: (token, who) =>
      change(async (queries) => {
        const taken = await take(queries, token);
        if (taken === null) return null;
        const { orgId, invitationId, email, role } = taken;
        const from = currentActor().from;
        // Whoever accepts is who does it, also where nobody was signed in.
        const actorOf = (id: string): AuditActor => ({ kind: 'session', id, label: email, from });
        const userId =
          'userId' in who ? who.userId : await createPerson(queries, who.login, now(), { actorOf });
        const actor = actorOf(userId);
        const invitation = { kind: 'invitation', id: invitationId, label: email };
        await queries.recordIn(
          orgId,
          { action: 'invitation.accepted', target: invitation, after: { role } },
          actor,
        );
        const target = await personTarget(queries, userId);
        await letIn(queries, { orgId, role, target, at: now(), actor });
        return userId;
      }),
  };
}
