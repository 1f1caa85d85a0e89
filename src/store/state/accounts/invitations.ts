import { randomBytes, randomUUID } from 'node:crypto';
import type { Micros } from '../../../base/time.ts';
import { say } from '../../../model/messages/message.ts';
import { Refusal } from '../../../model/messages/refusal.ts';
import type { Role } from '../../../model/permissions.ts';
import { cleanText } from '../json.ts';
import type { OrgConnection } from '../org-queries.ts';
import { hashOf } from './tokens.ts';

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly createdAt: Micros;
  readonly expiresAt: Micros;
}

export interface Invited {
  readonly invitation: Invitation;
  /** The link's, said once. */
  readonly token: string;
}

/** The open invitations of one organisation. */
export interface Invitations {
  /** The newest first. */
  list(): Promise<Invitation[]>;
  /**
   * Takes the place of another one to this email. `token` is the link's, said here and never again. Throws InputError when
   * the email is a member's, or too many are open.
   */
  create(email: string, role: Role, invitedBy: string): Promise<Invited>;
  /** False when no open one has this id. */
  revoke(id: string): Promise<boolean>;
}

const DAYS = 7;
const LIVES_US = DAYS * 86_400e6;
/** 256 bits: nobody tries them all, so a fast hash keeps them well. */
const TOKEN_BYTES = 32;
const MOST_OPEN = 1000;

const COLUMNS = `invitation_id AS id, email, role, invited_by AS "invitedBy", created_at AS "createdAt",
  expires_at AS "expiresAt"`;
const OPEN = 'accepted_at IS NULL AND revoked_at IS NULL';

export function createInvitations(org: OrgConnection, now: () => Micros): Invitations {
  return {
    list: () =>
      org.query(
        `SELECT ${COLUMNS} FROM invitations WHERE org_id = $1 AND ${OPEN} AND expires_at > $2
         ORDER BY created_at DESC, invitation_id`,
        [now()],
      ),
    create: (text, role, invitedBy) =>
      org.change(async (queries) => {
        const email = cleanText(text).trim().toLowerCase();
        const members = await queries.query(
          `SELECT 1 FROM members m JOIN users u ON u.id = m.user_id WHERE m.org_id = $1 AND lower(u.email) = $2`,
          [email],
        );
        if (members.length > 0)
          throw new Refusal(say('account.is-member', { email }), {
            ...{ path: 'email', value: email, expected: say('expected.no-member') },
          });
        await queries.query(
          `UPDATE invitations SET revoked_at = $3 WHERE org_id = $1 AND email = $2 AND ${OPEN}`,
          [email, now()],
        );
        const [{ open }] = await queries.query<{ open: number }>(
          `SELECT count(*) AS open FROM invitations WHERE org_id = $1 AND ${OPEN} AND expires_at > $2`,
          [now()],
        );
        if (open >= MOST_OPEN) throw new Refusal(say('account.too-many-invitations', { most: MOST_OPEN }));
        const token = randomBytes(TOKEN_BYTES).toString('base64url');
        const at = now();
        const [invitation] = await queries.query<Invitation>(
          `INSERT INTO invitations (org_id, invitation_id, email, role, token_hash, invited_by, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
          [randomUUID(), email, role, hashOf(token), cleanText(invitedBy), at, at + LIVES_US],
        );
        await queries.record({
          action: 'invitation.created',
          target: { kind: 'invitation', id: invitation.id, label: email },
          after: { email, role },
        });
        return { invitation, token };
      }),
    revoke: (id) =>
      org.change(async (queries) => {
        const [revoked] = await queries.query<Invitation>(
          `UPDATE invitations SET revoked_at = $3 WHERE org_id = $1 AND invitation_id = $2 AND ${OPEN}
           RETURNING ${COLUMNS}`,
          [cleanText(id), now()],
        );
        if (revoked === undefined) return false;
        const { email, role } = revoked;
        await queries.record({
          action: 'invitation.revoked',
          target: { kind: 'invitation', id, label: email },
          before: { email, role },
        });
        return true;
      }),
  };
}
