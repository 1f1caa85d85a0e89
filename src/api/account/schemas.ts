import { z } from 'zod';
import type { MessageKey } from '../../model/messages/message.ts';
import { chosenPassword, id, instant, list } from '../schemas.ts';
import { passkey } from './passkey-schemas.ts';

/** What was asked for once more; as long as passwords may be. */
const password = z.string().min(1).max(256);
const language = z.enum(['en', 'fr']).nullable();

export const account = z.object({
  email: z.string(),
  name: z.string(),
  /** `null`: that of the browser. */
  language,
  /** False for somebody who signs in elsewhere. */
  hasPassword: z.boolean(),
  hasTwoFactor: z.boolean(),
  recoveryCodesLeft: z.number().int().min(0),
  passkeys: list(passkey),
  /** The one used last first. */
  sessions: list(
    z.object({
      id,
      createdAt: instant,
      lastSeenAt: instant,
      expiresAt: instant,
      /** Of the client, when it was last seen. */
      address: z.string().nullable(),
      /** What the browser calls itself. */
      agent: z.string().nullable(),
      isThis: z.boolean(),
    }),
  ),
  /** Identity providers that prove who this is. */
  links: list(z.object({ provider: z.string() })),
});

export const accountPatch = z
  .strictObject({
    name: z.string().trim().min(1).max(200).exactOptional(),
    language: language.exactOptional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'expected.profile' satisfies MessageKey);

export const passwordChange = z.strictObject({ current: password, next: chosenPassword });
export const withPassword = z.strictObject({ password });
export const withCode = z.strictObject({ code: z.string().trim().min(6).max(20) });

export const twoFactorProposal = z.object({
  /** For a QR code. */
  uri: z.string(),
  /** The same secret, to be typed. */
  secret: z.string(),
  /** Said here and never again. */
  recoveryCodes: list(z.string()),
});
export const recoveryCodes = z.object({ recoveryCodes: list(z.string()) });
