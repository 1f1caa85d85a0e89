import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../../model/permissions.ts';
import { chosenPassword, emailAddress, list } from '../schemas.ts';

const role = z.enum(ROLES);
const permission = z.enum(PERMISSIONS);
/** Long enough for every password, short enough for every server. */
const password = z.string().min(1).max(256);
const email = z.string().min(3).max(254);

export const membership = z.object({ id: z.string(), name: z.string(), role });

export const session = z.object({
  /** Nobody is administrator yet: only the set-up link helps. */
  setUpNeeded: z.boolean(),
  /** The right password was sent, and a code is still owed: nobody is signed in until then. */
  secondFactorNeeded: z.boolean(),
  /** Passkeys can be used here: over TLS under a name, or on localhost. */
  passkeys: z.boolean(),
  /** Where else one can sign in. */
  providers: list(z.object({ id: z.string(), name: z.string() })),
  /** `null`: nobody is signed in. */
  user: z
    .object({
      id: z.string(),
      email: z.string(),
      name: z.string(),
      isPlatformAdmin: z.boolean(),
      hasTwoFactor: z.boolean(),
      /** Of the console; `null`: that of the browser. */
      language: z.enum(['en', 'fr']).nullable(),
    })
    .nullable(),
  /** Where the session is; `null` when nobody is signed in, or belongs nowhere. */
  organisation: membership.nullable(),
  /** What is allowed there. */
  permissions: list(permission),
  /** Where it could be. */
  organisations: list(membership),
});
export type Session = z.infer<typeof session>;

/** `reason` of the sign-in page's URL, after an identity provider. */
export type { RefusalReason } from '../../features/accounts/single-sign-on/refusal.ts';

export const signIn = z.strictObject({ email, password });
/** A code of the authenticator app, or a recovery code. */
export const secondFactor = z.strictObject({
  kind: z.enum(['totp', 'recovery']),
  code: z.string().trim().min(6).max(40),
});
export const showOrganisation = z.strictObject({ id: z.string().min(1).max(63) });

export const setUp = z.strictObject({
  /** Of the link. */
  token: z.string().min(1).max(100),
  email: emailAddress,
  name: z.string().max(200).default(''),
  password: chosenPassword,
  organisation: z.string().trim().min(1).max(200),
});
