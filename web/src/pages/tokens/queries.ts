import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { apiToken, tokenList } from '../../../../src/api/tokens/schemas.ts';
import { get } from '../../data/api.ts';

export type Token = z.input<typeof apiToken>;
export type TokenState = 'active' | 'expired' | 'revoked';

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await get<z.input<typeof tokenList>>('/tokens', {}, signal)).items,
});

export function stateOf({ revokedAt, expiresAt }: Token, nowMs: number): TokenState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'active';
}
