import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { site, siteList } from '../../../src/api/sites/schemas.ts';
import { get } from './api.ts';

export type Site = z.input<typeof site>;

/** All of the organisation, by name. */
export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: async ({ signal }) => (await get<z.input<typeof siteList>>('/sites', {}, signal)).items,
});

const NONE: readonly Site[] = [];

/** Empty until they are here, and where there are none. */
export function useSites(): readonly Site[] {
  return useQuery(sitesQuery).data ?? NONE;
}
