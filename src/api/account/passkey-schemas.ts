import { z } from 'zod';
import { id, instant } from '../schemas.ts';

export const passkey = z.object({ id, name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() });

/** Of WebAuthn Level 3 §5.1: `navigator.credentials` takes them as they are (`parse…OptionsFromJSON`). */
export const ceremonyOptions = z.looseObject({ challenge: z.string() });

const text = z.string().max(20_000);
const credential = {
  id: z.string().min(1).max(2000),
  rawId: z.string().min(1).max(2000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

/** `PublicKeyCredential.toJSON()` of `get`. */
export const authentication = z.strictObject({
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: text,
      authenticatorData: text,
      signature: text,
      userHandle: text.nullish(),
    }),
  }),
});

const name = z.string().trim().min(1).max(100);
export const passkeyPatch = z.strictObject({ name });

/** `PublicKeyCredential.toJSON()` of `create`. */
export const newPasskey = z.strictObject({
  name,
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: text,
      attestationObject: text,
      transports: z.array(z.string().max(50)).max(10).optional(),
    }),
  }),
});
