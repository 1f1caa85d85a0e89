import { z } from 'zod';
import { LONGEST_PLACE, PLACE } from '../../model/account-limits.ts';
import type { MessageKey } from '../../model/messages/message.ts';
import { ROLES } from '../../model/permissions.ts';
import { instant, list } from '../schemas.ts';

const providerId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'expected.provider-id' satisfies MessageKey);
const name = z.string().trim().min(1).max(100);
const clientId = z.string().trim().min(1).max(300);
const clientSecret = z.string().min(1).max(4000);
const orgId = z.string().min(1).max(63);
const role = z.enum(ROLES);
/** Plain HTTP is for tests on one's own machine. */
const issuer = z
  .string()
  .max(500)
  .refine(isIssuer, 'expected.issuer' satisfies MessageKey);

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (
    search === '' &&
    hash === '' &&
    username === '' &&
    (protocol === 'https:' || (protocol === 'http:' && isLocal))
  );
}

export const provider = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  /** The secret itself is never shown again. */
  hasClientSecret: z.boolean(),
  isEnabled: z.boolean(),
  trustsEmail: z.boolean(),
  orgId: z.string().nullable(),
  role: role.nullable(),
  /** To be entered at the provider. */
  redirectUri: z.string(),
  createdAt: instant,
  version: z.number().int(),
});
export const providerList = z.object({ items: list(provider) });

const newcomers = {
  /** Newcomers become members of this organisation, as that role; both or neither. */
  orgId: orgId.nullable(),
  role: role.nullable(),
};
const bothOrNeither = ({ orgId: org, role: as }: { orgId?: string | null; role?: string | null }): boolean =>
  (org == null) === (as == null);
const TOGETHER = { path: ['role'], message: 'expected.role-with-organisation' satisfies MessageKey };

export const newProvider = z
  .strictObject({
    ...{ id: providerId, name, issuer, clientId },
    clientSecret: clientSecret.optional(),
    isEnabled: z.boolean().default(true),
    trustsEmail: z.boolean().default(false),
    orgId: newcomers.orgId.default(null),
    role: newcomers.role.default(null),
  })
  .refine(bothOrNeither, TOGETHER);

/** The issuer stays: who is linked is linked to an identity of it. */
export const providerPatch = z
  .strictObject({
    name: name.exactOptional(),
    clientId: clientId.exactOptional(),
    /** `null`: none any more. */
    clientSecret: clientSecret.nullable().exactOptional(),
    isEnabled: z.boolean().exactOptional(),
    trustsEmail: z.boolean().exactOptional(),
    orgId: newcomers.orgId.exactOptional(),
    role: newcomers.role.exactOptional(),
  })
  .refine((patch) => 'orgId' in patch === 'role' in patch && bothOrNeither(patch), TOGETHER);

export const byProvider = z.strictObject({ provider: z.string().min(1).max(41) });
export const departureQuery = z.strictObject({
  /** Where whoever comes back goes on. */
  to: z
    .string()
    .max(LONGEST_PLACE)
    .regex(PLACE, 'expected.place' satisfies MessageKey)
    .default('/'),
});
/** What comes back from the provider (OpenID Connect Core §3.1.2.5). */
export const callbackQuery = z.looseObject({});
