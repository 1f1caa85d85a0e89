import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { organisation, organisationList } from '../../../../src/api/platform/schemas.ts';
import { get } from '../../data/api.ts';

export type Organisation = z.input<typeof organisation>;

/** All of them: for administrators of the platform. */
export const organisationsQuery = queryOptions({
  queryKey: ['platform', 'organisations'],
  queryFn: async ({ signal }) =>
    (await get<z.input<typeof organisationList>>('/platform/organisations', {}, signal)).items,
});
