/** Invitations by link: somebody new with a password, or somebody who is here already. */

import type { Role } from '../../model/permissions.ts';
import type { Offer } from '../../store/state/accounts/invitation-lookup.ts';
import type { Invited } from '../../store/state/accounts/invitations.ts';
import type { StateStore } from '../../store/state/open.ts';
import { hashPassword } from './passwords.ts';
import { checkEmail, checkName, checkPassword } from './people.ts';

export interface InvitationsFeature {
  /** Throws InputError that names the email. `token` is said once. */
  invite(orgId: string, email: string, role: Role, invitedBy: string): Promise<Invited>;
  offer(token: string): Promise<Offer | null>;
  /** By whoever is signed in with the email that was invited. `null`: the link has ended. */
  acceptAs(token: string, userId: string): Promise<string | null>;
  /** By somebody new. Throws InputError that names the field. */
  acceptNew(token: string, offer: Offer, name: string, password: string): Promise<string | null>;
}

export function createInvitationsFeature(state: StateStore): InvitationsFeature {
  const { invitations } = state.accounts;

  return {
    invite: (orgId, email, role, invitedBy) =>
      state.forOrg(orgId).invitations.create(checkEmail(email), role, invitedBy),
    offer: (token) => invitations.find(token),
    acceptAs: (token, userId) => invitations.accept(token, { userId }),
    async acceptNew(token, offer, name, password) {
      checkPassword(password);
      const called = checkName(name, offer.email);
      const login = {
        ...{ email: offer.email, name: called, password: await hashPassword(password) },
        isPlatformAdmin: false,
      };
      return invitations.accept(token, { login });
    },
  };
}
