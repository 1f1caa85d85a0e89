import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  newProvider,
  provider,
  providerList,
  providerPatch,
} from '../../../../src/api/providers/schemas.ts';
import { get, patch, post } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { sessionQuery } from '../../data/session/session.ts';

export type Provider = z.input<typeof provider>;
export type NewProvider = z.input<typeof newProvider>;
export type ProviderPatch = z.input<typeof providerPatch>;

export const providersQuery = queryOptions({
  queryKey: ['platform', 'providers'],
  queryFn: async ({ signal }) =>
    (await get<z.input<typeof providerList>>('/platform/providers', {}, signal)).items,
});

/** The list, and what the sign-in page offers. */
export async function providersAgain(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });
  await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

export const pathOf = (id: string): string => `/platform/providers/${encodeURIComponent(id)}`;

export async function addProvider(fields: NewProvider): Promise<void> {
  await post('/platform/providers', fields);
  await providersAgain();
}

export async function changeProvider(id: string, change: ProviderPatch): Promise<void> {
  await patch(pathOf(id), change);
  await providersAgain();
}
