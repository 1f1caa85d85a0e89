import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { organisation, organisationList } from '../../../../src/api/platform/schemas.ts';
import { get } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { sessionQuery } from '../../data/session/session.ts';

export type Organisation = z.input<typeof organisation>;

/** All of them: for administrators of the platform. */
export const organisationsQuery = queryOptions({
  queryKey: ['platform', 'organisations'],
  queryFn: async ({ signal }) =>
    (await get<z.input<typeof organisationList>>('/platform/organisations', {}, signal)).items,
});

/** One has another name, or is new: the list, and the switch in the top bar. */
export async function organisationsAgain(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey });
  await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
