import { z } from 'zod';
import { ROLES } from '../../model/permissions.ts';
import { chosenPassword, emailAddress, id, instant, list } from '../schemas.ts';

const role = z.enum(ROLES);

export const invitation = z.object({
  id,
  email: z.string(),
  role,
  invitedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
});
export const invitationList = z.object({ items: list(invitation) });

export const newInvitation = z.strictObject({ email: emailAddress, role });
/** `link` is said here and never again. */
export const madeInvitation = z.object({ invitation, link: z.string() });

export const byToken = z.strictObject({ token: z.string().min(1).max(100) });
export const offer = z.object({
  organisation: z.string(),
  email: z.string(),
  role,
  /** Somebody has this email here: they sign in, then accept. */
  hasAccount: z.boolean(),
});
/** Both of somebody new; nothing of somebody who is signed in. */
export const acceptance = z.strictObject({
  name: z.string().trim().max(200).exactOptional(),
  password: chosenPassword.exactOptional(),
});
