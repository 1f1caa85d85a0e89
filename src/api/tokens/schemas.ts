import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../../model/permissions.ts';
import { id, instant, list } from '../schemas.ts';

const role = z.enum(ROLES);
const permission = z.enum(PERMISSIONS);

export const apiToken = z.object({
  id,
  name: z.string(),
  /** How it begins: to tell it apart. */
  prefix: z.string(),
  role,
  /** `null`: all that the role allows. */
  scopes: list(permission).nullable(),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  lastUsedFrom: z.string().nullable(),
  revokedAt: instant.nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;
export const tokenList = z.object({ items: list(apiToken) });

export const newToken = z.strictObject({
  name: z.string().trim().min(1).max(200),
  role,
  scopes: z.array(permission).min(1).max(PERMISSIONS.length).nullable().default(null),
  expiresAt: instant.nullable().default(null),
});
/** The only time that the secret is said. */
export const madeToken = z.object({ token: apiToken, secret: z.string() });
