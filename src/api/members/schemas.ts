import { z } from 'zod';
import { ROLES } from '../../model/permissions.ts';
import { count, id, instant, list } from '../schemas.ts';

const role = z.enum(ROLES);

export const member = z.object({
  userId: id,
  email: z.string(),
  name: z.string(),
  role,
  isDisabled: z.boolean(),
  hasTwoFactor: z.boolean(),
  createdAt: instant,
  version: count,
});
export const memberList = z.object({ items: list(member) });
export type Member = z.infer<typeof member>;

export const memberPatch = z.strictObject({ role });
export const organisationPatch = z.strictObject({ name: z.string().trim().min(1).max(200) });
export const organisation = z.object({ id: z.string(), name: z.string() });
