import { z } from 'zod';
import type { MessageKey } from '../../model/messages/message.ts';
import { LONGEST_ORGANISATION_NAME, ORGANISATION_ID } from '../../model/organisation-id.ts';
import { ROLES } from '../../model/permissions.ts';
import { chosenPassword, emailAddress, id, instant, list } from '../schemas.ts';

const organisationId = z.string().regex(ORGANISATION_ID, 'expected.organisation-id' satisfies MessageKey);
const name = z.string().trim().min(1).max(LONGEST_ORGANISATION_NAME);

export const organisation = z.object({ id: z.string(), name: z.string(), createdAt: instant });
export const organisationList = z.object({ items: list(organisation) });
/** Without an id, it is made from the name. */
export const newOrganisation = z.strictObject({ id: organisationId.exactOptional(), name });
export const organisationPatch = z.strictObject({ name });

const membership = z.object({ orgId: z.string(), orgName: z.string(), role: z.enum(ROLES) });
export const person = z.object({
  id,
  email: z.string(),
  name: z.string(),
  isPlatformAdmin: z.boolean(),
  isDisabled: z.boolean(),
  hasTwoFactor: z.boolean(),
  createdAt: instant,
  /** Too many wrong passwords: until then none is tried. */
  lockedUntil: instant.nullable(),
  memberships: list(membership),
});
export type PlatformPerson = z.infer<typeof person>;
export const personList = z.object({ items: list(person) });
export const newPerson = z.strictObject({
  email: emailAddress,
  name: z.string().max(200).default(''),
  password: chosenPassword,
  isPlatformAdmin: z.boolean().default(false),
});
export const personPatch = z
  .strictObject({ isDisabled: z.boolean(), isPlatformAdmin: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'expected.powers' satisfies MessageKey);
export const newPassword = z.strictObject({ password: chosenPassword });
